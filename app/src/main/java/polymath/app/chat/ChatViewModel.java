package polymath.app.chat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
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
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import polymath.app.chat.ChatListener.Activity;
import polymath.app.storage.AnswerJournal;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.Later;
import polymath.app.ui.SafeText;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;

/// One conversation: its messages, the draft below them and the answer being made. A message is stored before it is
/// sent; an answer is stored while it comes in.
///
/// Belongs to the UI executor of its [ChatServices], which calls every method.
public final class ChatViewModel {
    /// Where an answer without end is cut off.
    private static final int MAX_ANSWER_TOKENS = 8_192;

    private static final int TITLE_CHARS = 60;

    private final ChatServices services;
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
    private Optional<Conversation> conversation;
    private Optional<AnswerRun> run = Optional.empty();

    ChatViewModel(ChatServices services, Optional<Conversation> conversation, String newPrompt) {
        this.services = services;
        this.conversation = conversation;
        title.set(conversation.map(Conversation::title).orElse(""));
        systemPrompt.set(conversation.map(Conversation::systemPrompt).orElse(newPrompt));
        attachments = new Attachments(services, this::promptWith, n -> notice.set(Optional.of(n)));
        meter = new ContextMeter(services);
        canSend = Bindings.createBooleanBinding(
                this::sendable, draft, phase, loading, attachments.pending(), services.readiness());
        // A binding holds its sources weakly, so the chat itself must listen to the model that outlives it.
        services.readiness().addListener((property, old, now) -> readinessChanged(now));
        attachments.pending().subscribe(() -> meter.attached(attachments.tokens()));
        conversation.ifPresent(c -> load(c.id()));
    }

    public Optional<UUID> id() {
        return conversation.map(Conversation::id);
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

    public void detach(UUID attachment) {
        attachments.remove(attachment);
    }

    public void dismissNotice() {
        notice.set(Optional.empty());
    }

    /// Stores the draft as a message, then has it answered.
    public void send() {
        if (!sendable()) return;
        String text = draft.get().strip();
        List<Attachment> documents = attachments.documents();
        UUID id = UUID.randomUUID();
        // the conversation may not exist yet; what is shown does not need its id
        MessageModel shown = new MessageModel(prompt(id, id, text, documents));
        messages.add(shown);
        draft.set("");
        attachments.clear();
        notice.set(Optional.empty());
        phase.set(Phase.STORING);
        Later.on(
                services.ui(),
                conversation().thenCompose(c -> services.store().append(prompt(id, c.id(), text, documents))),
                done -> stored(text, documents),
                error -> unsent(shown, text, documents, error));
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
        answer.restart();
        report(services.store().update(answer.id(), "", MessageState.WRITING, Optional.empty()));
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
        conversation.ifPresent(c -> report(services.store().setSystemPrompt(c.id(), text)));
        count();
    }

    public void rename(String newTitle) {
        String clean = SafeText.line(newTitle, 200);
        if (clean.isEmpty()) return;
        title.set(clean);
        conversation.ifPresent(c -> {
            services.listener().titled(c.id(), clean);
            report(services.store().rename(c.id(), clean));
        });
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

    private void load(UUID id) {
        loading.set(true);
        Later.on(services.ui(), services.store().messages(id), this::show, error -> {
            loading.set(false);
            trouble(error);
        });
    }

    private void show(List<StoredMessage> stored) {
        loading.set(false);
        messages.setAll(stored.stream().map(MessageModel::new).toList());
        stored.reversed().stream()
                .flatMap(m -> m.details().stream())
                .findFirst()
                .ifPresent(d -> meter.settled(d.usage()));
        count();
    }

    private CompletableFuture<Conversation> conversation() {
        if (conversation.isPresent()) return CompletableFuture.completedFuture(conversation.get());
        return services.store()
                .create(systemPrompt.get())
                .thenApplyAsync(
                        created -> {
                            conversation = Optional.of(created);
                            services.listener().started(created);
                            return created;
                        },
                        services.ui());
    }

    private static StoredMessage prompt(UUID id, UUID conversationId, String text, List<Attachment> documents) {
        return new StoredMessage(
                id,
                conversationId,
                ChatMessage.Role.USER,
                text,
                MessageState.COMPLETE,
                Instant.now(),
                Optional.empty(),
                documents);
    }

    private void stored(String text, List<Attachment> documents) {
        UUID id = conversation.orElseThrow().id();
        if (title.get().isEmpty()) rename(titleOf(text, documents));
        services.listener().touched(id);
        StoredMessage row = StoredMessage.answer(id);
        MessageModel answer = new MessageModel(row);
        messages.add(answer);
        report(services.store().append(row));
        start(answer);
    }

    private void unsent(MessageModel shown, String text, List<Attachment> documents, Throwable error) {
        messages.remove(shown);
        if (draft.get().isEmpty()) draft.set(text);
        attachments.giveBack(documents);
        phase.set(Phase.IDLE);
        trouble(error);
    }

    static String titleOf(String text, List<Attachment> documents) {
        String words = documents.isEmpty() ? text : documents.getFirst().name() + ": " + text;
        return SafeText.line(words, TITLE_CHARS);
    }

    private void start(MessageModel answer) {
        AnswerJournal journal = new AnswerJournal(
                services.store(), answer.id(), trouble -> services.ui().execute(() -> trouble(trouble)));
        run = Optional.of(new AnswerRun(answer, journal));
        tokensPerSecond.set(0);
        progress.set(ReadingProgress.UNKNOWN);
        id().ifPresent(id -> services.listener().activity(id, Activity.WORKING));
        if (services.readiness().getValue() == Readiness.LOADING) phase.set(Phase.WAITING);
        else generate(run.get());
    }

    private void generate(AnswerRun r) {
        phase.set(Phase.READING);
        r.markSent();
        services.bus()
                .publish(new Command.Generate(
                        r.command(),
                        new Prompt.Chat(conversationPrompt()),
                        SamplingParams.GREEDY,
                        MAX_ANSWER_TOKENS,
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
        report(onDisk);
        if (activity == Activity.FAILED) count();
        id().ifPresent(id -> services.listener().activity(id, activity));
    }

    private void report(CompletableFuture<Void> write) {
        Later.on(services.ui(), write, done -> {}, this::trouble);
    }

    private void trouble(Throwable error) {
        notice.set(Optional.of(
                new Notice.NotStored(error instanceof StorageException s ? s.code() : StorageException.Code.INTERNAL)));
    }

    private void count() {
        meter.count(promptWith(List.of()), !systemPrompt.get().isBlank());
    }

    private Prompt promptWith(List<Attachment> documents) {
        List<ChatMessage> all = new ArrayList<>(conversationPrompt());
        if (!documents.isEmpty() || all.isEmpty() || all.getLast().role() == ChatMessage.Role.SYSTEM)
            all.add(new ChatMessage(ChatMessage.Role.USER, MessageModel.withDocuments("", documents)));
        return new Prompt.Chat(all);
    }

    private List<ChatMessage> conversationPrompt() {
        List<ChatMessage> all = new ArrayList<>();
        if (!systemPrompt.get().isBlank()) all.add(new ChatMessage(ChatMessage.Role.SYSTEM, systemPrompt.get()));
        for (MessageModel message : messages) {
            boolean empty = message.isAnswer() && message.text().isEmpty();
            if (!empty && message.state() != MessageState.WRITING) all.add(message.toPrompt());
        }
        return all;
    }
}
