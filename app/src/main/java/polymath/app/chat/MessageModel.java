package polymath.app.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.storage.Coverage;
import polymath.app.storage.Feedback;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.ThreadMessage;
import polymath.app.summary.SummaryViewModel;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;

/// A message as the transcript shows it. Belongs to the UI executor.
public final class MessageModel {
    private final UUID id;
    private final ChatMessage.Role role;
    private final List<Attachment> attachments;
    /// Of the attachments, once they were needed.
    private Optional<List<Document>> documents = Optional.empty();

    private final StringBuilder text;
    private final ReadOnlyIntegerWrapper length = new ReadOnlyIntegerWrapper(this, "length");
    private final ReadOnlyObjectWrapper<MessageState> state;
    private Optional<AnswerDetails> details;
    private Optional<Coverage> coverage;
    private final ReadOnlyObjectWrapper<Versions> versions;
    private final ReadOnlyObjectWrapper<Feedback> feedback;
    private Optional<Failure> failure = Optional.empty();
    private Optional<SummaryViewModel> summary = Optional.empty();
    private final Set<Integer> leftOut = new HashSet<>(); // positions of documents
    private int edition;

    /// The only version of a message.
    MessageModel(StoredMessage stored) {
        this(new ThreadMessage(stored, List.of(stored.id()), Feedback.NONE));
    }

    MessageModel(ThreadMessage placed) {
        StoredMessage stored = placed.message();
        id = stored.id();
        role = stored.role();
        attachments = stored.attachments();
        text = new StringBuilder(stored.content());
        length.set(text.length());
        state = new ReadOnlyObjectWrapper<>(this, "state", stored.state());
        details = stored.details();
        coverage = details.flatMap(AnswerDetails::coverage);
        versions = new ReadOnlyObjectWrapper<>(this, "versions", new Versions(placed.versions(), id));
        feedback = new ReadOnlyObjectWrapper<>(this, "feedback", placed.feedback());
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

    public ReadOnlyObjectProperty<Versions> versionsProperty() {
        return versions.getReadOnlyProperty();
    }

    public Versions versions() {
        return versions.get();
    }

    /// What the reader thought of it.
    public ReadOnlyObjectProperty<Feedback> feedbackProperty() {
        return feedback.getReadOnlyProperty();
    }

    /// Of an answer that ended.
    public Optional<AnswerDetails> details() {
        return details;
    }

    /// What of the chat's documents it was made from, where that is known.
    public Optional<Coverage> coverage() {
        return coverage;
    }

    /// Why it ended early, as long as the window that saw it is open.
    public Optional<Failure> failure() {
        return failure;
    }

    /// Whether it ended because nothing more fits: then a new chat is the way to go on.
    public boolean contextFull() {
        return details.flatMap(AnswerDetails::reason).equals(Optional.of(FinishReason.CONTEXT_FULL))
                || failure.filter(f -> f.code() == FailureCode.PROMPT_TOO_LONG).isPresent();
    }

    /// What has it made, of an answer that is the summary of a document.
    public Optional<SummaryViewModel> summary() {
        return summary;
    }

    void setSummary(SummaryViewModel maker) {
        summary = Optional.of(maker);
    }

    /// A document that the context does not hold is not put before the model with what follows.
    void leaveOut(int position) {
        if (leftOut.add(position)) documents = Optional.empty();
    }

    /// Changes when the text does not go on from what it was.
    int edition() {
        return edition;
    }

    /// Makes it say this.
    void say(String whole) {
        String now = text.toString();
        if (whole.equals(now)) return;
        if (!whole.startsWith(now)) {
            text.setLength(0);
            edition++;
        }
        text.append(whole.substring(text.length()));
        length.set(text.length());
        if (length.get() == now.length()) length.set(-1); // as long as before, and yet another one
        length.set(text.length());
    }

    void append(String more) {
        text.append(more);
        length.set(text.length());
    }

    void restart() {
        text.setLength(0);
        edition++;
        details = Optional.empty();
        coverage = Optional.empty();
        failure = Optional.empty();
        length.set(0);
        state.set(MessageState.WRITING);
    }

    /// It is written on from where it ended.
    void resume() {
        failure = Optional.empty();
        state.set(MessageState.WRITING);
    }

    void setCoverage(Optional<Coverage> now) {
        coverage = now;
    }

    void setVersions(Versions now) {
        versions.set(now);
    }

    void setFeedback(Feedback now) {
        feedback.set(now);
    }

    void end(MessageState end, Optional<AnswerDetails> endDetails, Optional<Failure> endFailure) {
        details = endDetails;
        failure = endFailure;
        state.set(end);
    }

    /// What the model gets.
    ChatMessage toPrompt(Passages passages) {
        List<Attachment> sent = sentAttachments();
        if (sent.stream().anyMatch(Attachment::inPassages))
            return new ChatMessage(
                    role, text.toString(), sent.stream().map(passages::of).toList());
        if (documents.isEmpty())
            documents = Optional.of(sent.stream().map(Attachment::chosen).toList());
        return new ChatMessage(role, text.toString(), documents.get());
    }

    /// Those that go before the model.
    List<Attachment> sentAttachments() {
        return IntStream.range(0, attachments.size())
                .filter(i -> !leftOut.contains(i))
                .mapToObj(attachments::get)
                .toList();
    }
}
