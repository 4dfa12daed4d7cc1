package polymath.app.storage;

import java.util.Objects;

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

    public Code code() {
        return code;
    }
}
