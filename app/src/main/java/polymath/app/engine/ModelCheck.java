package polymath.app.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The engine's `verify` in a process of its own, which a broken file may take along.
public final class ModelCheck implements AutoCloseable {
    /// What one look found.
    public enum Verdict {
        /// As published.
        GOOD,
        /// Another model, which runs nevertheless.
        DIFFERENT,
        /// The file cannot be trusted.
        BAD
    }

    /// @param text one sentence, in English as the command line speaks
    public record Finding(Verdict verdict, String text) {}

    private static final Map<String, Verdict> MARKS =
            Map.of("good", Verdict.GOOD, "different", Verdict.DIFFERENT, "bad", Verdict.BAD);
    private static final int MARK_CHARS = 9;
    private static final int USABLE = 0;
    private static final int NOT_USABLE = 2;

    private final Process process;

    private ModelCheck(Process process) {
        this.process = process;
    }

    /// Starts to check a file.
    ///
    /// @throws IOException if no process can be started
    public static ModelCheck of(Path model) throws IOException {
        List<String> command =
                ChildJvm.command(List.of(), "polymath.engine.cli.Main", "verify", "--model", model.toString());
        return new ModelCheck(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /// Blocks until all is checked, or until it is closed.
    ///
    /// @param told each finding as it comes, on this thread
    /// @return whether the file can be used
    /// @throws IOException if the process ended before it knew
    public boolean await(Consumer<Finding> told) throws IOException {
        try (BufferedReader out = process.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                Verdict verdict = MARKS.get(
                        line.substring(0, Math.min(MARK_CHARS, line.length())).strip());
                if (verdict != null)
                    told.accept(new Finding(verdict, line.substring(MARK_CHARS).strip()));
            }
            int status = process.waitFor();
            if (status != USABLE && status != NOT_USABLE) throw new IOException("it ended with status " + status);
            return status == USABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Ends it, if it runs.
    @Override
    public void close() {
        process.destroyForcibly();
    }
}
