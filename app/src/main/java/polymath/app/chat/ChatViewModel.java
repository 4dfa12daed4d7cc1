package polymath.app.chat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import polymath.app.engine.ModelPace;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.Feedback;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredSummary;
import polymath.app.summary.SummaryQueue;
import polymath.app.summary.SummaryViewModel;
import polymath.app.ui.SafeText;
import polymath.engine.api.Document;
import polymath.engine.api.Event;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// One conversation: its messages, the draft below them and the answer being made. A message is stored before it is
/// sent; an answer is stored while it comes in. Nothing that was said is overwritten: edited messages and answers
/// written anew are versions.
///
/// Belongs to the UI executor of its [ChatServices], which calls every method.
public final class ChatViewModel {
    private final ChatServices services;
    private final StoredChat stored;
    private final Transcript transcript;
    private final Answering answering;
    private final ChatSummaries summaries;
    private final StringProperty draft = new SimpleStringProperty(this, "draft", "");
    private final DraftKeeper keeper;
    private final PromptEdit edit = new PromptEdit();
    private final ReadOnlyStringWrapper title = new ReadOnlyStringWrapper(this, "title", "");
    private final ReadOnlyStringWrapper systemPrompt = new ReadOnlyStringWrapper(this, "systemPrompt", "");
    private final ReadOnlyObjectWrapper<Optional<Notice>> notice =
            new ReadOnlyObjectWrapper<>(this, "notice", Optional.empty());
    private final Attachments attachments;
    private final ChatSources sources;
    private final ContextMeter meter;
    private final BooleanBinding canSend;
    private boolean lengthTold;
    /// What it is called once it is stored; empty: after its first message.
    private String givenTitle = "";

    ChatViewModel(ChatServices services, Optional<Conversation> conversation, String newPrompt) {
        this.services = services;
        stored = new StoredChat(services, conversation, this::tell);
        transcript = new Transcript(services.store(), stored, this::shownChanged, this::summariesFound);
        title.set(conversation.map(Conversation::title).orElse(""));
        systemPrompt.set(conversation.map(Conversation::systemPrompt).orElse(newPrompt));
        attachments = new Attachments(
                services,
                documents -> ChatPrompt.with(documents, sentSystemPrompt(), messages(), limitTokens()),
                this::tell);
        sources = new ChatSources(services, messages());
        meter = new ContextMeter(services);
        answering = new Answering(services, stored, meter, this::promptOf, this::count);
        summaries =
                new ChatSummaries(services, stored, answering, transcript.messages(), this::limitTokens, this::count);
        keeper = new DraftKeeper(services, draft, attachments, id(), code -> tell(new Notice.NotStored(code)));
        canSend = Bindings.createBooleanBinding(
                this::sendable, draft, phaseProperty(), loadingProperty(), attachments.pending(), services.readiness());
        services.readiness().addListener((property, old, now) -> readinessChanged(now));
        attachments.pending().subscribe(() -> meter.attached(attachments.tokens()));
        draft.subscribe(meter::draft);
        if (conversation.isPresent()) transcript.load();
        else count();
    }

    public Optional<UUID> id() {
        return stored.id();
    }

    /// Whether it is kept in memory only.
    public boolean temporary() {
        return services.store().temporary();
    }

    KeptReading kept() {
        return services.kept();
    }

    ConversationStore store() {
        return services.store();
    }

    public ObservableList<MessageModel> messages() {
        return transcript.messages();
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
        return answering.phase().getReadOnlyProperty();
    }

    /// Whether its messages are being read from disk.
    public ReadOnlyBooleanProperty loadingProperty() {
        return transcript.loadingProperty();
    }

    public ReadOnlyObjectProperty<ReadingProgress> progressProperty() {
        return answering.progress().getReadOnlyProperty();
    }

    /// Of the answer being written, or the last one; 0 while unknown.
    public ReadOnlyDoubleProperty tokensPerSecondProperty() {
        return answering.tokensPerSecond().getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<ContextUse> contextProperty() {
        return meter.useProperty();
    }

    public ReadOnlyObjectProperty<Optional<Notice>> noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// What was deleted last, as long as [#undoDelete] brings it back.
    public ReadOnlyObjectProperty<Optional<Deletion>> deletionProperty() {
        return transcript.deletionProperty();
    }

    /// The message that is being reworded.
    public PromptEdit edit() {
        return edit;
    }

    public ObservableList<PendingAttachment> attachments() {
        return attachments.pending();
    }

    /// The documents its answers refer to.
    ChatSources sources() {
        return sources;
    }

    /// The document added last, to the draft or to a message.
    public Optional<Attachment> lastDocument() {
        return attachments.documents().reversed().stream()
                .findFirst()
                .or(() -> messages().reversed().stream()
                        .flatMap(m -> m.attachments().reversed().stream())
                        .findFirst());
    }

    public BooleanBinding canSendBinding() {
        return canSend;
    }

    public void attach(Path file) {
        notice.set(Optional.empty());
        attachments.add(file);
    }

    /// Attaches what was taken of the files found in a folder, and says so if that is not all.
    public void attach(List<Path> files, int found) {
        files.forEach(this::attach);
        if (files.isEmpty() || files.size() < found) tell(new Notice.FilesLeftOut(files.size(), found));
    }

    /// Attaches a text that has no file, such as a long one that was pasted.
    public void attachText(String name, String text) {
        notice.set(Optional.empty());
        attachments.add(new Attachment(name, text));
    }

    public void detach(UUID attachment) {
        attachments.remove(attachment);
    }

    /// Has a document that does not fit asked about by passages.
    public void askByPassages(UUID attachment) {
        attachments.askByPassages(attachment);
    }

    /// Has only some pages of a document read, the first and the last of them one of its own.
    public void askAboutPages(UUID attachment, Document.Page first, Document.Page last) {
        attachments.askAboutPages(attachment, first, last);
    }

    /// Takes back that a document is read in passages or in some pages.
    public void askAsAWhole(UUID attachment) {
        attachments.askAsAWhole(attachment);
    }

    /// Stores what is on screen and could not be stored before; says so if that fails again.
    public void saveAgain() {
        notice.set(Optional.empty());
        stored.saveAgain();
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
        transcript.add(message);
        keeper.hold();
        draft.set("");
        attachments.clear();
        notice.set(Optional.empty());
        edit.end();
        answering.phase().set(Phase.STORING);
        stored.send(
                message,
                systemPrompt.get(),
                keeper.ofNewChat(),
                () -> {
                    keeper.sent(id());
                    answer(message);
                },
                () -> giveBack(message));
    }

    /// Sends a request to summarize each of the documents that are attached, read and counted or not; what is being
    /// written stays a draft.
    ///
    /// @param words what the user says about a document of this name
    public void summarize(SummaryDepth depth, UnaryOperator<String> words) {
        List<PendingAttachment> chosen = attachments.pending().stream()
                .filter(p -> p.document().isPresent())
                .toList();
        if (chosen.isEmpty() || !canAnswer()) return;
        List<MessageModel> prompts = chosen.stream()
                .map(p -> new MessageModel(StoredChat.unsent(
                        words.apply(p.name()), List.of(p.document().orElseThrow()))))
                .toList();
        keeper.hold();
        chosen.forEach(p -> attachments.remove(p.id()));
        notice.set(Optional.empty());
        answering.phase().set(Phase.STORING);
        stored.ready(
                systemPrompt.get(),
                () -> {
                    answering.phase().set(Phase.IDLE);
                    boolean ofNewChat = keeper.ofNewChat();
                    for (MessageModel prompt : prompts) {
                        boolean last = prompt.equals(prompts.getLast());
                        // the draft is emptied with the last one: until then it is all there
                        stored.report(stored.append(prompt, last ? Optional.of(ofNewChat) : Optional.empty()));
                        summarize(prompt, prompt, 0, depth);
                    }
                    keeper.sent(id());
                },
                () -> {
                    prompts.forEach(p -> attachments.giveBack(p.attachments()));
                    keeper.notSent();
                    answering.phase().set(Phase.IDLE);
                });
    }

    /// Begins with a chat that this one goes on from, and its summary on a page; without a model it stays attached.
    ///
    /// @param name what the chat is called
    void beginWith(Attachment earlier, String name, String words) {
        givenTitle = name;
        attachments.giveBack(List.of(earlier));
        summarize(SummaryDepth.PAGE, document -> words);
    }

    /// Sends a request to summarize a document that is in the chat already.
    ///
    /// @param position of the document among those of the message
    public void summarize(MessageModel source, int position, SummaryDepth depth, UnaryOperator<String> words) {
        if (!canAnswer()) return;
        MessageModel prompt = new MessageModel(
                StoredChat.unsent(words.apply(source.attachments().get(position).name()), List.of()));
        edit.end();
        stored.report(stored.append(prompt, Optional.empty()));
        summarize(prompt, source, position, depth);
    }

    private void summarize(MessageModel prompt, MessageModel source, int position, SummaryDepth depth) {
        transcript.add(prompt);
        if (title.get().isEmpty()) rename(givenTitle.isEmpty() ? prompt.text() : givenTitle);
        id().ifPresent(services.listener()::touched);
        transcript.add(summaries.begin(source, position, depth));
    }

    /// Has a step of a summary done again; of a finished one that makes another version.
    public void redo(MessageModel answer, SummaryStep step) {
        SummaryViewModel summary = answer.summary().orElseThrow();
        if (!canAnswer()) return;
        if (summary.state() != SummaryViewModel.State.DONE) services.summaries().redo(summary, Set.of(step.number()));
        else transcript.replace(answer, summaries.beginVersion(answer, Set.of(step.number())));
    }

    SummaryQueue summaries() {
        return services.summaries();
    }

    /// What texts cost with the loaded model.
    ObservableValue<ModelPace> pace() {
        return services.pace();
    }

    /// Ends what is going on; the text so far is kept.
    public void stop() {
        if (!summaries.stop()) answering.stop();
    }

    /// The chat is gone: ends what is going on, for good.
    void discard() {
        summaries.discard();
        answering.stop();
    }

    /// Has the last message answered, once more if it was before.
    public void again() {
        if (messages().isEmpty() || !canAnswer()) return;
        MessageModel last = messages().getLast();
        if (last.isAnswer()) again(last);
        else answer(last);
    }

    /// Has an answer written anew, as another version unless it says nothing yet. What broke off is tried again as it
    /// was; what a reader did not like comes out differently.
    public void again(MessageModel answer) {
        if (!canAnswer() || !answer.isAnswer()) return;
        edit.end();
        if (answer.summary().isPresent()) {
            summarizeAgain(answer, answer.summary().get());
            return;
        }
        boolean broken = answer.state() == MessageState.FAILED || answer.state() == MessageState.INTERRUPTED;
        SamplingParams settings = broken || answer.text().isEmpty() ? sampling() : Variation.of(sampling());
        MessageModel version = answer;
        if (answer.text().isEmpty() && answer.equals(messages().getLast())) stored.restart(answer);
        else {
            version = stored.beginVersion(answer);
            transcript.replace(answer, version);
        }
        answering.start(new AnswerRun(version, stored.journal(version), settings, false));
    }

    private void summarizeAgain(MessageModel answer, SummaryViewModel summary) {
        if (summary.state() != SummaryViewModel.State.DONE) services.summaries().resume(summary);
        else
            transcript.replace(
                    answer,
                    summaries.beginVersion(
                            answer,
                            summary.steps().stream().map(SummaryStep::number).collect(Collectors.toSet())));
    }

    /// Has the last answer, which ended early, written on from where it ended.
    public void goOn(MessageModel answer) {
        if (!canGoOn(answer)) return;
        SamplingParams settings = answer.details().flatMap(d -> d.sampling()).orElse(sampling());
        stored.resume(answer);
        answering.start(new AnswerRun(answer, stored.journal(answer), settings, true));
    }

    /// Whether [#goOn] would do something.
    public boolean canGoOn(MessageModel answer) {
        return canAnswer()
                && answer.isAnswer()
                && answer.equals(messages().getLast())
                && answer.state() != MessageState.COMPLETE
                && answer.summary().isEmpty()
                && !answer.text().isBlank()
                && !answer.contextFull();
    }

    /// Begins to reword a message of the user.
    public void beginEdit(MessageModel prompt) {
        if (answering.idle() && !prompt.isAnswer()) edit.begin(prompt);
    }

    /// Begins to reword the last message of the user.
    public void editLast() {
        messages().reversed().stream().filter(m -> !m.isAnswer()).findFirst().ifPresent(this::beginEdit);
    }

    /// Has the reworded message answered; the old wording and what followed it stay as a version.
    public void sendEdit() {
        if (!canAnswer() || edit.message().isEmpty()) return;
        MessageModel before = edit.message().get();
        String text = edit.textProperty().get().strip();
        if (text.isEmpty() && before.attachments().isEmpty()) return;
        edit.end();
        if (text.equals(before.text())) {
            if (before.equals(messages().getLast())) answer(before);
            return;
        }
        MessageModel version = new MessageModel(StoredChat.unsent(text, before.attachments()));
        version.setVersions(before.versions().with(version.id()));
        List<MessageModel> shown = List.copyOf(messages());
        transcript.replace(before, version);
        answering.phase().set(Phase.STORING);
        stored.appendVersion(version, before, () -> answer(version), () -> {
            messages().setAll(shown);
            answering.phase().set(Phase.IDLE);
            beginEdit(before);
            edit.textProperty().set(text);
        });
    }

    /// Shows the version so many steps after this one, or before it.
    public void showVersion(MessageModel message, int step) {
        if (!canChange()) return;
        edit.end();
        message.versions().step(step).ifPresent(transcript::show);
    }

    /// Takes a message and what follows it away; [#undoDelete] brings them back.
    public void delete(MessageModel message) {
        if (!canChange() || !messages().contains(message)) return;
        edit.end();
        summaries.discard(
                messages().subList(messages().indexOf(message), messages().size()));
        transcript.delete(message);
    }

    public void undoDelete() {
        if (canChange()) transcript.undoDelete();
    }

    /// The offer to undo is over.
    public void forgetDeletion() {
        transcript.forgetDeletion();
    }

    /// Keeps what the reader thinks of an answer.
    public void rate(MessageModel answer, Feedback feedback) {
        if (!feedback.equals(answer.feedbackProperty().get())) stored.rate(answer, feedback);
    }

    /// Sees to it that a message is shown, whichever version it belongs to.
    ///
    /// @param then called when it is
    public void reveal(UUID messageId, Runnable then) {
        transcript.whenLoaded(() -> {
            boolean shown = messages().stream().anyMatch(m -> m.id().equals(messageId));
            if (!shown && !answering.idle()) return; // what is being written keeps its place
            if (!shown) transcript.show(messageId);
            transcript.whenLoaded(then);
        });
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
        boolean writing = !answering.idle();
        answering.onEvent(event);
        if (writing && answering.idle() && event instanceof Event.Finished) mindLength();
    }

    /// Whether somebody is writing a message here.
    boolean hasDraft() {
        return !draft.get().isEmpty() || !attachments.pending().isEmpty();
    }

    private void summariesFound(List<MessageModel> answers, List<StoredSummary> found) {
        summaries.found(answers, found);
    }

    private SamplingParams sampling() {
        return services.choices().getValue().sampling();
    }

    private boolean canChange() {
        return answering.idle() && !loadingProperty().get();
    }

    private boolean canAnswer() {
        return canChange() && services.readiness().getValue() != Readiness.NONE;
    }

    private boolean sendable() {
        return canAnswer()
                && attachments.settled()
                && (!draft.get().isBlank() || !attachments.pending().isEmpty());
    }

    private void shownChanged() {
        messages().reversed().stream()
                .flatMap(m -> m.details().stream())
                .findFirst()
                .ifPresent(d -> meter.settled(d.usage()));
        count();
    }

    private void answer(MessageModel message) {
        if (title.get().isEmpty()) rename(ChatPrompt.titleOf(message));
        id().ifPresent(services.listener()::touched);
        MessageModel answer = stored.beginAnswer();
        transcript.add(answer);
        answering.start(new AnswerRun(answer, stored.journal(answer), sampling(), false));
    }

    /// In long chats the model loses the thread; said once.
    private void mindLength() {
        if (lengthTold || messages().getLast().contextFull()) return;
        if (!LongChat.is(messages(), meter.useProperty().get())) return;
        lengthTold = true;
        tell(new Notice.GrownLong());
    }

    private Prompt promptOf(AnswerRun run) {
        Passages passages = Passages.of(messages(), limitTokens());
        Prompt prompt = run.continues()
                ? ChatPrompt.goingOn(sentSystemPrompt(), messages(), run.answer(), passages)
                : ChatPrompt.of(sentSystemPrompt(), messages(), passages);
        run.covers(ReadForAnswer.of(messages(), prompt, passages));
        return prompt;
    }

    private int limitTokens() {
        return meter.useProperty().get().limitTokens();
    }

    private void giveBack(MessageModel unsent) {
        messages().remove(unsent);
        if (draft.get().isEmpty()) draft.set(unsent.text());
        attachments.giveBack(unsent.attachments());
        keeper.notSent();
        answering.phase().set(Phase.IDLE);
    }

    private void readinessChanged(Readiness now) {
        answering.readinessChanged(now);
        if (now == Readiness.READY) {
            attachments.countNext();
            count();
            meter.draft(draft.get());
        }
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
                ChatPrompt.with(List.of(), sentSystemPrompt(), messages(), limitTokens()),
                !systemPrompt.get().isBlank());
    }
}
