package polymath.app.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// The engine's own command line as a child process that takes over this one's terminal.
public final class TerminalEngine {
    private static final System.Logger LOG = System.getLogger(TerminalEngine.class.getName());

    private TerminalEngine() {}

    /// What the child reads on its standard input; closed when this returns.
    public interface Input {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Blocks until the child ends.
    ///
    /// @param arguments of the engine's command line
    /// @param input for it; without one it reads what is typed
    /// @param messages gets a sentence if it could not be started
    /// @return exit status for this process: the child's, 1 if it could not be started
    public static int run(List<String> arguments, Optional<Input> input, PrintStream messages) {
        return start(
                ChildJvm.command(List.of(), "polymath.engine.cli.Main", arguments.toArray(String[]::new)),
                input,
                messages);
    }

    static int start(List<String> command, Optional<Input> input, PrintStream messages) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
            if (input.isPresent()) builder.redirectInput(ProcessBuilder.Redirect.PIPE);
            Process child = builder.start();
            if (input.isPresent()) write(input.get(), child);
            return child.waitFor();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the engine's command line", e);
            messages.println("The engine could not be started: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }

    private static void write(Input input, Process child) {
        try (OutputStream out = child.getOutputStream()) {
            input.writeTo(out);
        } catch (IOException e) { // it ended before it read all, and has said why
            LOG.log(Level.DEBUG, "input of the engine's command line", e);
        }
    }
}
