package polymath.app.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A conversation as the history lists it, without its messages.
///
/// @param title empty until one is given
/// @param systemPrompt empty for none
/// @param updatedAt when it last changed, by the clock of then; lists are ordered by what happened, not by this
/// @param pinned kept at the top of lists
/// @param keepReady whether what the model read of it stays on disk when room is needed
/// @param folder name of the folder it was moved to
public record Conversation(
        UUID id,
        String title,
        String systemPrompt,
        Instant createdAt,
        Instant updatedAt,
        boolean pinned,
        Optional<String> folder,
        boolean keepReady) {
    public Conversation {
        Objects.requireNonNull(id);
        Objects.requireNonNull(title);
        Objects.requireNonNull(systemPrompt);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(updatedAt);
        Objects.requireNonNull(folder);
    }

    /// One that begins now, without title or messages.
    static Conversation begun(String systemPrompt) {
        Instant now = Instant.ofEpochMilli(System.currentTimeMillis());
        return new Conversation(UUID.randomUUID(), "", systemPrompt, now, now, false, Optional.empty(), false);
    }
}
