package polymath.app.platform;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Lets one window work on a user's history at a time. A second start hands what it was to open to the first and ends.
///
/// A file lock says who is first: it vanishes with its process, however that ends. What is handed over goes through a
/// socket in the file system, which nobody on the network and no other user can reach: one path a line, and the answer
/// `ok` once they are taken. Whoever gets neither the lock nor an answer tries again, since the first may be starting
/// or
/// ending just then.
public final class SingleInstance implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SingleInstance.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 25;
    private static final int MOST_BYTES = 1 << 20;
    private static final String TAKEN = "ok";

    private final FileChannel lock;
    private final Optional<ServerSocketChannel> door;
    private final Path socket;

    private SingleInstance(FileChannel lock, Optional<ServerSocketChannel> door, Path socket) {
        this.lock = lock;
        this.door = door;
        this.socket = socket;
    }

    /// Becomes the first instance, or hands the paths to the one there is. Blocks for at most ten seconds, mostly for
    /// a few milliseconds.
    ///
    /// @param folder of this user's data, which is there
    /// @return this instance as the first; empty if there was one, which has taken the paths
    /// @throws IOException if neither came about, for example where files cannot be locked
    public static Optional<SingleInstance> claim(Path folder, List<Path> paths) throws IOException {
        Path socket = folder.resolve("window.socket");
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Optional<SingleInstance> first = become(folder.resolve("window.lock"), socket);
            if (first.isPresent()) return first;
            if (handOver(socket, paths)) return Optional.empty();
            if (System.nanoTime() > end) throw new IOException("the window that is open does not answer");
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
    }

    private static Optional<SingleInstance> become(Path lockFile, Path socket) throws IOException {
        FileChannel lock = FileChannel.open(lockFile, CREATE, WRITE);
        try {
            if (lock.tryLock() == null) {
                lock.close();
                return Optional.empty();
            }
        } catch (OverlappingFileLockException e) { // held by this process
            lock.close();
            return Optional.empty();
        }
        return Optional.of(new SingleInstance(lock, open(socket), socket));
    }

    /// Without a door a second start waits and then opens a window of its own, which the history allows.
    private static Optional<ServerSocketChannel> open(Path socket) throws IOException {
        Files.deleteIfExists(socket); // of a process that was killed
        ServerSocketChannel door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            door.bind(UnixDomainSocketAddress.of(socket));
            return Optional.of(door);
        } catch (IOException e) { // such as a path of more than 100 characters
            LOG.log(Level.WARNING, "a second start cannot hand over its files: {0}", e.getMessage());
            door.close();
            return Optional.empty();
        }
    }

    private static boolean handOver(Path socket, List<Path> paths) {
        StringBuilder lines = new StringBuilder();
        for (Path path : paths) lines.append(path.toAbsolutePath().normalize()).append('\n');
        try (SocketChannel first = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(lines.toString());
            while (bytes.hasRemaining()) first.write(bytes);
            first.shutdownOutput();
            ByteBuffer answer = ByteBuffer.allocate(TAKEN.length());
            while (answer.hasRemaining() && first.read(answer) >= 0) {}
            return !answer.hasRemaining();
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /// Takes what later starts hand over, until [#close].
    ///
    /// @param background runs what blocks
    /// @param opened called there with their paths, none if the window is only to come forward
    public void listen(Executor background, Consumer<List<Path>> opened) {
        door.ifPresent(open -> background.execute(() -> {
            while (open.isOpen()) {
                try (SocketChannel second = open.accept()) {
                    byte[] bytes = Channels.newInputStream(second).readNBytes(MOST_BYTES);
                    List<Path> paths = new String(bytes, StandardCharsets.UTF_8)
                            .lines()
                            .map(Path::of)
                            .toList();
                    opened.accept(paths);
                    second.write(StandardCharsets.UTF_8.encode(TAKEN));
                } catch (IOException | IllegalArgumentException e) {
                    if (open.isOpen()) LOG.log(Level.WARNING, "a second start was not understood: {0}", e.getMessage());
                }
            }
        }));
    }

    /// Lets another start be the first.
    @Override
    public void close() {
        try {
            if (door.isPresent()) door.get().close();
            Files.deleteIfExists(socket);
            lock.close();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}", e.getMessage());
        }
    }
}
