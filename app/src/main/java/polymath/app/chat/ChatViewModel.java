package polymath.app.chat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polymath.app.chat.ChatListener.Activity;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.ui.SafeText;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;

/// One conversation: its messages, the draft below them and the answer being made. A message is stored before it is
/// sent; an answer is stored while it comes in.
///
/// Belongs to the UI executor of its [ChatServices], which calls every method.
public final class ChatViewModel {
    private final ChatServices services;
    private final StoredChat stored;
    private final ObservableList<MessageModel> messages = FXCollections.observableArrayList();
    private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title", "");
    private final ReadOnlyStringWrapper systemPrompt = new ReadOnlyStringWrapper(this, "systemPrompt", "");
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(this, "phase", Phase.IDLE);
    private final ReadOnlyBooleanWrapper loading = new ReadOnlyBooleanWrapper(this, "loading");
    private final ReadOnlyObjectWrapper<ReadingProgress> progress =
            new ReadOnlyObjectWrapper<>(this, "progress", ReadingProgress.UNKNOWN);
    private final ReadOnlyDoubleWrapper tokensPerSecond = new ReadOnlyDoubleWrapper(this, "tokensPerSecond");
    private final ReadOnlyObjectWrapper<Optional<Notice>> notice =
            new ReadOnlyObjectWrapper<>(this, "notice", Optional.empty());
    private final Attachments attachments;
    private final ContextMeter meter;
    private final BooleanBinding canSend;
    private Optional<AnswerRun> run = Optional.empty();

    ChatViewModel(ChatServices services, Optional<Conversation> conversation, String newPrompt) {
        this.services = services;
        stored = new StoredChat(services, conversation, code -> tell(new Notice.NotStored(code)));
        title.set(conversation.map(Conversation::title).orElse(""));
        systemPrompt.set(conversation.map(Conversation::systemPrompt).orElse(newPrompt));
        attachments = new Attachments(
                services, documents -> ChatPrompt.with(documents, sentSystemPrompt(), messages), this::tell);
        meter = new ContextMeter(services);
        canSend = Bindings.createBooleanBinding(
                this::sendable, draft, phase, loading, attachments.pending(), services.readiness());
        services.readiness().addListener((property, old, now) -> readinessChanged(now));
        attachments.pending().subscribe(() -> meter.attached(attachments.tokens()));
        if (conversation.isPresent()) load(conversation.get());
        else count();
    }

    public Optional<UUID> id() {
        return stored.id();
    }

    public ObservableList<MessageModel> messages() {
        return messages;
    }

    public StringProperty draftProperty() {
        return draft;
    }

    public ReadOnlyStringProperty titleProperty() {
        return title.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty systemPromptProperty() {
        return systemPrompt.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Phase> phaseProperty() {
        return phase.getReadOnlyProperty();
    }

    /// Whether its messages are being read from disk.
    public ReadOnlyBooleanProperty loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ReadingProgress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// Of the answer being written, or the last one; 0 while unknown.
    public ReadOnlyDoubleProperty tokensPerSecondProperty() {
        return tokensPerSecond.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ContextUse> contextProperty() {
        return meter.useProperty();
    }

    public ReadOnlyObjectProperty<Optional<Notice>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    public ObservableList<PendingAttachment> attachments() {
        return attachments.pending();
    }

    public BooleanBinding canSendBinding() {
        return canSend;
    }

    public void attach(Path file) {
        notice.set(Optional.empty());
        attachments.add(file);
    }

    /// Attaches a text that has no file, such as a long one that was pasted.
    public void attachText(String name, String text) {
        notice.set(Optional.empty());
        attachments.add(new Attachment(name, text));
    }

    public void detach(UUID attachment) {
        attachments.remove(attachment);
    }

    public void dismissNotice() {
        notice.set(Optional.empty());
    }

    /// What the user chose about writing.
    public ObservableValue<ChatChoices> choices() {
        return services.choices();
    }

    /// Stores the draft as a message, then has it answered.
    public void send() {
        if (!sendable()) return;
        MessageModel message = new MessageModel(StoredChat.unsent(draft.get().strip(), attachments.documents()));
        messages.add(message);
        draft.set("");
        attachments.clear();
        notice.set(Optional.empty());
        phase.set(Phase.STORING);
        stored.append(message, systemPrompt.get(), () -> answer(message), () -> giveBack(message));
    }

    /// Ends what is going on; the text so far is kept.
    public void stop() {
        run.ifPresent(r -> {
            if (r.sent()) services.bus().publish(new Command.Cancel(r.command()));
            else ended(r.stop(), Activity.NONE);
        });
    }

    /// Has the last message answered once more, in place of the present answer.
    public void again() {
        if (!canAnswerAgain()) return;
        MessageModel answer = messages.getLast();
        stored.restart(answer);
        start(answer);
    }

    /// Whether [#again] would do something.
    public boolean canAnswerAgain() {
        return phase.get() == Phase.IDLE
                && services.readiness().getValue() != Readiness.NONE
                && !messages.isEmpty()
                && messages.getLast().isAnswer();
    }

    /// Changes the system prompt of this conversation from its next answer on.
    public void setSystemPrompt(String text) {
        systemPrompt.set(text);
        stored.setSystemPrompt(text);
        count();
    }

    /// Gives the conversation another title; an empty one is ignored.
    public void rename(String newTitle) {
        String clean = SafeText.line(newTitle, 200);
        if (clean.isEmpty()) return;
        title.set(clean);
        stored.rename(clean);
    }

    void onEvent(Event event) {
        attachments.onEvent(event);
        meter.onEvent(event);
        if (run.isEmpty() || !event.id().equals(run.get().command())) return;
        AnswerRun r = run.get();
        long now = services.nanoTime().getAsLong();
        switch (event) {
            case Event.PromptProcessed p -> {
                phase.set(r.answer().lengthProperty().get() == 0 ? Phase.READING : phase.get());
                progress.set(new ReadingProgress(p.processedTokens(), p.totalTokens(), p.cachedTokens(), p.seconds()));
            }
            case Event.TextGenerated t -> {
                phase.set(Phase.WRITING);
                r.append(t, now);
                meter.grown(progress.get().totalTokens() + t.generatedTokens());
                tokensPerSecond.set(r.tokensPerSecond(t.generatedTokens(), now));
            }
            case Event.Finished f -> {
                meter.settled(f.usage());
                tokensPerSecond.set(f.usage().decodeTokensPerSecond());
                ended(r.finish(f, services.modelName().getValue()), Activity.FINISHED);
            }
            case Event.Failed f -> ended(r.fail(f.failure()), Activity.FAILED);
            default -> {}
        }
    }

    private boolean sendable() {
        return phase.get() == Phase.IDLE
                && !loading.get()
                && services.readiness().getValue() != Readiness.NONE
                && attachments.settled()
                && (!draft.get().isBlank() || !attachments.pending().isEmpty());
    }

    private void load(Conversation conversation) {
        loading.set(true);
        stored.load(conversation.id(), kept -> {
            loading.set(false);
            messages.setAll(kept.stream().map(MessageModel::new).toList());
            messages.reversed().stream()
                    .flatMap(m -> m.details().stream())
                    .findFirst()
                    .ifPresent(d -> meter.settled(d.usage()));
            count();
        });
    }

    private void answer(MessageModel message) {
        if (title.get().isEmpty()) rename(ChatPrompt.titleOf(message));
        id().ifPresent(services.listener()::touched);
        MessageModel answer = stored.beginAnswer();
        messages.add(answer);
        start(answer);
    }

    private void giveBack(MessageModel unsent) {
        messages.remove(unsent);
        if (draft.get().isEmpty()) draft.set(unsent.text());
        attachments.giveBack(unsent.attachments());
        phase.set(Phase.IDLE);
    }

    private void start(MessageModel answer) {
        AnswerRun r = new AnswerRun(answer, stored.journal(answer));
        run = Optional.of(r);
        tokensPerSecond.set(0);
        progress.set(ReadingProgress.UNKNOWN);
        id().ifPresent(id -> services.listener().activity(id, Activity.WORKING));
        if (services.readiness().getValue() == Readiness.LOADING) phase.set(Phase.WAITING);
        else generate(r);
    }

    private void generate(AnswerRun r) {
        phase.set(Phase.READING);
        r.markSent();
        services.bus()
                .publish(new Command.Generate(
                        r.command(),
                        ChatPrompt.of(sentSystemPrompt(), messages),
                        services.choices().getValue().sampling(),
                        services.choices().getValue().answers().maxTokens(),
                        List.of()));
    }

    private void readinessChanged(Readiness now) {
        run.filter(r -> !r.sent()).ifPresent(r -> {
            if (now == Readiness.READY) generate(r);
            else if (now != Readiness.LOADING) ended(r.fail(Failure.of(FailureCode.NO_MODEL)), Activity.FAILED);
        });
        if (now == Readiness.READY) {
            attachments.countNext();
            count();
        }
    }

    private void ended(CompletableFuture<Void> onDisk, Activity activity) {
        run = Optional.empty();
        phase.set(Phase.IDLE);
        stored.report(onDisk);
        if (activity == Activity.FAILED) count();
        id().ifPresent(id -> services.listener().activity(id, activity));
    }

    /// With its variables filled in.
    private String sentSystemPrompt() {
        return services.choices().getValue().expanded(systemPrompt.get());
    }

    private void tell(Notice now) {
        notice.set(Optional.of(now));
    }

    private void count() {
        meter.count(
                ChatPrompt.with(List.of(), sentSystemPrompt(), messages),
                !systemPrompt.get().isBlank());
    }
}
