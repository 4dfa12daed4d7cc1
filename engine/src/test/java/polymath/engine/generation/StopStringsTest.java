package polymath.engine.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopStringsTest {

    @Test
    void textEndsBeforeTheFirstStopString() {
        StopStrings stops = new StopStrings(List.of("STOP", "END"));
        assertThat(stops.accept("one END two STOP")).isEqualTo("one ");
        assertThat(stops.reached()).isTrue();
        assertThat(stops.accept("more")).isEmpty();
        assertThat(stops.finish()).isEmpty();
    }

    @Test
    void aPossibleBeginningIsHeldBackAndGivenOutWhenItWasNone() {
        StopStrings stops = new StopStrings(List.of("STOP"));
        assertThat(stops.accept("a ST")).isEqualTo("a ");
        assertThat(stops.accept("ART")).isEqualTo("START");
        assertThat(stops.accept(" STO")).isEqualTo(" ");
        assertThat(stops.finish()).isEqualTo("STO");
    }

    @Test
    void howTheTextIsCutChangesNothing() {
        Random random = new Random(11);
        String text = "abcabdabcabcabe and on";
        for (int round = 0; round < 300; round++) {
            StopStrings stops = new StopStrings(List.of("abcabe", "zz"));
            StringBuilder out = new StringBuilder();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(4));
                out.append(stops.accept(text.substring(at, end)));
                at = end;
            }
            assertThat(out.append(stops.finish())).hasToString("abcabdabc");
        }
    }

    @Test
    void withoutStopStringsEverythingPassesAtOnce() {
        StopStrings stops = new StopStrings(List.of());
        assertThat(stops.accept("all of it")).isEqualTo("all of it");
    }
}
