package polymath.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.TestJvm;

/// However starts meet, there is one window and it gets every file.
///
/// Two races; `-Dpolymath.races=100` for the long run.
class SingleInstanceTest {
    private static final int RACES = Integer.getInteger("polymath.races", 2);
    private static final int STARTS = 3;

    @TempDir
    Path folder;

    private record Start(Process process, BufferedReader output) implements AutoCloseable {
        String line() throws IOException {
            return String.valueOf(output.readLine());
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            output.close();
        }
    }

    private Start start(String... paths) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(folder.toString()));
        arguments.addAll(List.of(paths));
        Process process = new ProcessBuilder(TestJvm.command(StartMain.class, arguments.toArray(String[]::new)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new Start(
                process, new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)));
    }

    @Test
    void aSecondStartHandsOverItsFiles() throws Exception {
        BlockingQueue<List<Path>> opened = new LinkedBlockingQueue<>();
        try (var background = Executors.newVirtualThreadPerTaskExecutor();
                SingleInstance first = SingleInstance.claim(folder, List.of()).orElseThrow()) {
            first.listen(background, opened::add);
            Path umlauts = folder.resolve("Grüße & mehr.pdf");
            assertThat(SingleInstance.claim(folder, List.of(umlauts, Path.of("b.txt"))))
                    .isEmpty();
            assertThat(opened.poll(5, TimeUnit.SECONDS))
                    .containsExactly(umlauts.toAbsolutePath(), Path.of("b.txt").toAbsolutePath());
            assertThat(SingleInstance.claim(folder, List.of())).isEmpty();
            assertThat(opened.poll(5, TimeUnit.SECONDS)).isEmpty();
        }
        Optional<SingleInstance> next = SingleInstance.claim(folder, List.of());
        assertThat(next).isPresent();
        next.get().close();
    }

    @Test
    void afterAKillTheNextStartIsTheFirst() throws Exception {
        try (Start killed = start()) {
            assertThat(killed.line()).isEqualTo("first");
        }
        assertThat(folder.resolve("window.socket")).exists();
        try (Start next = start("a.txt")) {
            assertThat(next.line()).isEqualTo("first");
        }
    }

    @Test
    void ofStartsThatRaceOneIsTheFirstAndGetsTheFilesOfAll() throws Exception {
        for (int race = 0; race < RACES; race++) {
            List<Start> starts = new ArrayList<>();
            for (int i = 0; i < STARTS; i++) starts.add(start("file" + i));
            Start first = null;
            int firsts = 0;
            List<String> said = new ArrayList<>();
            for (Start start : starts) {
                said.add(start.line());
                if (said.getLast().equals("first")) {
                    first = start;
                    firsts++;
                }
            }
            assertThat(said).as("race %d", race).containsOnlyOnce("first").contains("handed over");
            assertThat(firsts).isOne();
            List<String> taken = new ArrayList<>();
            for (int i = 1; i < STARTS; i++) taken.add(String.valueOf(first == null ? null : first.line()));
            assertThat(taken)
                    .doesNotHaveDuplicates()
                    .allSatisfy(path -> assertThat(path).contains("file"));
            for (Start start : starts) start.close();
        }
    }

    @Test
    void aFolderThatIsNoFolderIsSaid() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> SingleInstance.claim(file, List.of())).isInstanceOf(IOException.class);
    }
}
