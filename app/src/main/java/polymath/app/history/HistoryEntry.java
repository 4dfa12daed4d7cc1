package polymath.app.history;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import polymath.app.storage.Conversation;

/// A conversation in the list. Belongs to the UI executor.
public final class HistoryEntry {

    /// What is going on in a conversation.
    public enum Mark {
        NONE,
        WORKING,
        /// It finished while another conversation was on screen.
        UNREAD,
        FAILED
    }

    private final Conversation conversation;
    private final boolean temporary;
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title");
    private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(this, "mark", Mark.NONE);
    private final ReadOnlyBooleanWrapper keepReady = new ReadOnlyBooleanWrapper(this, "keepReady");
    private Instant updatedAt;
    private boolean pinned;
    private Optional<String> folder;

    /// @param temporary whether it is kept in memory only
    HistoryEntry(Conversation conversation, boolean temporary) {
        this.conversation = conversation;
        this.temporary = temporary;
        updatedAt = conversation.updatedAt();
        pinned = conversation.pinned();
        folder = conversation.folder();
        keepReady.set(conversation.keepReady());
        title.set(conversation.title());
    }

    public UUID id() {
        return conversation.id();
    }

    /// As it is now.
    public Conversation conversation() {
        return new Conversation(
                conversation.id(),
                title.get(),
                conversation.systemPrompt(),
                conversation.createdAt(),
                updatedAt,
                pinned,
                folder,
                keepReady.get());
    }

    /// Whether it is gone when the window closes.
    public boolean temporary() {
        return temporary;
    }

    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Mark> markProperty() {
        return mark.getReadOnlyProperty();
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public boolean pinned() {
        return pinned;
    }

    public Optional<String> folder() {
        return folder;
    }

    /// Whether what the model read of it stays on disk when room is needed.
    public ReadOnlyBooleanProperty keepReadyProperty() {
        return keepReady.getReadOnlyProperty();
    }

    void touch(Instant now) {
        updatedAt = now;
    }

    void setTitle(String text) {
        title.set(text);
    }

    void setMark(Mark now) {
        mark.set(now);
    }

    void setPinned(boolean now) {
        pinned = now;
    }

    void setKeepReady(boolean now) {
        keepReady.set(now);
    }

    void setFolder(Optional<String> now) {
        folder = now;
    }
}
