package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
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
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.Feedback;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoreStatus;
import polymath.app.storage.StoredMessage;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.ChatMessage.Role;
import polymath.engine.api.Command;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;

/// Versions, going on, deleting, drafts: what may be done with what was said.
class ChatVersionsTest {
    private final UiQueue ui = new UiQueue();
    private final ObjectProperty<Readiness> readiness = new SimpleObjectProperty<>(Readiness.READY);
    private EventBus bus = new EventBus();
    private ScriptedEngine engine = new ScriptedEngine(bus);
    private Optional<ConversationStore> opened = Optional.empty();
    private Optional<OpenChats> open = Optional.empty();

    @TempDir
    Path folder;

    @BeforeEach
    void start() {
        ConversationStore store = ConversationStore.open(folder.resolve("history.sqlite"));
        opened = Optional.of(store);
        bus = new EventBus();
        engine = new ScriptedEngine(bus);
        engine.loaded();
        open = Optional.of(new OpenChats(
                new ChatServices(
                        bus,
                        store,
                        ui,
                        Runnable::run,
                        System::nanoTime,
                        (file, watcher) -> new Attachment(file.toString(), "word ".repeat(40)),
                        readiness,
                        new SimpleObjectProperty<>("Phi"),
                        new Unheard(),
                        new SimpleObjectProperty<>(ChatChoices.DEFAULT),
                        new SimpleObjectProperty<>(ModelPace.UNKNOWN),
                        SummaryQueues.on(bus, ui),
                        new NothingKept()),
                () -> ""));
        settle();
    }

    @AfterEach
    void stop() {
        chats().close();
        store().close();
    }

    @Test
    void againWritesAnotherVersionAndTheArrowsGoBack() {
        converse("Hello", "Hi.");
        MessageModel first = last();
        assertThat(engine.generate().sampling()).isEqualTo(SamplingParams.GREEDY);
        chat().again();
        assertThat(engine.generate().sampling().temperature()).isPositive();
        reply("Good day.");
        assertThat(texts()).containsExactly("Hello", "Good day.");
        assertThat(last().versions().number()).isEqualTo(2);
        assertThat(last().versions().count()).isEqualTo(2);
        assertThat(last().details().flatMap(AnswerDetails::sampling))
                .contains(engine.generate().sampling());

        chat().showVersion(last(), -1);
        settle();
        assertThat(texts()).containsExactly("Hello", "Hi.");
        assertThat(last()).isSameAs(first);
        assertThat(last().versions().number()).isEqualTo(1);
        converse("And now?", "Later.");
        assertThat(prompt()).extracting(ChatMessage::content).containsExactly("Hello", "Hi.", "And now?");
        chat().showVersion(chat().messages().get(1), 1);
        settle();
        assertThat(texts()).containsExactly("Hello", "Good day.");
        chat().showVersion(last(), -1);
        settle();
        assertThat(texts()).containsExactly("Hello", "Hi.", "And now?", "Later.");
    }

    @Test
    void anAnswerWithoutAWordIsWrittenInItsPlace() {
        send("Hello");
        engine.fails(Failure.of(FailureCode.OUT_OF_HEAP));
        idle();
        chat().again(last());
        reply("Hi.");
        assertThat(last().versions().count()).isEqualTo(1);
        assertThat(stored()).extracting(StoredMessage::content).containsExactly("Hello", "Hi.");
    }

    @Test
    void anEditedMessageIsAVersionWithAnAnswerOfItsOwn() {
        converse("What is a monad?", "A burrito.");
        converse("Really?", "No.");
        chat().beginEdit(chat().messages().getFirst());
        chat().edit().textProperty().set(" What is a functor? ");
        chat().sendEdit();
        assertThat(chat().edit().message()).isEmpty();
        ui.until(() -> engine.generate().prompt() instanceof Prompt.Chat c
                && c.messages().getLast().content().equals("What is a functor?"));
        assertThat(prompt()).hasSize(1);
        reply("A map.");
        assertThat(texts()).containsExactly("What is a functor?", "A map.");
        assertThat(chat().messages().getFirst().versions().number()).isEqualTo(2);
        chat().showVersion(chat().messages().getFirst(), -1);
        settle();
        assertThat(texts()).containsExactly("What is a monad?", "A burrito.", "Really?", "No.");
        assertThat(stored()).hasSize(4);
    }

    @Test
    void editingTheLastMessageAndLeavingItAsItWasDoesNothing() {
        converse("One", "1");
        converse("Two", "2");
        int before = engine.commands().size();
        chat().editLast();
        assertThat(chat().edit().message()).contains(chat().messages().get(2));
        assertThat(chat().edit().textProperty().get()).isEqualTo("Two");
        chat().sendEdit();
        settle();
        assertThat(chat().edit().message()).isEmpty();
        assertThat(texts()).containsExactly("One", "1", "Two", "2");
        assertThat(engine.commands()).hasSize(before);
    }

    @Test
    void anEditKeepsTheDocumentsOfItsMessage() {
        chat().attach(Path.of("notes.txt"));
        ui.until(() -> chat().attachments().getFirst().tokens().isPresent());
        converse("Summarize", "Short.");
        chat().editLast();
        chat().edit().textProperty().set("Summarize at length");
        chat().sendEdit();
        ui.until(() -> prompt().getFirst().content().endsWith("Summarize at length"));
        assertThat(prompt().getFirst().documents()).hasSize(1);
        reply("Long.");
        assertThat(stored().getFirst().attachments()).hasSize(1);
    }

    @Test
    void aStoppedAnswerGoesOnFromItsLastWord() {
        send("Count");
        engine.writes("One, two", 3);
        ui.until(() -> !last().text().isEmpty());
        engine.finishes(FinishReason.CANCELLED);
        idle();
        assertThat(chat().canGoOn(last())).isTrue();
        chat().goOn(last());
        assertThat(engine.generate().prompt())
                .isEqualTo(new Prompt.Continuation(List.of(new ChatMessage(Role.USER, "Count")), "One, two"));
        reply(", three.");
        assertThat(last().text()).isEqualTo("One, two, three.");
        assertThat(stored().getLast().content()).isEqualTo("One, two, three.");
        assertThat(stored().getLast().state()).isEqualTo(MessageState.COMPLETE);
        assertThat(last().details().orElseThrow().usage().generatedTokens())
                .isEqualTo(2 * ScriptedEngine.usage().generatedTokens());
        assertThat(chat().canGoOn(last())).isFalse();
    }

    @Test
    void anAnswerThatFailsWhileItGoesOnKeepsWhatItSaid() {
        send("Count");
        engine.writes("One, two", 3);
        engine.finishes(FinishReason.MAX_TOKENS);
        idle();
        chat().goOn(last());
        engine.writes(", thr", 1);
        engine.fails(Failure.of(FailureCode.ENGINE_DIED, 137));
        idle();
        assertThat(stored().getLast().content()).isEqualTo("One, two, thr");
        assertThat(last().state()).isEqualTo(MessageState.INTERRUPTED);
        assertThat(last().details()).isPresent();
    }

    @Test
    void aDeletedMessageTakesWhatFollowsAlongAndComesBack() {
        converse("One", "1");
        converse("Two", "2");
        chat().delete(chat().messages().get(1));
        settle();
        assertThat(texts()).containsExactly("One");
        assertThat(chat().deletionProperty().get().orElseThrow().following()).isEqualTo(2);
        chat().undoDelete();
        settle();
        assertThat(texts()).containsExactly("One", "1", "Two", "2");
        assertThat(chat().deletionProperty().get()).isEmpty();
        chat().delete(chat().messages().getFirst());
        settle();
        chat().forgetDeletion();
        converse("Anew", "Yes.");
        assertThat(prompt()).extracting(ChatMessage::content).containsExactly("Anew");
    }

    @Test
    void aMessageWhoseAnswerWasDeletedCanBeAnswered() {
        converse("One", "1");
        chat().delete(last());
        settle();
        assertThat(texts()).containsExactly("One");
        chat().again();
        reply("uno");
        assertThat(texts()).containsExactly("One", "uno");
        assertThat(stored()).extracting(StoredMessage::content).containsExactly("One", "uno");
    }

    @Test
    void nothingIsDeletedOrSwitchedWhileAnAnswerIsWritten() {
        converse("One", "1");
        chat().again();
        chat().delete(chat().messages().getFirst());
        chat().showVersion(last(), -1);
        chat().beginEdit(chat().messages().getFirst());
        settle();
        assertThat(chat().edit().message()).isEmpty();
        assertThat(chat().messages()).hasSize(2);
        assertThat(chat().phaseProperty().get()).isEqualTo(Phase.READING);
    }

    @Test
    void whatTheReaderThinksIsKept() {
        converse("One", "1");
        Feedback note = new Feedback(Feedback.Thumb.UP, "Right.");
        chat().rate(last(), note);
        reopen();
        assertThat(last().feedbackProperty().get()).isEqualTo(note);
    }

    @Test
    void aDraftComesBackWithItsDocuments() {
        chat().draftProperty().set("Half a thou");
        chat().attach(Path.of("notes.txt"));
        chat().attach(Path.of("more.txt"));
        ui.until(() -> chat().attachments().stream().allMatch(a -> a.tokens().isPresent()));
        chat().detach(chat().attachments().getLast().id());
        settle();
        restart();
        assertThat(chat().draftProperty().get()).isEqualTo("Half a thou");
        ui.until(() -> chat().attachments().size() == 1
                && chat().attachments().getFirst().tokens().isPresent());
        assertThat(chat().attachments().getFirst().name()).isEqualTo("notes.txt");

        converse("Half a thought", "Yes.");
        chat().draftProperty().set("And another");
        restart();
        assertThat(chat().draftProperty().get()).isEmpty();
        assertThat(chat().attachments()).isEmpty();
        chats().open(store().conversations().join().getFirst());
        settle();
        assertThat(chat().draftProperty().get()).isEqualTo("And another");
        assertThat(chat().attachments()).isEmpty();
    }

    @Test
    void theDraftOfTheNewChatWaitsWhileAnotherChatIsOnScreen() {
        converse("One", "1");
        chats().startNew();
        settle();
        chat().draftProperty().set("Something new");
        chats().open(store().conversations().join().getFirst());
        assertThat(chat().draftProperty().get()).isEmpty();
        chats().startNew();
        settle();
        assertThat(chat().draftProperty().get()).isEqualTo("Something new");
    }

    @Test
    void aMessageThatCannotBeStoredIsADraftAgain() {
        chat().draftProperty().set("Hello");
        settle();
        store().close();
        chat().send();
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        assertThat(chat().draftProperty().get()).isEqualTo("Hello");
        restart();
        assertThat(chat().draftProperty().get()).isEqualTo("Hello");
    }

    @Test
    void aLongChatSaysOnceThatAnotherOneIsBetter() {
        for (int i = 1; i < 30; i++) converse("Question " + i, "Answer " + i);
        assertThat(chat().noticeProperty().get()).isEmpty();
        converse("Question 30", "Answer 30");
        assertThat(chat().noticeProperty().get()).contains(new Notice.GrownLong());
        chat().dismissNotice();
        converse("Question 31", "Answer 31");
        assertThat(chat().noticeProperty().get()).isEmpty();
    }

    @Test
    void aMessageOfAnotherVersionIsRevealed() {
        converse("One", "1");
        UUID hidden = last().id();
        chat().again();
        reply("uno");
        List<String> seen = new ArrayList<>();
        chat().reveal(hidden, () -> seen.addAll(texts()));
        settle();
        assertThat(seen).containsExactly("One", "1");
        chat().reveal(hidden, () -> seen.add("at once"));
        assertThat(seen).last().isEqualTo("at once");
    }

    private void send(String text) {
        long before = generates();
        chat().draftProperty().set(text);
        chat().send();
        ui.until(() -> generates() > before);
    }

    private void converse(String question, String answer) {
        send(question);
        reply(answer);
    }

    private void reply(String text) {
        engine.writes(text, 1);
        engine.finishes(FinishReason.END_OF_TURN);
        idle();
    }

    private void idle() {
        ui.until(() -> chat().phaseProperty().get() == Phase.IDLE);
        settle();
    }

    /// Lets all that was asked of the store, and what follows from it, happen.
    private void settle() {
        for (int i = 0; i < 4; i++) {
            store().status()
                    .exceptionally(closed -> new StoreStatus(StoreStatus.State.READY, folder, Optional.empty(), ""))
                    .join();
            ui.drain();
        }
        ui.until(() -> !chat().loadingProperty().get());
    }

    private void reopen() {
        restart();
        chats().open(store().conversations().join().getFirst());
        settle();
    }

    private void restart() {
        stop();
        start();
    }

    private long generates() {
        return engine.commands().stream()
                .filter(Command.Generate.class::isInstance)
                .count();
    }

    private List<ChatMessage> prompt() {
        return ((Prompt.Chat) engine.generate().prompt()).messages();
    }

    private List<String> texts() {
        return chat().messages().stream().map(MessageModel::text).toList();
    }

    private MessageModel last() {
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
