package polymath.app.chat;

import java.util.Optional;
import java.util.UUID;
import polymath.app.storage.Attachment;

/// A document on its way to the next message.
///
/// @param at the page being read
/// @param document present once it is read
/// @param outlook what it adds to the conversation; empty until the model has counted it
public record PendingAttachment(
        UUID id, String name, At at, Optional<Attachment> document, Optional<DocumentOutlook> outlook) {

    /// How far it is read.
    ///
    /// @param pages 0 while it is not known
    public record At(int page, int pages) {
        static final At BEGINNING = new At(0, 0);
    }

    static PendingAttachment reading(String name) {
        return new PendingAttachment(UUID.randomUUID(), name, At.BEGINNING, Optional.empty(), Optional.empty());
    }

    static PendingAttachment kept(UUID id, Attachment document) {
        return new PendingAttachment(id, document.name(), At.BEGINNING, Optional.of(document), Optional.empty());
    }

    PendingAttachment reading(At now) {
        return new PendingAttachment(id, name, now, document, outlook);
    }

    PendingAttachment read(Attachment text) {
        return new PendingAttachment(id, name, at, Optional.of(text), Optional.empty());
    }

    PendingAttachment counted(DocumentOutlook count) {
        return new PendingAttachment(id, name, at, document, Optional.of(count));
    }

    /// To be counted again.
    PendingAttachment uncounted() {
        return new PendingAttachment(id, name, at, document, Optional.empty());
    }

    /// Of the document alone; empty until the model has counted it.
    public Optional<Integer> tokens() {
        return outlook.map(DocumentOutlook::tokens);
    }

    /// Whether it is counted and the context holds it.
    boolean fits() {
        return outlook.filter(DocumentOutlook::fits).isPresent();
    }
}
