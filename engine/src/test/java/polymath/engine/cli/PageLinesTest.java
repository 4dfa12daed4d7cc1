package polymath.engine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import polymath.engine.api.Document;

class PageLinesTest {
    private static final String PAGE = "{\"page\": 3, \"label\": \"p. 3\", \"text\": \"three\"}\n";

    private static Document read(String lines) throws IOException {
        return PageLines.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "a.pdf");
    }

    @Test
    void blankLinesAreNoPages() throws IOException {
        assertThat(read("\n" + PAGE + "\n").pages()).singleElement().satisfies(page -> {
            assertThat(page.label()).isEqualTo("p. 3");
            assertThat(page.text()).isEqualTo("three");
        });
    }

    @Test
    void theLineThatIsNoPageIsNamedBlankOnesCounted() {
        assertThatThrownBy(() -> read(PAGE + "\n\nno page\n"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("line 4 of standard input");
    }
}
