package polymath.app.platform;

import java.io.PrintStream;
import java.util.Optional;

/// The conversation in the terminal, for computers without a display: the engine's own command line as a child process
/// that takes over stdin, stdout and stderr.
public final class TerminalChat {
    private TerminalChat() {}

    /// Says on `messages` that there is no display and chats; blocks until that ends.
    ///
    /// @param model path of a GGUF file; without one a sentence says how to give it
    /// @return exit status for this process: the child's, 2 without a model, 1 if it could not be started
    @SuppressWarnings("DoNotCallSuggester")
    public static int run(Optional<String> model, PrintStream messages) {
        throw new UnsupportedOperationException();
    }
}
