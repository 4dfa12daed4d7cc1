package polymath.app.storage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/// Something could not be stored or read. It completes the futures of [ConversationStore] (wrapped in a
/// `CompletionException` once it has passed a dependent stage); the window words it by its code.
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What went wrong. After [#DISK_FULL] and [#DISK_ERROR] the same call may be made again: ids make it idempotent.
    public enum Code {
        /// No conversation or message has this id.
        NOT_FOUND,
        /// The history was opened to be read only; see [StoreStatus].
        READ_ONLY,
        /// No space left.
        DISK_FULL,
        /// The disk or the file system reported an error, or the file is damaged.
        DISK_ERROR,
        /// The store is closed.
        CLOSED,
        /// SQLite itself could not be loaded, or something unforeseen.
        INTERNAL
    }

    private final Code code;

    StorageException(Code code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code);
    }

    StorageException(Code code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code);
    }

    /// The code of whatever a future of the store failed with.
    public static Code codeOf(@Nullable Throwable error) {
        return error instanceof StorageException known ? known.code() : Code.INTERNAL;
    }

    /// The same fault with a code: SQLite's result codes, and whatever else.
    static StorageException of(Throwable fault) {
        if (fault instanceof StorageException known) return known;
        if (fault instanceof CompletionException wrapped && wrapped.getCause() != null) return of(wrapped.getCause());
        if (fault instanceof SQLException sql) return new StorageException(code(sql), message(sql), sql);
        if (fault instanceof IOException io) return new StorageException(Code.DISK_ERROR, message(io), io);
        return new StorageException(Code.INTERNAL, message(fault), fault);
    }

    private static String message(Throwable fault) {
        return Objects.requireNonNullElse(fault.getMessage(), fault.getClass().getSimpleName());
    }

    private static Code code(SQLException fault) {
        // The low byte is the primary result code (sqlite.org/rescode.html).
        return switch (fault.getErrorCode() & 0xff) {
            case 13 -> Code.DISK_FULL; // SQLITE_FULL
            case 8 -> Code.READ_ONLY; // SQLITE_READONLY
            case 10, 11, 14, 26 -> Code.DISK_ERROR; // IOERR, CORRUPT, CANTOPEN, NOTADB
            default -> Code.INTERNAL;
        };
    }

    public Code code() {
        return code;
    }
}
