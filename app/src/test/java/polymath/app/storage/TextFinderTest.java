package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFinderTest {

    @ParameterizedTest
    @CsvSource({
        "Café au lait, cafe au, Café au",
        "banana, ana, ana",
        "Straße und STRASSE, strasse, Straße|STRASSE",
        "a.b(c), .b(, .b(",
        "人工智能, 工智, 工智",
        "one\u00a0two, one two, one\u00a0two"
    })
    void textIsFoundAsItStandsButForCaseAndAccents(String text, String typed, String found) {
        assertThat(new TextFinder(typed)
                        .in(text).stream()
                                .map(r -> text.substring(r.start(), r.end()))
                                .collect(Collectors.joining("|")))
                .isEqualTo(found);
    }

    @Test
    void nothingIsFoundNowhere() {
        assertThat(new TextFinder("").isEmpty()).isTrue();
        assertThat(new TextFinder("").in("text")).isEmpty();
        assertThat(new TextFinder("text").in("")).isEmpty();
        assertThat(new TextFinder("texts").in("text")).isEmpty();
    }

    @Test
    void theWordsOfAQueryAreFoundAtTheBeginningsOfWords() {
        assertThat(TextFinder.wordsIn("the apple and the pineapple", "the app")).hasSize(3);
    }
}
