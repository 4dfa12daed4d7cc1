package polymath.app.storage;

import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// A message as it stands in its conversation.
///
/// @param versions ids of all versions of the message, the oldest first; this one is among them
public record ThreadMessage(StoredMessage message, List<UUID> versions, Feedback feedback) {
    public ThreadMessage {
        Objects.requireNonNull(message);
        versions = List.copyOf(versions);
        Objects.requireNonNull(feedback);
    }
}
