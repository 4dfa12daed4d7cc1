package polymath.app.platform;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Tells the user something through the operating system, for when the window is out of sight. Whether and how it is
/// shown is the system's to say; where there is no program for it (Windows for now, a bare Linux), nothing happens.
public final class Notifier {
    private static final System.Logger LOG = System.getLogger(Notifier.class.getName());

    private final String system;
    private final Executor background;

    Notifier(String system, Executor background) {
        this.system = system;
        this.background = background;
    }

    /// @param background runs what blocks
    public static Notifier ofThisSystem(Executor background) {
        return new Notifier(System.getProperty("os.name"), background);
    }

    static Optional<List<String>> command(String system, String headline, String text) {
        String lower = system.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mac"))
            return Optional.of(List.of(
                    "osascript", "-e", "display notification " + quoted(text) + " with title " + quoted(headline)));
        if (!lower.startsWith("linux")) return Optional.empty();
        // behind "--" nothing is an option, whatever the text begins with
        return Optional.of(List.of("notify-send", "--app-name=Polymath", "--icon=polymath", "--", headline, text));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    /// Returns at once.
    public void tell(String headline, String text) {
        command(system, headline, text).ifPresent(command -> background.execute(() -> run(command)));
    }

    private static void run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
        } catch (IOException e) {
            LOG.log(Level.INFO, "notifications are not shown: {0}", e.getMessage());
        }
    }
}
