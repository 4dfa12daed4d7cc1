package polymath.app.engine;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/// The conversation in the terminal, for computers without a display. It speaks English, as the command line does.
public final class TerminalChat {
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
        return TerminalEngine.run(List.of("chat", "--model", file.orElseThrow()), Optional.empty(), messages);
    }
}
