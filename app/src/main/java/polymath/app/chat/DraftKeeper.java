package polymath.app.chat;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.StringProperty;
import polymath.app.storage.Attachment;
import polymath.app.storage.Draft;
import polymath.app.storage.DraftJournal;
import polymath.app.storage.StorageException;
import polymath.app.ui.Later;

/// Keeps what is being written on disk, its text and its documents, and brings it back. Belongs to the UI executor.
final class DraftKeeper {
    private final ChatServices services;
    private final StringProperty text;
    private final Attachments attachments;
    private final Consumer<StorageException.Code> trouble;
    private final DraftJournal journal;
    private final Set<UUID> kept = new HashSet<>(); // documents on disk
    private Optional<UUID> home;
    private boolean held;

    /// @param home the conversation; none for the new chat
    DraftKeeper(
            ChatServices services,
            StringProperty text,
            Attachments attachments,
            Optional<UUID> home,
            Consumer<StorageException.Code> trouble) {
        this.services = services;
        this.text = text;
        this.attachments = attachments;
        this.home = home;
        this.trouble = trouble;
        journal = new DraftJournal(
                services.store(), home, fault -> services.ui().execute(() -> trouble.accept(fault.code())));
        Later.on(services.ui(), services.store().draft(home), this::loaded, this::failed);
        text.addListener((property, old, now) -> journal.put(now));
        attachments.pending().subscribe(this::documentsChanged);
    }

    /// Whether the draft is that of the new chat.
    boolean ofNewChat() {
        return home.isEmpty();
    }

    /// The draft is about to be sent; until that is done what is on disk stays.
    void hold() {
        held = true;
        journal.hold();
    }

    /// The draft is now a message of this conversation.
    void sent(Optional<UUID> conversation) {
        home = conversation;
        kept.clear();
        released();
    }

    /// The draft is one again.
    void notSent() {
        released();
    }

    private void released() {
        held = false;
        journal.release(home);
        documentsChanged();
    }

    private void loaded(Draft draft) {
        if (held) return;
        String typed = text.get();
        if (typed.isEmpty()) text.set(draft.text());
        else if (!draft.text().isBlank() && !draft.text().equals(typed)) text.set(typed + "\n\n" + draft.text());
        kept.addAll(draft.documents().keySet());
        attachments.bringBack(draft.documents());
    }

    private void documentsChanged() {
        if (held) return;
        Set<UUID> present = new HashSet<>();
        for (PendingAttachment entry : attachments.pending()) {
            present.add(entry.id());
            if (entry.document().isPresent() && kept.add(entry.id()))
                keep(entry.id(), entry.document().get());
        }
        for (UUID id : Set.copyOf(kept))
            if (!present.contains(id) && kept.remove(id))
                Later.on(services.ui(), services.store().detachFromDraft(id), done -> {}, this::failed);
    }

    private void keep(UUID id, Attachment document) {
        Later.on(services.ui(), services.store().attachToDraft(home, id, document), done -> {}, this::failed);
    }

    private void failed(Throwable error) {
        trouble.accept(StorageException.codeOf(error));
    }
}
