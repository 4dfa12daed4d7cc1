package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
import polymath.app.storage.Coverage;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException.Code;
import polymath.app.storage.StoredMessage;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.PlainText;
import polymath.engine.api.Prompt;

class ChatViewModelTest {
    private final UiQueue ui = new UiQueue();
    private final EventBus bus = new EventBus();
    private final ScriptedEngine engine = new ScriptedEngine(bus);
    private final ObjectProperty<Readiness> readiness = new SimpleObjectProperty<>(Readiness.READY);
    private final RecordingListener listener = new RecordingListener();
    private Path file = Path.of("");
    private Optional<ConversationStore> opened = Optional.empty();
    private Optional<OpenChats> open = Optional.empty();

    @BeforeEach
    void start(@TempDir Path folder) {
        file = folder.resolve("history.sqlite");
        ConversationStore store = ConversationStore.open(file);
        opened = Optional.of(store);
        engine.loaded();
        open = Optional.of(new OpenChats(
                new ChatServices(
                        bus,
                        store,
                        ui,
                        Runnable::run,
                        System::nanoTime,
                        (file, watcher) -> document(file),
                        readiness,
                        new SimpleObjectProperty<>("Phi"),
                        listener,
                        new SimpleObjectProperty<>(ChatChoices.DEFAULT),
                        new SimpleObjectProperty<>(ModelPace.UNKNOWN),
                        SummaryQueues.on(bus, ui),
                        new NothingKept()),
                () -> ""));
    }

    @AfterEach
    void stop() {
        chats().close();
        store().close();
    }

    @Test
    void aMessageIsOnDiskBeforeTheEngineGetsIt() {
        bus.subscribe(Command.Generate.class, Runnable::run, command -> {
            Conversation conversation = store().conversations().join().getFirst();
            assertThat(store().messages(conversation.id()).join().getFirst().content())
                    .isEqualTo("Why is the sky blue?");
        });
        send("Why is the sky blue?");
        assertThat(prompt()).containsExactly(new ChatMessage(ChatMessage.Role.USER, "Why is the sky blue?"));
        assertThat(chat().phaseProperty().get()).isEqualTo(Phase.READING);
    }

    @Test
    void sendingShowsTheMessageAtOnceAndEmptiesTheDraft() {
        chat().draftProperty().set("Hello");
        chat().send();
        assertThat(chat().messages()).hasSize(1);
        assertThat(chat().draftProperty().get()).isEmpty();
        assertThat(chat().phaseProperty().get().working()).isTrue();
    }

    @Test
    void theAnswerComesInAndIsKept() {
        send("Hello");
        engine.reads(12, 12);
        engine.writes("Good ", 2);
        engine.writes("day.", 4);
        ui.until(() -> answer().text().equals("Good day."));
        assertThat(chat().phaseProperty().get()).isEqualTo(Phase.WRITING);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(answer().state()).isEqualTo(MessageState.COMPLETE);
        assertThat(chat().contextProperty().get().usedTokens()).isEqualTo(1_204);
        StoredMessage kept = stored().getLast();
        assertThat(kept.content()).isEqualTo("Good day.");
        assertThat(kept.state()).isEqualTo(MessageState.COMPLETE);
        assertThat(kept.details()).isPresent();
    }

    @Test
    void theNextPromptHoldsTheWholeConversationAndTheSystemPromptFirst() {
        chat().setSystemPrompt("Be brief.");
        converse("One", "Two");
        send("Three");
        assertThat(prompt()).extracting(ChatMessage::content).containsExactly("Be brief.", "One", "Two", "Three");
    }

    @Test
    void stopCancelsAndKeepsWhatWasWritten() {
        send("Hello");
        engine.writes("Half an ans", 3);
        ui.until(() -> !answer().text().isEmpty());
        chat().stop();
        assertThat(engine.last(Command.Cancel.class).orElseThrow().id())
                .isEqualTo(engine.generate().id());
        engine.finishes(FinishReason.CANCELLED);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(answer().state()).isEqualTo(MessageState.STOPPED);
        assertThat(stored().getLast().content()).isEqualTo("Half an ans");
    }

    @Test
    void aMessageSentWhileTheModelLoadsStartsByItself() {
        readiness.set(Readiness.LOADING);
        chat().draftProperty().set("Hello");
        chat().send();
        ui.until(() -> chat().phaseProperty().get() == Phase.WAITING);
        assertThat(engine.last(Command.Generate.class)).isEmpty();
        readiness.set(Readiness.READY);
        assertThat(engine.last(Command.Generate.class)).isPresent();
    }

    @Test
    void stoppingWhileTheModelLoadsSendsNothing() {
        readiness.set(Readiness.LOADING);
        chat().draftProperty().set("Hello");
        chat().send();
        ui.until(() -> chat().phaseProperty().get() == Phase.WAITING);
        chat().stop();
        readiness.set(Readiness.READY);
        assertThat(engine.last(Command.Generate.class)).isEmpty();
        assertThat(answer().state()).isEqualTo(MessageState.STOPPED);
    }

    @Test
    void aModelThatIsNotLoadedAfterAllEndsTheWait() {
        readiness.set(Readiness.LOADING);
        chat().draftProperty().set("Hello");
        chat().send();
        ui.until(() -> chat().phaseProperty().get() == Phase.WAITING);
        readiness.set(Readiness.NONE);
        assertThat(answer().state()).isEqualTo(MessageState.FAILED);
        assertThat(answer().failure()).contains(Failure.of(FailureCode.NO_MODEL));
    }

    @Test
    void anEngineThatDiesLeavesThePartialAnswerMarkedAndTryingAgainStartsOver() {
        send("Hello");
        engine.writes("Half", 1);
        ui.until(() -> !answer().text().isEmpty());
        engine.fails(Failure.of(FailureCode.ENGINE_DIED, 137));
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(answer().state()).isEqualTo(MessageState.INTERRUPTED);
        assertThat(stored().getLast().content()).isEqualTo("Half");
        assertThat(listener.activities.getLast()).isEqualTo(ChatListener.Activity.FAILED);

        readiness.set(Readiness.DIED);
        chat().again();
        ui.drain();
        assertThat(engine.generate().prompt())
                .isEqualTo(new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.USER, "Hello"))));
        engine.writes("Whole", 1);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(stored()).hasSize(2);
        assertThat(stored().getLast().content()).isEqualTo("Whole");
    }

    @Test
    void aFailureKeepsTheMessageAndSaysWhy() {
        send("Hello");
        engine.fails(Failure.of(FailureCode.PROMPT_TOO_LONG, 40_000, 32_768));
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(answer().state()).isEqualTo(MessageState.FAILED);
        assertThat(answer().failure().orElseThrow().code()).isEqualTo(FailureCode.PROMPT_TOO_LONG);
        send("Again");
        assertThat(prompt()).extracting(ChatMessage::content).containsExactly("Hello", "Again");
    }

    @Test
    void aFullContextIsMarkedAsTheLimit() {
        send("Hello");
        engine.writes("Long", 1);
        engine.finishes(FinishReason.CONTEXT_FULL);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(answer().state()).isEqualTo(MessageState.LIMIT);
    }

    @Test
    void theTitleIsTheFirstWordsUntilItIsRenamed() {
        converse("What is\na monad, and why do people write about it so very much on the internet?", "A box.");
        assertThat(chat().titleProperty().get())
                .isEqualTo("What is a monad, and why do people write about it so very m…");
        chat().rename("Monads");
        ui.drain();
        converse("More", "No.");
        assertThat(chat().titleProperty().get()).isEqualTo("Monads");
        assertThat(store().conversations().join().getFirst().title()).isEqualTo("Monads");
    }

    @Test
    void aDocumentGoesInFullBeforeTheQuestion() {
        chat().attach(Path.of("notes.txt"));
        ui.until(() -> chat().attachments().getFirst().tokens().isPresent());
        send("Summarize this document.");
        assertThat(prompt().getFirst())
                .isEqualTo(new ChatMessage(
                        ChatMessage.Role.USER,
                        "Summarize this document.",
                        List.of(PlainText.of("notes.txt", "word ".repeat(40)))));
        assertThat(chat().attachments()).isEmpty();
        assertThat(stored().getFirst().attachments()).containsExactly(new Attachment("notes.txt", "word ".repeat(40)));
        assertThat(chat().titleProperty().get()).isEqualTo("notes.txt: Summarize this document.");
    }

    @Test
    void aDocumentIsCountedInATemporaryChatToo() {
        chats().startTemporary();
        chat().attach(Path.of("notes.txt"));
        ui.until(() -> chat().attachments().getFirst().tokens().isPresent());
        assertThat(chat().canSendBinding().get()).isTrue();
    }

    @Test
    void aDocumentThatDoesNotFitStaysWithItsNumbersAndIsNotSentWhole() {
        engine.limit(50);
        chat().attach(Path.of("notes.txt"));
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        DocumentOutlook outlook = chat().attachments().getFirst().outlook().orElseThrow();
        assertThat(outlook).isEqualTo(new DocumentOutlook(49, 59, 50));
        assertThat(outlook.way(32_768)).isEqualTo(DocumentOutlook.Way.SECTIONS);
        assertThat(chat().noticeProperty().get()).isEmpty();
        chat().draftProperty().set("What does it say?");
        assertThat(chat().canSendBinding().get()).isFalse();
        chat().detach(chat().attachments().getFirst().id());
        assertThat(chat().canSendBinding().get()).isTrue();
    }

    @Test
    void aDocumentTooLongCanBeAskedAboutByPassages() {
        StringBuilder pages = new StringBuilder();
        for (int i = 1; i <= 40; i++)
            pages.append(i == 30 ? "The ferries were painted green." : "Page " + i + " is about matter " + i + ".")
                    .append(" and so on".repeat(30))
                    .append('\f');
        attachTooLong(pages.toString());
        assertThat(chat().attachments().getFirst().fits()).isFalse();
        chat().askByPassages(chat().attachments().getFirst().id());
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        assertThat(chat().attachments().getFirst().fits()).isTrue();

        send("What colour are the ferries?");
        assertThat(sentPages()).contains(29, 30, 31).hasSizeLessThan(12);
        engine.writes("Green. [p. 30]", 4);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        Coverage.Part read = answer().coverage().orElseThrow().parts().getFirst();
        assertThat(read.total()).isEqualTo(40);
        assertThat(read.isComplete()).isFalse();
        assertThat(read.readPages()).isEqualTo(sentPages().size());

        contextCounted();
        send("And what is said of matter 7?");
        assertThat(sentPages())
                .as("another question, other pages")
                .doesNotContain(30)
                .contains(7);
    }

    @Test
    void aDocumentStaysBeforeEveryLaterQuestion() {
        chat().attach(Path.of("one.txt"));
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        send("What is it about?");
        List<Document> documents = prompt().getFirst().documents();
        assertThat(documents).hasSize(1);
        for (String later : List.of("And then?", "And at last?")) {
            engine.writes("Words.", 1);
            engine.finishes(FinishReason.END_OF_TURN);
            ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
            send(later);
            assertThat(prompt().getFirst().documents()).as(later).isEqualTo(documents);
        }
    }

    @Test
    void onlySomePagesOfADocumentTooLongCanBeRead() {
        attachTooLong(("Words and so on.".repeat(20) + '\f').repeat(40));
        PendingAttachment whole = chat().attachments().getFirst();
        assertThat(whole.fits()).isFalse();
        PageRangeChoice.Pages pages = PageRangeChoice.pages(
                        "3 – 6", whole.document().orElseThrow().document())
                .orElseThrow();
        chat().askAboutPages(whole.id(), pages.first(), pages.last());
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        assertThat(chat().attachments().getFirst().fits()).isTrue();
        send("What is this?");
        assertThat(sentPages()).containsExactly(3, 4, 5, 6);
        engine.writes("Words. [p. 3]", 4);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        Coverage.Part read = answer().coverage().orElseThrow().parts().getFirst();
        assertThat(read.total()).isEqualTo(40);
        assertThat(read.read()).containsExactly(new Coverage.Stretch(3, 6));

        contextCounted();
        send("And then?");
        assertThat(sentPages()).as("the same pages again").containsExactly(3, 4, 5, 6);
    }

    @Test
    void whatIsNoRangeOfTheDocumentCannotBeChosen() {
        Document document = new Attachment("report.txt", "One.\f\fThree.\fFour.").document();
        assertThat(PageRangeChoice.pages("2-3", document).map(p -> p.first().page()))
                .as("page 2 is empty")
                .contains(3);
        assertThat(PageRangeChoice.pages(" 4 ", document).map(p -> p.last().page()))
                .contains(4);
        for (String wrong : List.of("", "one", "5", "2", "4-3", "-3", "1,3", "99999999"))
            assertThat(PageRangeChoice.pages(wrong, document)).as(wrong).isEmpty();
    }

    @Test
    void whatWasChosenOfADocumentCanBeTakenBack() {
        attachTooLong(("Words and so on.".repeat(20) + '\f').repeat(40));
        chat().askByPassages(chat().attachments().getFirst().id());
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        chat().askAsAWhole(chat().attachments().getFirst().id());
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
        assertThat(chat().attachments().getFirst().fits()).isFalse();
        assertThat(chat().attachments().getFirst().document().orElseThrow().isNarrowed())
                .isFalse();
    }

    /// A document that a context of 1,000 tokens does not hold, counted.
    private void attachTooLong(String pages) {
        engine.limit(1_000);
        contextCounted();
        chat().attachText("report.txt", pages);
        ui.until(() -> chat().attachments().getFirst().outlook().isPresent());
    }

    private void contextCounted() {
        chat().setSystemPrompt("");
        ui.until(() -> chat().contextProperty().get().limitTokens() == 1_000);
    }

    private List<Integer> sentPages() {
        return prompt().getFirst().documents().getFirst().pages().stream()
                .map(Document.Page::page)
                .toList();
    }

    @Test
    void takingADocumentAwayHasTheOthersCountedAnew() {
        engine.limit(120);
        chat().attach(Path.of("one.txt"));
        chat().attach(Path.of("two.txt"));
        chat().attach(Path.of("three.txt"));
        ui.until(() -> chat().attachments().stream().allMatch(a -> a.outlook().isPresent()));
        assertThat(chat().attachments().getLast().fits()).isFalse();
        chat().detach(chat().attachments().getFirst().id());
        ui.until(() -> chat().attachments().stream().allMatch(a -> a.outlook().isPresent()));
        assertThat(chat().attachments().getLast().fits()).isTrue();
        assertThat(chat().attachments().getLast().tokens()).contains(50);
    }

    @Test
    void aDocumentThatCannotBeReadIsRefusedWithItsReason() {
        chat().attach(Path.of("picture.png"));
        ui.until(() -> chat().noticeProperty().get().isPresent());
        assertThat(chat().noticeProperty().get()).contains(new Notice.DocumentRefused("This is a picture."));
        assertThat(chat().attachments()).isEmpty();
    }

    @Test
    void aDocumentAttachedWhileTheModelLoadsIsCountedWhenItIsThere() {
        readiness.set(Readiness.LOADING);
        chat().attach(Path.of("notes.txt"));
        ui.until(() -> chat().attachments().getFirst().document().isPresent());
        assertThat(chat().attachments().getFirst().tokens()).isEmpty();
        readiness.set(Readiness.READY);
        ui.until(() -> chat().attachments().getFirst().tokens().isPresent());
    }

    @Test
    void anAnswerThatCannotBeStoredStaysOnScreenUntilItCan() throws SQLException {
        chat().draftProperty().set("Hello");
        chat().send();
        ui.until(() -> engine.last(Command.Generate.class).isPresent());
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement disk = other.createStatement()) {
            disk.execute("CREATE TRIGGER full BEFORE UPDATE ON message BEGIN SELECT RAISE(ABORT, 'no room'); END");
            engine.writes("Good day.", 3);
            engine.finishes(FinishReason.END_OF_TURN);
            ui.until(() -> chat().noticeProperty().get().isPresent());
            assertThat(chat().noticeProperty().get()).contains(new Notice.AnswerNotStored(Code.INTERNAL));
            chat().saveAgain();
            ui.until(() -> chat().noticeProperty().get().isPresent());
            disk.execute("DROP TRIGGER full");
        }
        ui.until(() -> {
            if (chat().noticeProperty().get().isPresent()) chat().saveAgain(); // as its button does
            return store().thread(chat().id().orElseThrow())
                    .join()
                    .getLast()
                    .message()
                    .content()
                    .equals("Good day.");
        });
        assertThat(chat().noticeProperty().get()).isEmpty();
    }

    @Test
    void aMessageThatCannotBeStoredIsGivenBack() {
        store().close();
        chat().draftProperty().set("Hello");
        chat().send();
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(chat().messages()).isEmpty();
        assertThat(chat().draftProperty().get()).isEqualTo("Hello");
        assertThat(chat().noticeProperty().get()).containsInstanceOf(Notice.NotStored.class);
        assertThat(engine.last(Command.Generate.class)).isEmpty();
    }

    @Test
    void aChatGoesOnWhileAnotherIsOnScreen() {
        send("Hello");
        ChatViewModel first = chat();
        chats().startNew();
        assertThat(chat()).isNotSameAs(first);
        engine.writes("Here", 1);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> first.phaseProperty().get() == Phase.IDLE);
        assertThat(first.messages().getLast().text()).isEqualTo("Here");
        chats().open(store().conversations().join().getFirst());
        assertThat(chat()).isSameAs(first);
    }

    @Test
    void nothingIsSentWithoutAModelOrText() {
        chat().draftProperty().set("  ");
        assertThat(chat().canSendBinding().get()).isFalse();
        chat().draftProperty().set("Hello");
        assertThat(chat().canSendBinding().get()).isTrue();
        readiness.set(Readiness.NONE);
        assertThat(chat().canSendBinding().get()).isFalse();
        chat().send();
        assertThat(chat().messages()).isEmpty();
    }

    private void send(String text) {
        int before = commandsOf(Command.Generate.class);
        chat().draftProperty().set(text);
        chat().send();
        ui.until(() -> commandsOf(Command.Generate.class) > before);
    }

    private void converse(String question, String reply) {
        send(question);
        engine.writes(reply, 1);
        engine.finishes(FinishReason.END_OF_TURN);
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        store().conversations().join();
        ui.drain();
    }

    private int commandsOf(Class<? extends Command> type) {
        return (int) engine.commands().stream().filter(type::isInstance).count();
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

    private ChatViewModel chat() {
        return chats().current();
    }

    private OpenChats chats() {
        return open.orElseThrow();
    }

    private ConversationStore store() {
        return opened.orElseThrow();
    }

    private static Attachment document(Path file) throws DocumentSource.RefusedException {
        if (file.toString().endsWith(".png")) throw new DocumentSource.RefusedException("This is a picture.");
        return new Attachment(file.toString(), "word ".repeat(40));
    }

    private static final class RecordingListener implements ChatListener {
        private final List<Activity> activities = new java.util.ArrayList<>();

        @Override
        public void started(Conversation conversation) {}

        @Override
        public void touched(UUID conversationId) {}

        @Override
        public void titled(UUID conversationId, String title) {}

        @Override
        public void activity(UUID conversationId, Activity activity) {
            activities.add(activity);
        }
    }
}
