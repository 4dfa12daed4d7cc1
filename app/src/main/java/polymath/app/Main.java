package polymath.app;

import java.util.List;
import java.util.Optional;
import javafx.application.Application;
import polymath.app.engine.TerminalChat;
import polymath.app.platform.Display;

/// Starts the window, or the conversation in the terminal where there is no display.
///
/// No `Application` itself: Java would start the toolkit for one before `main` runs, and that fails without a display.
///
/// The model may be named by `-Dpolymath.model=FILE` or as the first argument; otherwise it is that of last time.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {
        if (!Display.available()) System.exit(TerminalChat.run(modelFile(List.of(arguments)), System.out));
        Application.launch(PolymathApplication.class, arguments);
    }

    static Optional<String> modelFile(List<String> arguments) {
        return Optional.ofNullable(System.getProperty("polymath.model"))
                .filter(path -> !path.isBlank())
                .or(() -> arguments.stream().findFirst());
    }
}
