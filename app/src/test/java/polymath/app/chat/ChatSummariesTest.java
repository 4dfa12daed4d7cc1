package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.ScriptedEngine;
import polymath.app.SummaryQueues;
import polymath.app.UiQueue;
import polymath.app.engine.ModelPace;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.Draft;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.summary.SummaryQueue;
import polymath.app.summary.SummaryViewModel;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.Prompt;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

class ChatSummariesTest {
    private final UiQueue ui = new UiQueue();
    private final ObjectProperty<Readiness> readiness = new SimpleObjectProperty<>(Readiness.READY);
    private EventBus bus = new EventBus();
    private ScriptedEngine engine = new ScriptedEngine(bus);
    private SummaryQueue queue = SummaryQueues.on(bus, ui);
    private Optional<ConversationStore> opened = Optional.empty();
    private Optional<OpenChats> open = Optional.empty();

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        opened = Optional.of(ConversationStore.open(folder.resolve("history.sqlite")));
        bus = new EventBus();
        engine = new ScriptedEngine(bus);
        engine.loaded();
        queue = SummaryQueues.on(bus, ui);
        open = Optional.of(new OpenChats(
                new ChatServices(
                        bus,
                        store(),
                        ui,
                        Runnable::run,
                        System::nanoTime,
                        (file, watcher) -> new Attachment(file.toString(), "word ".repeat(400)),
                        readiness,
                        new SimpleObjectProperty<>("Phi"),
                        new Unheard(),
                        new SimpleObjectProperty<>(ChatChoices.DEFAULT),
                        new SimpleObjectProperty<>(ModelPace.UNKNOWN),
                        queue,
                        new NothingKept()),
                () -> ""));
        settle();
    }

    @AfterEach
    void stop() {
        chats().close();
        queue.close();
        store().close();
    }

    @Test
    void aSummaryIsAMessageAndAnAnswerLikeAnyOther() {
        summarize("report.txt", SummaryDepth.SHORT);
        Command.Summarize asked = engine.summarize();
        assertThat(asked.depth()).isEqualTo(SummaryDepth.SHORT);
        assertThat(asked.wholeTokens()).isEqualTo(32_768);
        assertThat(asked.document().name()).isEqualTo("report.txt");
        assertThat(chat().attachments()).isEmpty();
        assertThat(chat().messages()).extracting(MessageModel::text).containsExactly("Sum up report.txt", "");
        assertThat(chat().phaseProperty().get()).isEqualTo(Phase.READING);
        assertThat(chat().titleProperty().get()).isEqualTo("Sum up report.txt");
        engine.plans(List.of(new SummaryStep(0, Kind.WHOLE, "line 1", "line 1", 500)));
        engine.writesStep("- Words");
        ui.until(() -> answer().text().equals("- Words"));
        assertThat(chat().phaseProperty().get()).isEqualTo(Phase.WRITING);
        finish("- Words, many. [line 1]");
        assertThat(answer().text()).isEqualTo("- Words, many. [line 1]");
        assertThat(answer().state()).isEqualTo(MessageState.COMPLETE);
        List<StoredMessage> stored = stored();
        assertThat(stored).extracting(StoredMessage::content).containsExactly("Sum up report.txt", answer().text());
        assertThat(stored.getFirst().attachments()).hasSize(1);
        assertThat(stored.getLast().details().orElseThrow().modelName()).isEqualTo("Phi");
        // nothing is left of the draft
        assertThat(store().draft(Optional.empty()).join()).isEqualTo(Draft.EMPTY);
        assertThat(store().draft(chat().id()).join()).isEqualTo(Draft.EMPTY);
    }

    @Test
    void aDocumentThatFitsIsPutBeforeTheNextQuestionAndOneThatDoesNotIsNot() {
        summarize("report.txt", SummaryDepth.SHORT);
        engine.plans(List.of(new SummaryStep(0, Kind.WHOLE, "line 1", "line 1", 500)));
        finish("- Words.");
        assertThat(documentsWith("And?")).extracting(Document::name).containsExactly("report.txt");

        chats().startNew();
        settle();
        engine.limit(400);
        chat().attach(Path.of("long.txt"));
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        chat().draftProperty().set("What of it?");
        assertThat(chat().canSendBinding().get()).isFalse();
        summarizeAttached(SummaryDepth.SECTIONS);
        engine.plans(List.of(
                new SummaryStep(0, Kind.SECTION, "line 1", "line 20", 20_000),
                new SummaryStep(1, Kind.SECTION, "line 21", "line 40", 20_000)));
        engine.summarizes(0, "- One.");
        finish(1, "- Two.");
        assertThat(chat().draftProperty().get()).isEqualTo("What of it?");
        assertThat(documentsWith("And?")).isEmpty();
        assertThat(prompt().getLast().content()).isEqualTo("And?");
        assertThat(prompt().get(1).content()).contains("- One.", "- Two.");
    }

    @Test
    void aFullChatGoesOnInANewOneFromItsSummaryWithItsPromptAndQuestion() {
        chat().setSystemPrompt("Be brief.");
        chat().draftProperty().set("Tell me everything");
        chat().send();
        ui.until(() -> engine.last(Command.Generate.class).isPresent());
        engine.writes("In the beginning", 3);
        engine.finishes(FinishReason.CONTEXT_FULL);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        ChatViewModel full = chat();
        chats().goOnInNew(
                        full,
                        Attachment.earlierChat("Earlier chat", "## You\n\nTell me everything"),
                        "All, continued",
                        "Sum up all.");
        ui.until(() -> engine.last(Command.Summarize.class).isPresent());
        assertThat(chat()).isNotSameAs(full);
        assertThat(chat().titleProperty().get()).isEqualTo("All, continued");
        assertThat(engine.summarize().document().name()).isEqualTo("Earlier chat");
        engine.plans(List.of(new SummaryStep(0, Kind.WHOLE, "line 1", "line 3", 20)));
        finish("- Everything was asked for. [line 3]");
        assertThat(chat().draftProperty().get()).isEqualTo("Tell me everything");
        assertThat(documentsWith("And the end?"))
                .as("the summary stands for it")
                .isEmpty();
        assertThat(prompt()).extracting(ChatMessage::content).first().isEqualTo("Be brief.");
        assertThat(prompt().get(2).content()).contains("- Everything was asked for.");
    }

    @Test
    void aDocumentInTheChatIsSummarizedWithoutBeingStoredTwice() {
        chat().attach(Path.of("report.txt"));
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        chat().draftProperty().set("How many words?");
        chat().send();
        ui.until(() -> engine.last(Command.Generate.class).isPresent());
        engine.writes("400", 1);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        chat().summarize(chat().messages().getFirst(), 0, SummaryDepth.PAGE, name -> "Sum up " + name);
        ui.until(() -> engine.last(Command.Summarize.class).isPresent());
        assertThat(engine.summarize().document().name()).isEqualTo("report.txt");
        settle();
        assertThat(stored()).hasSize(4);
        assertThat(stored().get(2).attachments()).isEmpty();
    }

    @Test
    void stopPausesAndAgainResumes() {
        summarize("report.txt", SummaryDepth.SECTIONS);
        engine.plans(sections());
        engine.summarizes(0, "- One.");
        settle();
        chat().stop();
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(answer().state()).isEqualTo(MessageState.STOPPED);
        UUID before = engine.summarize().id();
        chat().again();
        ui.until(() -> !engine.summarize().id().equals(before));
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(0, "- One."));
        assertThat(chat().phaseProperty().get()).isEqualTo(Phase.READING);
    }

    @Test
    void doneAgainOrASectionOfItIsAnotherVersion() {
        summarize("report.txt", SummaryDepth.SECTIONS);
        engine.plans(sections());
        engine.summarizes(0, "- One.");
        finish(1, "- Two.");
        UUID first = answer().id();
        String text = answer().text();
        UUID before = engine.summarize().id();
        chat().redo(answer(), sections().getFirst());
        ui.until(() -> !engine.summarize().id().equals(before));
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(1, "- Two."));
        engine.plans(sections());
        engine.summarizes(1, "- Two.");
        finish(0, "- One, in other words.");
        assertThat(answer().versions().count()).isEqualTo(2);
        assertThat(answer().text()).contains("in other words", "- Two.");
        chat().showVersion(answer(), -1);
        ui.until(() -> answer().id().equals(first) && !chat().loadingProperty().get());
        assertThat(answer().text()).isEqualTo(text);
        assertThat(answer().summary().orElseThrow().state()).isEqualTo(SummaryViewModel.State.DONE);
    }

    @Test
    void aDeletedSummaryLeavesTheQueue() {
        summarize("report.txt", SummaryDepth.SECTIONS);
        engine.plans(sections());
        settle();
        chat().stop();
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(queue.items()).hasSize(1);
        chat().delete(chat().messages().getFirst());
        ui.until(() -> chat().messages().isEmpty());
        assertThat(queue.items()).isEmpty();
        settle();
        assertThat(store().summaries().queued().join()).isEmpty();
    }

    @Test
    void afterARestartTheAnswerHasItsPlanAndGoesOn() {
        summarize("report.txt", SummaryDepth.SECTIONS);
        engine.plans(sections());
        engine.summarizes(0, "- One.");
        settle();
        chats().close();
        queue.close();
        store().close();
        start();
        Conversation conversation = store().conversations().join().getFirst();
        chats().open(conversation);
        ui.until(() -> !chat().messages().isEmpty());
        assertThat(answer().text()).isEqualTo("### line 1 – line 20\n\n- One.");
        assertThat(answer().state()).isEqualTo(MessageState.INTERRUPTED);
        SummaryViewModel summary = answer().summary().orElseThrow();
        assertThat(summary.state()).isEqualTo(SummaryViewModel.State.PAUSED);
        assertThat(summary.steps()).isEqualTo(sections());
        queue.resume(summary);
        ui.until(() -> engine.last(Command.Summarize.class).isPresent());
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(0, "- One."));
        assertThat(answer().state()).isEqualTo(MessageState.WRITING);
    }

    private static List<SummaryStep> sections() {
        return List.of(
                new SummaryStep(0, Kind.SECTION, "line 1", "line 20", 300),
                new SummaryStep(1, Kind.SECTION, "line 21", "line 40", 300));
    }

    private void summarize(String name, SummaryDepth depth) {
        chat().attach(Path.of(name));
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        summarizeAttached(depth);
    }

    private void summarizeAttached(SummaryDepth depth) {
        long before = summaries();
        chat().summarize(depth, name -> "Sum up " + name);
        ui.until(() -> summaries() > before);
        settle();
    }

    private long summaries() {
        return engine.commands().stream()
                .filter(Command.Summarize.class::isInstance)
                .count();
    }

    private void finish(String text) {
        finish(0, text);
    }

    private void finish(int step, String text) {
        engine.summarizes(step, text);
        engine.finishesSummary();
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        settle();
    }

    private List<Document> documentsWith(String question) {
        long before = engine.commands().stream()
                .filter(Command.Generate.class::isInstance)
                .count();
        chat().draftProperty().set(question);
        chat().send();
        ui.until(() -> engine.commands().stream()
                        .filter(Command.Generate.class::isInstance)
                        .count()
                > before);
        List<Document> documents =
                prompt().stream().flatMap(m -> m.documents().stream()).toList();
        engine.writes("Yes.", 1);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        return documents;
    }

    private List<ChatMessage> prompt() {
        return ((Prompt.Chat) engine.generate().prompt()).messages();
    }

    private MessageModel answer() {
        return chat().messages().getLast();
    }

    private List<StoredMessage> stored() {
        return store().messages(chat().id().orElseThrow()).join();
    }

    private void settle() {
        ui.drain();
        store().conversations().join();
        ui.drain();
    }

    private ChatViewModel chat() {
        return chats().current();
    }

    private OpenChats chats() {
        return open.orElseThrow();
    }

    private ConversationStore store() {
        return opened.orElseThrow();
    }

    private static final class Unheard implements ChatListener {
        @Override
        public void started(Conversation conversation) {}

        @Override
        public void touched(UUID conversationId) {}

        @Override
        public void titled(UUID conversationId, String title) {}

        @Override
        public void activity(UUID conversationId, Activity activity) {}
    }
}
