package polymath.app.chat;

import java.util.Optional;
import java.util.UUID;
import polymath.app.storage.Attachment;

/// A document on its way to the next message.
///
/// @param document present once it is read
/// @param tokens what it adds to the conversation; empty until the model has counted it
public record PendingAttachment(UUID id, String name, Optional<Attachment> document, Optional<Integer> tokens) {
    static PendingAttachment reading(String name) {
        return new PendingAttachment(UUID.randomUUID(), name, Optional.empty(), Optional.empty());
    }

    PendingAttachment read(Attachment text) {
        return new PendingAttachment(id, name, Optional.of(text), Optional.empty());
    }

    PendingAttachment counted(int count) {
        return new PendingAttachment(id, name, document, Optional.of(count));
    }
}
