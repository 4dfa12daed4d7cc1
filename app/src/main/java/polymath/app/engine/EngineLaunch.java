package polymath.app.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// How the engine host is started.
///
/// @param command program and arguments
/// @param logs folder for what the host writes to stderr, and for the JVM's crash reports
public record EngineLaunch(List<String> command, Path logs) {
    public EngineLaunch {
        command = List.copyOf(command);
        Objects.requireNonNull(logs);
        if (command.isEmpty()) throw new IllegalArgumentException("the command is empty");
    }

    /// The host of this very program, in a JVM of the same runtime.
    ///
    /// @param cache folder for what it keeps of what it read; it may be deleted at any time
    public static EngineLaunch ofThisProgram(Path logs, Path cache) {
        List<String> flags = List.of(
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash", // it would hold the whole model
                "-XX:ErrorFile=" + logs.resolve("hs_err_%p.log"));
        return new EngineLaunch(
                ChildJvm.command(flags, "polymath.engine.EngineHost", "--cache", cache.toString()), logs);
    }
}
