package polymath.engine.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoundedLinesTest {
    private static List<String> lines(BoundedLines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) all.add(line.orElseThrow());
        return all;
    }

    @Test
    void linesEndWithEitherLineEndAndTheLastNeedsNone() throws IOException {
        assertThat(lines(new BoundedLines(new StringReader("a\r\n\nb\rc\nlast"), 10)))
                .containsExactly("a", "", "b\rc", "last");
        assertThat(lines(new BoundedLines(new StringReader(""), 10))).isEmpty();
    }

    @Test
    void aLongerLineIsSkippedAndTheNextIsRead() throws IOException {
        for (int length : new int[] {11, 16383, 16384, 16385, 100_000}) {
            BoundedLines lines = new BoundedLines(new StringReader("x".repeat(length) + "\nshort\n0123456789\n"), 10);
            assertThat(lines(lines)).containsExactly("short", "0123456789");
            assertThat(lines.skipped()).isEqualTo(1);
        }
    }
}
