package polymath.installers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The archive of loaded classes that lets the window start in half the time, made by starting it once, without a
/// display.
///
/// The engine has none: its gain would be 15 ms, and with modules of an incubator in it, JDK 25.0.3 crashes while it
/// takes a class from such an archive.
final class StartArchive {
    /// How long the window stays open in that run, in seconds: until its demo model has been loaded.
    private static final int OPEN_SECONDS = 6;

    private StartArchive() {}

    /// Writes `ui.aot` into the payload.
    static void make(Path runtime, Payload payload, Inputs inputs, Target target) throws IOException {
        Path home = Folders.empty(inputs.work().resolve("home"));
        Path java = runtime.resolve("bin").resolve(target.program("java"));
        Path archive = payload.folder().resolve("ui.aot");
        List<String> window = new ArrayList<>(List.of(java.toString(), "-XX:AOTCacheOutput=" + archive));
        window.addAll(Launchers.window(payload.folder().toString(), payload.sqliteLibrary()));
        window.addAll(List.of(
                "-Dglass.platform=Headless",
                "-Dprism.order=sw",
                "-Dpolymath.home=" + home,
                "-Dpolymath.closeAfter=" + OPEN_SECONDS,
                "-m",
                Launchers.WINDOW));
        Path log = inputs.work().resolve("window.log");
        Tool.start(window, log);
        if (!Files.isRegularFile(archive) || Files.size(archive) == 0)
            throw new PackagingException(archive + " was not written: " + Folders.tail(log));
    }
}
