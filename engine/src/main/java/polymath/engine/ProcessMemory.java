package polymath.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What the operating system says of memory. Linux tells in `/proc`; elsewhere each answer is 0, which means unknown.
public final class ProcessMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    private ProcessMemory() {}

    /// Memory of this process that is in RAM now, mapped files included, in bytes.
    public static long residentBytes() {
        return kibibytes(STATUS, "VmRSS:") << 10;
    }

    /// The most [#residentBytes] has been.
    public static long peakResidentBytes() {
        return kibibytes(STATUS, "VmHWM:") << 10;
    }

    /// Memory that is free or can be freed at once, in bytes; clean pages of mapped files count as free.
    public static long availableBytes() {
        return kibibytes(MEMINFO, "MemAvailable:") << 10;
    }

    private static long kibibytes(Path file, String key) {
        try {
            List<String> lines = Files.readAllLines(file);
            for (String line : lines)
                if (line.startsWith(key))
                    return Long.parseLong(
                            line.substring(key.length()).replace("kB", "").strip());
        } catch (IOException | NumberFormatException e) {
            return 0; // not Linux
        }
        return 0;
    }
}
