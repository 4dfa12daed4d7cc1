package polymath.app.engine;

import java.nio.file.Path;
import java.util.ArrayList;
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
    public static EngineLaunch ofThisProgram(Path logs) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        String modulePath = System.getProperty("jdk.module.path");
        if (modulePath != null) { // none in a linked image: there the modules are part of the runtime
            command.add("-p");
            command.add(modulePath);
        }
        command.addAll(List.of(
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=polymath.engine",
                "-Xmx1g", // weights are mapped, not on the heap
                "-XX:+UseSerialGC", // no collector threads beside the kernels'
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash", // it would hold the whole model
                "-XX:ErrorFile=" + logs.resolve("hs_err_%p.log"),
                "-m",
                "polymath.engine/polymath.engine.EngineHost"));
        return new EngineLaunch(command, logs);
    }
}
