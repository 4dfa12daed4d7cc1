package polymath.app.storage;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/// A conversation as the history lists it, without its messages.
///
/// @param title empty until one is given
/// @param systemPrompt empty for none
/// @param updatedAt when it last changed, by the clock of then; lists are ordered by what happened, not by this
public record Conversation(UUID id, String title, String systemPrompt, Instant createdAt, Instant updatedAt) {
    public Conversation {
        Objects.requireNonNull(id);
        Objects.requireNonNull(title);
        Objects.requireNonNull(systemPrompt);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(updatedAt);
    }
}
