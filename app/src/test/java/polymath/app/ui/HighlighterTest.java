package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.app.ui.Block.Kind;
import polymath.app.ui.Block.Run;

class HighlighterTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "java | return \"a\\\"b\"; // 'c' | return STRING:\"a\\\"b\" COMMENT:// 'c'",
                "python | def f(x): return '#' # y | def return STRING:'#' COMMENT:# y",
                "ts | const x: number = 0x1F | const number NUMBER:0x1F",
                "c++ | int a = 'b'; /* c | int STRING:'b' COMMENT:/* c",
                "json | {\"a\": [1.5, true]} | STRING:\"a\" NUMBER:1.5 true",
                "bash | echo \"$HOME\" # go | echo STRING:\"$HOME\" COMMENT:# go",
                "sql | SELECT a FROM b -- c | SELECT FROM COMMENT:-- c",
                "html | <a href=\"x\"></a><!-- n --> | <a STRING:\"x\" </a COMMENT:<!-- n -->"
            })
    void keywordsStringsNumbersAndCommentsAreFound(String language, String code, String expected) {
        String found = Highlighter.runs(code, language).stream()
                .filter(run -> run.kind() != Kind.PLAIN)
                .map(run -> run.kind() == Kind.KEYWORD ? run.text() : run.kind() + ":" + run.text())
                .collect(Collectors.joining(" "));
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void nothingIsLostOrAdded() {
        String code = "\"open\nint x /* never closed\n'''";
        for (String language : List.of("java", "python", "js", "c", "json", "bash", "sql", "xml", "unknown", ""))
            assertThat(Highlighter.runs(code, language).stream().map(Run::text).collect(Collectors.joining()))
                    .isEqualTo(code);
    }
}
