package polymath.engine.api;

import java.util.Objects;

/// What may stay on disk of what the engine computes for a command, so that it need not be read again after a restart.
///
/// @param owner for whom it is kept, such as a chat: [Command.PruneCache] with its name removes it. Empty where nothing
///     is
public record CachePolicy(String owner, Keep keep) {
    /// How long it stays.
    public enum Keep {
        /// Nothing is written at all.
        NOTHING,
        /// Until the room is needed for what was used later.
        WHILE_ROOM,
        /// Until it is pruned, or kept otherwise.
        READY
    }

    /// For what must leave no trace.
    public static final CachePolicy LEAVE_NOTHING = new CachePolicy("", Keep.NOTHING);

    public CachePolicy {
        Objects.requireNonNull(owner);
        Objects.requireNonNull(keep);
        if (keep != Keep.NOTHING && owner.isBlank())
            throw new IllegalArgumentException("what is kept needs an owner, got none for " + keep);
    }

    /// Keeps it until the room is needed.
    public static CachePolicy whileRoom(String owner) {
        return new CachePolicy(owner, Keep.WHILE_ROOM);
    }
}
