package polymath.app.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/// Brings the history of an earlier Polymath up to date: first a copy of the file is made and looked at, then all
/// changes are one transaction. Whatever interrupts it, the history is the old one or the new one.
final class SchemaUpdate {
    private static final System.Logger LOG = System.getLogger(SchemaUpdate.class.getName());
    /// What the user deletes meanwhile is still in the copy, so it may not stay for ever.
    private static final Duration KEPT = Duration.ofDays(30);

    /// The history could not be brought up to date, nothing of it was changed.
    static final class FailedException extends IOException {
        private static final long serialVersionUID = 1;

        FailedException(String message) {
            super(message);
        }

        FailedException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private final Connection connection;
    private final Path file;

    /// @param connection to the file, not in a transaction
    SchemaUpdate(Connection connection, Path file) {
        this.connection = connection;
        this.file = file;
    }

    /// Where the copy of a history of this version is.
    static Path copyOf(Path file, int version) {
        return file.resolveSibling(file.getFileName() + ".version-" + version);
    }

    /// @param before told each statement before it is run
    /// @throws FailedException if the copy or a change failed
    /// @throws SQLException if the file is damaged
    void run(Consumer<String> before) throws SQLException, FailedException {
        int version = Schema.versionOf(connection);
        if (version == Schema.VERSION) {
            removeOldCopies();
            return;
        }
        try {
            if (version > 0) copy(copyOf(file, version));
            Schema.prepare(connection, before);
        } catch (SQLException e) {
            if (Database.damaged(e)) throw e;
            throw new FailedException(String.valueOf(e.getMessage()), e);
        } catch (IOException e) {
            throw new FailedException(String.valueOf(e.getMessage()), e);
        }
        if (version > 0) LOG.log(Level.INFO, "history brought from version {0} to {1}", version, Schema.VERSION);
    }

    /// The copy has its name only once it is whole, on disk and found to be sound.
    private void copy(Path target) throws SQLException, IOException {
        Path part = target.resolveSibling(target.getFileName() + ".part");
        Files.deleteIfExists(part); // of a copy that was interrupted
        try {
            try (PreparedStatement vacuum = connection.prepareStatement("VACUUM INTO ?")) {
                vacuum.setString(1, part.toAbsolutePath().toString());
                vacuum.execute();
            }
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try (Connection copied = Database.connect(part, true)) {
                String found = Database.text(copied, "PRAGMA integrity_check(1)");
                if (!"ok".equals(found)) throw new IOException("the copy is damaged: " + found);
                for (String table : List.of("conversation", "message", "piece", "attachment")) {
                    String count = "SELECT count(*) FROM " + table;
                    if (Database.number(copied, count) != Database.number(connection, count))
                        throw new IOException("the copy lacks rows of " + table);
                }
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
        AtomicFile.syncFolder(target.toAbsolutePath().getParent());
    }

    private void removeOldCopies() {
        for (int version = 1; version < Schema.VERSION; version++) {
            Path copy = copyOf(file, version);
            try {
                if (Files.exists(copy)
                        && Files.getLastModifiedTime(copy)
                                .toInstant()
                                .isBefore(Instant.now().minus(KEPT))) Files.delete(copy);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "a copy of the history could not be removed", e);
            }
        }
    }
}
