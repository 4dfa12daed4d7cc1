package polymath.app.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CitationMarkTest {
    private static String labels(String text) {
        return CitationMark.in(text).stream()
                .map(mark -> mark.pages().stream().map(PageReference::label).collect(Collectors.joining(" ")))
                .collect(Collectors.joining(" | "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "It grew [p. 12].=>p. 12",
                "[p. 12, 14]=>p. 12 p. 14",
                "[p. 12; p. 14]=>p. 12 p. 14",
                "[p. 12 and 14] and [slide 3]=>p. 12 p. 14 | slide 3",
                "[pp. 12-14]=>p. 12–14",
                "[p. 12–14, 20]=>p. 12–14 p. 20",
                "[page 7]=>p. 7",
                "[Seite 7]=>p. 7",
                "[S. 7, 9]=>p. 7 p. 9",
                "[Folie 3]=>slide 3",
                "[line 41]=>line 41",
                "[Zeilen 41 bis 80]=>line 41–80",
                "[Kapitel 2]=>chapter 2",
                "[sheet 2]=>sheet 2",
                "[p.12]=>p. 12",
                "[P. 5]=>p. 5",
            })
    void marksAreReadInTheWaysModelsWriteThem(String text, String labels) {
        assertThat(labels(text)).isEqualTo(labels);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "[p. ]",
                "[see p. 12]",
                "[p. 12 of the report]",
                "[part 3]",
                "[12, 14]",
                "[p. 12,]",
                "[p. 123456789]",
                "p. 12",
                "[[p. x]]",
                "[]",
                "[p. 12\n]"
            })
    void whatOnlyLooksLikeAMarkIsText(String text) {
        assertThat(CitationMark.in(text)).isEmpty();
    }

    @Test
    void eachPageKnowsWhereItStands() {
        String text = "It grew [p. 12, 14].";
        CitationMark mark = CitationMark.in(text).getFirst();
        assertThat(text.substring(mark.start(), mark.end())).isEqualTo("[p. 12, 14]");
        assertThat(mark.pages().stream()
                        .map(p -> text.substring(p.start(), p.end()))
                        .toList())
                .isEqualTo(List.of("p. 12", "14"));
    }
}
