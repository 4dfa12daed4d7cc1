package polymath.installers;

import java.util.ArrayList;
import java.util.List;

/// How the programs of an installation are started. The archive of [StartArchive] is made with the very same
/// options, since a Java that is started otherwise does not take it.
final class Launchers {
    /// What the launcher puts in the place of its own folder of files.
    static final String APP = "$APPDIR";

    static final String WINDOW = "polymath.app/polymath.app.Main";
    static final String COMMAND_LINE = "polymath.engine/polymath.engine.cli.Main";

    private Launchers() {}

    /// Of the window. Its heap starts small: by itself Java would begin with a 64th of the computer's memory and fill
    /// that before it first collects, so that the same chat held 70 MB more on a computer of 24 GB.
    ///
    /// @param files folder with what lies beside the runtime, see [Payload]
    static List<String> window(String files, String sqliteLibrary) {
        return List.of(
                "-Xms32m",
                "-Xmx768m",
                "-XX:+UseG1GC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=javafx.graphics,org.xerial.sqlitejdbc",
                "-Dpolymath.demo=" + files + "/polymath-demo.gguf",
                "-Dpolymath.reader=" + files + "/reader",
                "-Dorg.sqlite.lib.path=" + files,
                "-Dorg.sqlite.lib.name=" + sqliteLibrary);
    }

    /// Of the engine's command line; the window starts its engine with the same ones.
    static List<String> engine() {
        return List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=polymath.engine",
                "-Xmx1g",
                "-XX:+UseSerialGC");
    }

    /// The options of the command line's own launcher, as a file for `jpackage`.
    static String commandLineProperties(Target target) {
        List<String> lines = new ArrayList<>(List.of(
                "module=" + COMMAND_LINE,
                "java-options=" + String.join(" ", engine()).replace("--add-modules ", "--add-modules="),
                "description=The engine of Polymath on the command line",
                "linux-shortcut=false",
                "win-menu=false",
                "win-shortcut=false"));
        if (target == Target.WINDOWS) lines.add("win-console=true");
        return String.join("\n", lines) + "\n";
    }
}
