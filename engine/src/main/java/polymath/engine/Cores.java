package polymath.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// How many threads to compute with.
public final class Cores {
    private static final Path CPUS = Path.of("/sys/devices/system/cpu");

    private Cores() {}

    /// Physical cores of this machine, but no more than this process may use. Where the system does not tell, the
    /// processors it shows.
    public static int physical() {
        int usable = Runtime.getRuntime().availableProcessors();
        int cores = linuxCores();
        return cores == 0 ? usable : Math.min(cores, usable);
    }

    // two hardware threads of one core list the same siblings
    private static int linuxCores() {
        Set<String> siblings = new HashSet<>();
        try (Stream<Path> cpus = Files.list(CPUS)) {
            for (Path cpu : (Iterable<Path>) cpus::iterator) {
                Path list = cpu.resolve("topology/thread_siblings_list");
                if (Files.isRegularFile(list))
                    siblings.add(Files.readString(list).strip());
            }
        } catch (IOException | RuntimeException e) {
            return 0; // not Linux, or a container that hides it
        }
        return siblings.size();
    }
}
