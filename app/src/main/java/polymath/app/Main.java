package polymath.app;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.application.Application;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.engine.TerminalChat;
import polymath.app.platform.Display;
import polymath.app.platform.SingleInstance;
import polymath.app.platform.UserFolders;
import polymath.app.storage.OwnerOnly;
import polymath.app.storage.SettingsStore;

/// Starts the window, or the conversation in the terminal where there is no display; `summarize FILE` as arguments
/// print a summary instead, see [TerminalSummary].
///
/// No `Application` itself: Java would start the toolkit for one before `main` runs, and that fails without a display.
///
/// The model may be named by `-Dpolymath.model=FILE` or as an argument; otherwise it is that of last time, or the demo,
/// which whoever starts Polymath names by `-Dpolymath.demo=FILE`. Other arguments are documents for the first chat.
///
/// A second start for the same user hands its files to the window that is open, and ends.
public final class Main {
    private static final System.Logger LOG = System.getLogger(Main.class.getName());
    /// The toolkit makes the application by itself, so this is the way of what was claimed to it.
    private static final List<SingleInstance> CLAIMED = new CopyOnWriteArrayList<>();

    private Main() {}

    static void main(String[] arguments) {
        List<String> given = List.of(arguments);
        if (!given.isEmpty() && given.getFirst().equals(TerminalSummary.COMMAND)) {
            ReaderProcess reader = new ReaderProcess(ReaderLaunch.ofThisProgram());
            System.exit(new TerminalSummary(reader, terminalModel(List.of()), System.err)
                    .run(given.subList(1, given.size())));
        }
        if (!Display.available()) System.exit(TerminalChat.run(terminalModel(given), System.out));
        try {
            Optional<SingleInstance> first = claim(UserFolders.ofThisUser(), given);
            if (first.isEmpty()) return;
            CLAIMED.add(first.get());
        } catch (IOException e) { // a folder that cannot be locked must not keep the window from opening
            LOG.log(Level.WARNING, "started beside what may be another window: {0}", e.getMessage());
        }
        Application.launch(PolymathApplication.class, arguments);
    }

    static Optional<SingleInstance> claim(UserFolders folders, List<String> given) throws IOException {
        OwnerOnly.createFolders(folders.data()); // the first to need it, and the history goes there
        return SingleInstance.claim(folders.data(), given.stream().map(Path::of).toList());
    }

    /// What keeps other starts from opening a window; empty where that did not work out, and in tests.
    static Optional<SingleInstance> instance() {
        return CLAIMED.stream().findFirst();
    }

    /// The model that comes with Polymath; empty where it was left out.
    static Optional<Path> demoFile() {
        return Optional.ofNullable(System.getProperty("polymath.demo"))
                .map(Path::of)
                .map(Path::toAbsolutePath)
                .map(Path::normalize)
                .filter(Files::isRegularFile);
    }

    /// As in the window: the model that is named, or that of last time, or the demo.
    private static Optional<String> terminalModel(List<String> given) {
        return modelFile(given).or(Main::lastModel).or(() -> demoFile().map(Path::toString));
    }

    private static Optional<String> lastModel() {
        try (SettingsStore settings =
                SettingsStore.open(UserFolders.ofThisUser().settings())) {
            return settings.settings().models().last().filter(path -> Files.isRegularFile(Path.of(path)));
        }
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
