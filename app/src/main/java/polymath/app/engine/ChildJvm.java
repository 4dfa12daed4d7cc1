package polymath.app.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Command lines of JVMs that run the engine: the same runtime and modules as this one, with vectors.
final class ChildJvm {
    private ChildJvm() {}

    /// @param flags of this child only
    /// @param main class of the module `polymath.engine`, and what it is told
    static List<String> command(List<String> flags, String main, String... arguments) {
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
                "-XX:+UseSerialGC")); // no collector threads beside the kernels'
        command.addAll(List.of("-Xlog:disable", "-Xlog:all=warning:stderr")); // stdout is for messages alone
        command.addAll(flags);
        command.add("-m");
        command.add("polymath.engine/" + main);
        command.addAll(List.of(arguments));
        return List.copyOf(command);
    }
}
