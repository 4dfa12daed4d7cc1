package polymath.app.history;

import java.time.Instant;
import java.util.UUID;
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
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title");
    private final ReadOnlyObjectWrapper<Mark> mark = new ReadOnlyObjectWrapper<>(this, "mark", Mark.NONE);
    private Instant updatedAt;

    HistoryEntry(Conversation conversation) {
        this.conversation = conversation;
        updatedAt = conversation.updatedAt();
        title.set(conversation.title());
    }

    public UUID id() {
        return conversation.id();
    }

    /// As it was read from disk.
    public Conversation conversation() {
        return new Conversation(
                conversation.id(), title.get(), conversation.systemPrompt(), conversation.createdAt(), updatedAt);
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

    void touch(Instant now) {
        updatedAt = now;
    }

    void setTitle(String text) {
        title.set(text);
    }

    void setMark(Mark now) {
        mark.set(now);
    }
}
