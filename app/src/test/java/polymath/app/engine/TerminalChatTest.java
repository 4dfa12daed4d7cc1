package polymath.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import polymath.app.TestJvm;

class TerminalChatTest {
    @Test
    void withoutAModelItSaysHowToGiveOne() {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream messages = new PrintStream(said, true, StandardCharsets.UTF_8);
        assertThat(TerminalChat.run(Optional.of(""), messages)).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("-Dmodel=FILE")
                .hasLineCount(1);
    }

    @Test
    void itEndsWithItsChildsStatus() {
        PrintStream nowhere = new PrintStream(PrintStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        List<String> five = TestJvm.command(Exit.class, "5");
        assertThat(TerminalEngine.start(five, Optional.empty(), nowhere)).isEqualTo(5);
        byte[] more = new byte[1 << 20]; // than a pipe holds, to a child that reads nothing
        assertThat(TerminalEngine.start(five, Optional.of(out -> out.write(more)), nowhere))
                .isEqualTo(5);
        assertThat(TerminalEngine.start(List.of("/no/such/java"), Optional.empty(), nowhere))
                .isEqualTo(1);
    }

    static final class Exit {
        private Exit() {}

        public static void main(String[] arguments) {
            System.exit(Integer.parseInt(arguments[0]));
        }
    }
}
