package polymath.engine.prefix;

import java.nio.file.Path;
import java.util.UUID;

/// Names of files that are being written. They tell the process that writes them, so that those of one that was killed
/// can be known and deleted, and those of another engine at work are left alone.
final class HalfFile {
    private static final String ENDING = ".new";

    private HalfFile() {}

    static Path of(Path folder, String name) {
        return folder.resolve("%s.%s.%d%s"
                .formatted(
                        name,
                        UUID.randomUUID().toString().substring(0, 8),
                        ProcessHandle.current().pid(),
                        ENDING));
    }

    static boolean isOne(String fileName) {
        return fileName.endsWith(ENDING);
    }

    /// Whether nobody is writing it any more: the store's own thread is not when it looks.
    static boolean isLeft(String fileName) {
        String[] parts = fileName.split("\\.", -1);
        if (parts.length != 4 || !parts[2].matches("\\d{1,18}")) return true;
        long pid = Long.parseLong(parts[2]);
        return pid == ProcessHandle.current().pid()
                || ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }
}
