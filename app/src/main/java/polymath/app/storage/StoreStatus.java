package polymath.app.storage;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/// What became of the history file when it was opened.
///
/// @param path of the history file that was asked for
/// @param quarantine where a damaged file was moved; present when the state is [State#QUARANTINED]
/// @param reason the system's own words, for the log and for a details view; empty when all is well
public record StoreStatus(State state, Path path, Optional<Path> quarantine, String reason) {
    /// In decreasing order of comfort.
    public enum State {
        /// Everything is kept.
        READY,
        /// The file was not a readable database. It was moved aside untouched, a new one was started.
        QUARANTINED,
        /// A newer Polymath wrote the file. It can be read; every write fails with [StorageException.Code#READ_ONLY].
        READ_ONLY_NEWER,
        /// Another running Polymath writes the file. It can be read; every write fails as above.
        READ_ONLY_IN_USE,
        /// The file is of an earlier version and could not be brought up to date. It was left as it is; everything
        /// works
        /// until the program ends and is then gone.
        UPDATE_FAILED,
        /// Nothing can be kept there (no permission, read-only disk, not a file, another program's database).
        /// Everything
        /// works until the program ends and is then gone.
        TEMPORARY
    }

    public StoreStatus {
        Objects.requireNonNull(state);
        Objects.requireNonNull(path);
        Objects.requireNonNull(quarantine);
        Objects.requireNonNull(reason);
    }

    /// Whether writes are refused.
    public boolean readOnly() {
        return state == State.READ_ONLY_NEWER || state == State.READ_ONLY_IN_USE;
    }
}
