package polymath.app.engine;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;

/// The conversation in the terminal, for computers without a display: the engine's own command line as a child process
/// that takes over stdin, stdout and stderr. It speaks English, as the command line does.
public final class TerminalChat {
    private static final System.Logger LOG = System.getLogger(TerminalChat.class.getName());

    private TerminalChat() {}

    /// Says on `messages` that there is no display and chats; blocks until that ends.
    ///
    /// @param model path of a GGUF file; without one a sentence says how to give it
    /// @return exit status for this process: the child's, 2 without a model, 1 if it could not be started
    public static int run(Optional<String> model, PrintStream messages) {
        Optional<String> file = model.filter(path -> !path.isBlank());
        if (file.isEmpty()) {
            messages.println(
                    "No display was found, so Polymath would chat here in the terminal, but no model was given: "
                            + "start it again with the path of a GGUF file (with Maven: -Dmodel=FILE).");
            return 2;
        }
        messages.println("No display was found: chatting here in the terminal.");
        List<String> command =
                ChildJvm.command(List.of(), "polymath.engine.cli.Main", "chat", "--model", file.orElseThrow());
        return run(command, messages);
    }

    static int run(List<String> command, PrintStream messages) {
        try {
            Process chat = new ProcessBuilder(command).inheritIO().start();
            return chat.waitFor();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "terminal chat", e);
            messages.println("The terminal chat could not be started: " + e.getMessage());
            return 1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
