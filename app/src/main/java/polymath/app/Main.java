package polymath.app;

import java.util.Optional;
import polymath.app.platform.Display;
import polymath.app.platform.TerminalChat;

/// Starts the window, or without a display the chat in the terminal. The model to open is the first argument, or the
/// system property `polymath.model`.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {
        Optional<String> model = Optional.of(
                        arguments.length > 0 ? arguments[0] : System.getProperty("polymath.model", ""))
                .filter(path -> !path.isBlank());
        if (!Display.available()) System.exit(TerminalChat.run(model, System.err));
    }
}
