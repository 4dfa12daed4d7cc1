package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Failure;
import polymath.engine.api.PlainText;

/// A message as the transcript shows it. Belongs to the UI executor.
public final class MessageModel {
    private final UUID id;
    private final ChatMessage.Role role;
    private final List<Attachment> attachments;
    private final StringBuilder text;
    private final ReadOnlyIntegerWrapper length = new ReadOnlyIntegerWrapper(this, "length");
    private final ReadOnlyObjectWrapper<MessageState> state;
    private Optional<AnswerDetails> details;
    private Optional<Failure> failure = Optional.empty();

    MessageModel(StoredMessage stored) {
        id = stored.id();
        role = stored.role();
        attachments = stored.attachments();
        text = new StringBuilder(stored.content());
        length.set(text.length());
        state = new ReadOnlyObjectWrapper<>(this, "state", stored.state());
        details = stored.details();
    }

    public UUID id() {
        return id;
    }

    public boolean isAnswer() {
        return role == ChatMessage.Role.ASSISTANT;
    }

    public List<Attachment> attachments() {
        return attachments;
    }

    public String text() {
        return text.toString();
    }

    /// What was added behind the first `from` characters.
    public String textFrom(int from) {
        return text.substring(Math.min(from, text.length()));
    }

    /// Grows with the text; falls to 0 when an answer is written anew.
    public ReadOnlyIntegerProperty lengthProperty() {
        return length.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<MessageState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    public MessageState state() {
        return state.get();
    }

    /// Of an answer that ended.
    public Optional<AnswerDetails> details() {
        return details;
    }

    /// Why it ended early, as long as the window that saw it is open.
    public Optional<Failure> failure() {
        return failure;
    }

    void append(String more) {
        text.append(more);
        length.set(text.length());
    }

    void restart() {
        text.setLength(0);
        details = Optional.empty();
        failure = Optional.empty();
        length.set(0);
        state.set(MessageState.WRITING);
    }

    void end(MessageState end, Optional<AnswerDetails> endDetails, Optional<Failure> endFailure) {
        details = endDetails;
        failure = endFailure;
        state.set(end);
    }

    /// What the model gets.
    ChatMessage toPrompt() {
        return prompt(role, text.toString(), attachments);
    }

    static ChatMessage prompt(ChatMessage.Role role, String text, List<Attachment> attachments) {
        List<Document> documents =
                attachments.stream().map(a -> PlainText.of(a.name(), a.text())).toList();
        return new ChatMessage(role, text, documents);
    }
}
