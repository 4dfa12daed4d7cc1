package polymath.app.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A small file that is replaced as a whole: a reader finds the old text or the new, also after a power loss.
public final class AtomicFile {
    private AtomicFile() {}

    /// Where the text before the last replacement is.
    static Path backup(Path file) {
        return file.resolveSibling(file.getFileName() + ".bak");
    }

    public static void replace(Path file, String text) throws IOException {
        OwnerOnly.createFolders(file.toAbsolutePath().getParent());
        if (Files.exists(file)) replaceBytes(backup(file), Files.readAllBytes(file));
        replaceBytes(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /// With what stands beside it for its sake.
    public static void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.deleteIfExists(backup(file));
    }

    private static void replaceBytes(Path file, byte[] bytes) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) channel.write(buffer);
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncFolder(file.toAbsolutePath().getParent());
    }

    /// Makes a rename in the folder durable, where the system can.
    public static void syncFolder(@Nullable Path folder) {
        if (folder == null) return;
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Windows opens no folders; there the rename is durable with the file system's own journal.
            return;
        }
    }
}
