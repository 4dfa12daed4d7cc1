package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `polymath summarize` as a shell meets it, with the model that is shipped.
@Timeout(120)
class TerminalSummaryTest {
    @TempDir
    Path folder;

    private record Result(int status, String out, String err) {}

    private Result summarize(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dpolymath.home=" + folder.resolve("home"),
                "-Dpolymath.demo=" + DemoModelTest.DEMO,
                "-Dpolymath.reader=" + System.getProperty("polymath.reader"),
                "-p",
                System.getProperty("jdk.module.path"),
                "-m",
                "polymath.app/" + Main.class.getName(),
                "summarize"));
        command.addAll(List.of(arguments));
        Path err = folder.resolve("err");
        Process process =
                new ProcessBuilder(command).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(err));
    }

    @Test
    void aFileOfAnyFormatIsReadAndSummarizedWithoutAWindow() throws Exception {
        Result result =
                summarize(SampleDocuments.larkfield(folder).toString(), "--depth", "page", "--temperature", "0");
        assertThat(result.status).as(result.err).isZero();
        assertThat(result.out.lines()).containsExactlyElementsOf(SampleDocuments.LARKFIELD_BULLETS);
    }

    @Test
    void whatCannotBeReadIsSaidInOneSentence() throws Exception {
        assertThat(summarize(folder.resolve("gone.pdf").toString()))
                .satisfies(gone -> assertThat(gone.status).isEqualTo(2))
                .satisfies(gone -> assertThat(gone.err).contains("gone.pdf").hasLineCount(1));
        assertThat(summarize())
                .satisfies(nothing -> assertThat(nothing.status).isEqualTo(2))
                .satisfies(nothing -> assertThat(nothing.err)
                        .contains("polymath summarize FILE")
                        .hasLineCount(1));
    }
}
