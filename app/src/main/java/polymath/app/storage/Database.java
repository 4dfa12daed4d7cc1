package polymath.app.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/// The history's SQLite file: opened, locked against other processes, its schema up to date. One connection, one
/// thread.
final class Database implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Database.class.getName());
    private static final int CORRUPT = 11; // primary result codes of SQLite
    private static final int NOT_A_DATABASE = 26;

    /// Something done with the connection.
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    private final Connection connection;
    private final StoreStatus status;
    private final @Nullable FileChannel lock;

    private Database(Connection connection, StoreStatus status, @Nullable FileChannel lock) {
        this.connection = connection;
        this.status = status;
        this.lock = lock;
    }

    /// Opens the file, or a temporary database where that cannot be; nothing of another's is written to or deleted.
    ///
    /// @throws SQLException only if not even a database in memory can be had
    /// @param recovery first thing done to a database that may be written, before any is trusted: damage it meets
    /// counts
    ///     as damage of the file
    static Database open(Path file, Work<?> recovery) throws SQLException {
        Database database;
        try {
            database = openFile(file, recovery);
        } catch (SchemaUpdate.FailedException e) {
            database = temporary(file, StoreStatus.State.UPDATE_FAILED, String.valueOf(e.getMessage()));
        } catch (IOException | SQLException e) {
            database = temporary(file, StoreStatus.State.TEMPORARY, String.valueOf(e.getMessage()));
        }
        StoreStatus status = database.status();
        if (status.state() != StoreStatus.State.READY)
            LOG.log(Level.WARNING, "history {0}: {1}, {2}", file, status.state(), status.reason());
        return database;
    }

    private static Database openFile(Path file, Work<?> recovery) throws IOException, SQLException {
        OwnerOnly.createFolders(file.toAbsolutePath().getParent());
        if (Files.exists(file) && !(Files.isRegularFile(file) && Files.isReadable(file) && Files.isWritable(file)))
            throw new IOException(file + " is not a file that may be read and written");
        if (!Files.isWritable(file.toAbsolutePath().getParent()))
            throw new IOException(file.toAbsolutePath().getParent() + " may not be written");
        FileChannel lock = FileChannel.open(
                file.resolveSibling(file.getFileName() + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (!locked(lock)) {
                lock.close();
                return readOnly(file, StoreStatus.State.READ_ONLY_IN_USE, "another process holds the lock");
            }
            return openLocked(file, lock, recovery);
        } catch (IOException | SQLException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) { // another store of this very process
            return false;
        }
    }

    private static Database openLocked(Path file, FileChannel lock, Work<?> recovery) throws IOException, SQLException {
        // Left behind only by a process that died: then the pages are looked at before they are trusted.
        boolean unclean = Files.exists(sibling(file, "-wal"));
        try {
            if (Files.exists(file) && Files.size(file) > 0) {
                // Read-only at first: a newer history must stay as it is, byte for byte.
                try (Connection peek = connect(file, true)) {
                    if (Schema.versionOf(peek) > Schema.VERSION) {
                        lock.close();
                        return readOnly(file, StoreStatus.State.READ_ONLY_NEWER, "written by a newer version");
                    }
                    if (!Schema.mayBeOurs(peek)) throw new IOException(file + " belongs to another program");
                }
            }
            return new Database(ready(file, unclean, recovery), status(file, StoreStatus.State.READY, ""), lock);
        } catch (SQLException e) {
            if (!damaged(e)) throw e;
            Path quarantine = quarantine(file);
            StoreStatus status = new StoreStatus(
                    StoreStatus.State.QUARANTINED, file, Optional.of(quarantine), String.valueOf(e.getMessage()));
            return new Database(ready(file, false, recovery), status, lock);
        }
    }

    private static Connection ready(Path file, boolean unclean, Work<?> recovery) throws IOException, SQLException {
        Connection connection = connect(file, false);
        try {
            pragmas(connection);
            if (unclean && !"ok".equals(text(connection, "PRAGMA quick_check(1)")))
                throw new SQLException("quick_check found damage", null, CORRUPT);
            new SchemaUpdate(connection, file).run(statement -> {});
            recovery.on(connection);
            return connection;
        } catch (IOException | SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private static Database readOnly(Path file, StoreStatus.State state, String reason)
            throws IOException, SQLException {
        Connection connection = connect(file, true);
        // Only this version's tables can be read, and only who may write can bring them up to date.
        if (Schema.versionOf(connection) < Schema.VERSION) {
            connection.close();
            throw new SchemaUpdate.FailedException(reason);
        }
        return new Database(connection, status(file, state, reason), null);
    }

    /// A database that is written nowhere.
    static Database inMemory() throws SQLException {
        return temporary(Path.of(""), StoreStatus.State.TEMPORARY, "asked for");
    }

    private static Database temporary(Path file, StoreStatus.State state, String reason) throws SQLException {
        Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
        pragmas(connection);
        Schema.prepare(connection, statement -> {});
        return new Database(connection, status(file, state, reason), null);
    }

    private static StoreStatus status(Path file, StoreStatus.State state, String reason) {
        return new StoreStatus(state, file, Optional.empty(), reason);
    }

    static Connection connect(Path file, boolean readOnly) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(readOnly);
        config.setBusyTimeout(5000);
        return config.createConnection("jdbc:sqlite:" + file.toAbsolutePath());
    }

    private static void pragmas(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String pragma : new String[] {
                "journal_mode=WAL",
                "synchronous=FULL", // NORMAL loses acknowledged rows at power loss
                "fullfsync=1",
                "checkpoint_fullfsync=1",
                "foreign_keys=ON",
                "trusted_schema=OFF",
                "cell_size_check=ON",
                "mmap_size=0",
                "temp_store=MEMORY", // nothing of a chat in files that nobody knows of
                "secure_delete=ON",
                "wal_autocheckpoint=1000"
            }) statement.execute("PRAGMA " + pragma);
        }
    }

    /// Whether it was the file itself that failed, and not what was done with it.
    static boolean damaged(SQLException e) {
        int code = e.getErrorCode() & 0xff;
        return code == CORRUPT || code == NOT_A_DATABASE;
    }

    /// Moves the file and what SQLite keeps beside it out of the way, all under one new name.
    private static Path quarantine(Path file) throws IOException {
        String time = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        Path target = sibling(file, ".damaged-" + time);
        for (int i = 2; Files.exists(target); i++) target = sibling(file, ".damaged-" + time + "-" + i);
        Files.move(file, target);
        for (String suffix : new String[] {"-wal", "-shm"}) {
            Path beside = sibling(file, suffix);
            if (Files.exists(beside)) Files.move(beside, sibling(target, suffix));
        }
        return target;
    }

    private static Path sibling(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    StoreStatus status() {
        return status;
    }

    Connection connection() {
        return connection;
    }

    /// Runs work as one transaction: all of it is on disk on return, or nothing of it is.
    <T> T transaction(Work<T> work) throws SQLException {
        return transaction(connection, work);
    }

    static <T> T transaction(Connection connection, Work<T> work) throws SQLException {
        execute(connection, "BEGIN IMMEDIATE");
        try {
            T result = work.on(connection);
            execute(connection, "COMMIT");
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            try {
                execute(connection, "ROLLBACK");
            } catch (SQLException alreadyRolledBack) { // SQLite does so itself after some errors
                e.addSuppressed(alreadyRolledBack);
            }
            throw e;
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static long number(Connection connection, String sql) throws SQLException {
        return Long.parseLong(text(connection, sql));
    }

    static String text(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
            if (lock != null) lock.close();
        } catch (SQLException | IOException e) {
            LOG.log(Level.WARNING, "closing the history", e);
        }
    }
}
