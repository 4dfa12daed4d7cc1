package polymath.app;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.Application;
import polymath.app.engine.TerminalChat;
import polymath.app.platform.Display;

/// Starts the window, or the conversation in the terminal where there is no display.
///
/// No `Application` itself: Java would start the toolkit for one before `main` runs, and that fails without a display.
///
/// The model may be named by `-Dpolymath.model=FILE` or as an argument; otherwise it is that of last time, or the demo,
/// which whoever starts Polymath names by `-Dpolymath.demo=FILE`. Other arguments are documents for the first chat.
public final class Main {
    private Main() {}

    static void main(String[] arguments) {
        if (!Display.available())
            System.exit(TerminalChat.run(
                    modelFile(List.of(arguments)).or(() -> demoFile().map(Path::toString)), System.out));
        Application.launch(PolymathApplication.class, arguments);
    }

    /// The model that comes with Polymath; empty where it was left out.
    static Optional<Path> demoFile() {
        return Optional.ofNullable(System.getProperty("polymath.demo"))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .filter(Files::isRegularFile);
    }

    static Optional<String> modelFile(List<String> arguments) {
        return Optional.ofNullable(System.getProperty("polymath.model"))
                .filter(path -> !path.isBlank())
                .or(() -> arguments.stream().filter(Main::isModel).findFirst());
    }

    /// The files and folders to attach.
    static List<Path> documents(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> !isModel(argument))
                .map(Path::of)
                .toList();
    }

    /// Whether a path is that of a model, by its name.
    static boolean isModel(String path) {
        return path.toLowerCase(Locale.ROOT).endsWith(".gguf");
    }
}
