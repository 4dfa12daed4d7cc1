package polymath.app.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.app.UiQueue;
import polymath.app.history.HistoryEntry.Mark;
import polymath.app.history.HistoryItem.Section;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.StoredMessage;

class HistoryViewModelTest {
    private final UiQueue ui = new UiQueue();
    private Optional<ConversationStore> opened = Optional.empty();
    private Optional<HistoryViewModel> model = Optional.empty();

    @BeforeEach
    void start(@TempDir Path folder) {
        ConversationStore store = ConversationStore.open(folder.resolve("history.sqlite"));
        opened = Optional.of(store);
        model = Optional.of(new HistoryViewModel(store, ui, Clock.system(ZoneId.of("UTC"))));
    }

    @AfterEach
    void stop() {
        store().close();
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:01:00Z, TODAY",
        "2026-11-24T09:00:00Z, TODAY",
        "2026-11-22T23:59:00Z, YESTERDAY",
        "2026-11-21T12:00:00Z, LAST_WEEK",
        "2026-11-16T12:00:00Z, LAST_WEEK",
        "2026-11-15T12:00:00Z, 2026-11",
        "2026-10-31T23:59:00Z, 2026-10",
        "1999-01-01T00:00:00Z, 1999-01"
    })
    void conversationsBelongToDaysOfTheReadersCalendar(Instant moment, String expected) {
        Section section =
                new HistorySections(LocalDate.of(2026, 11, 23), ZoneId.of("UTC"), Locale.ROOT, Set.of()).byDay(moment);
        assertThat(section)
                .isEqualTo(
                        expected.contains("-")
                                ? new Section.Earlier(YearMonth.parse(expected))
                                : new Section.Recent(HistoryItem.Day.valueOf(expected)));
    }

    @Test
    void pinnedChatsAndFoldersComeBeforeTheDays() {
        conversation("Plain");
        UUID pinned = conversation("Pinned");
        UUID recipe = conversation("Recipe");
        UUID letter = conversation("Letter");
        refresh();
        history().setPinned(pinned, true);
        history().folders().move(recipe, Optional.of("kitchen"));
        assertThat(history().folders().moveToNew(letter, "kitchen")).isEqualTo("kitchen 2");
        List<String> lines =
                List.of("[Pinned]", "Pinned", "[kitchen]", "Recipe", "[kitchen 2]", "Letter", "[TODAY]", "Plain");
        assertThat(lines()).isEqualTo(lines);
        refresh();
        assertThat(lines()).as("after reading it from disk").isEqualTo(lines);
        assertThat(history().folders().names()).containsExactly("kitchen", "kitchen 2");
    }

    @Test
    void foldersAreRenamedJoinedShutAndDissolved() {
        UUID recipe = conversation("Recipe");
        UUID letter = conversation("Letter");
        refresh();
        history().folders().move(recipe, Optional.of("Kitchen"));
        history().folders().move(letter, Optional.of("Post"));
        history().folders().toggle("Kitchen");
        assertThat(lines()).containsExactly("[Kitchen]", "[Post]", "Letter");
        history().folders().rename("Kitchen", "  ");
        history().folders().rename("Kitchen", "Zoo");
        assertThat(lines()).containsExactly("[Post]", "Letter", "[Zoo]");
        history().folders().rename("Post", "Zoo");
        history().folders().toggle("Zoo");
        assertThat(lines()).containsExactly("[Zoo]", "Letter", "Recipe");
        history().folders().dissolve("Zoo");
        assertThat(lines()).containsExactly("[TODAY]", "Letter", "Recipe");
        refresh();
        assertThat(lines()).containsExactly("[TODAY]", "Letter", "Recipe");
    }

    @Test
    void theNeighbourIsTheNextLineThatIsAConversation() {
        conversation("Third");
        UUID second = conversation("Second");
        UUID first = conversation("First");
        refresh();
        history().setPinned(first, true);
        assertThat(neighbour(1)).as("from a new chat").contains("First");
        history().select(Optional.of(first));
        assertThat(neighbour(1)).contains("Second");
        assertThat(neighbour(-1)).isEmpty();
        history().select(Optional.of(second));
        assertThat(neighbour(1)).contains("Third");
        assertThat(neighbour(-1)).contains("First");
    }

    @Test
    void temporaryChatsStandAboveAndAreOnlyInTheList() {
        conversation("Kept");
        refresh();
        Conversation passing = new Conversation(
                UUID.randomUUID(), "Passing", "", Instant.now(), Instant.now(), false, Optional.empty(), false);
        history().startedTemporary(passing);
        assertThat(lines()).containsExactly("[Temporary]", "Passing", "[TODAY]", "Kept");
        refresh();
        assertThat(lines()).containsExactly("[Temporary]", "Passing", "[TODAY]", "Kept");
        history().setPinned(passing.id(), true);
        history().folders().move(passing.id(), Optional.of("Folder"));
        history().delete(passing.id());
        assertThat(lines()).containsExactly("[TODAY]", "Kept");
        assertThat(history().deletedProperty().get()).isEmpty();
        ui.drain();
        assertThat(history().troubleProperty().get()).isEmpty();
    }

    private List<String> lines() {
        return history().items().stream()
                .map(item -> switch (item) {
                    case HistoryItem.Chat chat -> chat.entry().titleProperty().get();
                    case HistoryItem.Head head -> "[" + name(head.section()) + "]";
                })
                .toList();
    }

    private static String name(Section section) {
        return switch (section) {
            case Section.Temporary ignored -> "Temporary";
            case Section.Pinned ignored -> "Pinned";
            case Section.Folder folder -> folder.name();
            case Section.Recent recent -> recent.day().name();
            case Section.Earlier earlier -> earlier.month().toString();
        };
    }

    private Optional<String> neighbour(int step) {
        return history().neighbour(step).map(e -> e.titleProperty().get());
    }

    @Test
    void theOneWrittenToMovesToTheTop() {
        UUID first = conversation("First");
        conversation("Second");
        refresh();
        assertThat(titles()).containsExactly("Second", "First");
        history().touched(first);
        assertThat(titles()).containsExactly("First", "Second");
    }

    @Test
    void deletingHidesAndUndoBringsBackInPlace() {
        conversation("First");
        UUID second = conversation("Second");
        conversation("Third");
        refresh();
        history().delete(second);
        assertThat(titles()).containsExactly("Third", "First");
        assertThat(store().conversations().join()).hasSize(2);
        assertThat(history().deletedProperty().get()).isPresent();
        history().undoDelete();
        assertThat(titles()).containsExactly("Third", "Second", "First");
        assertThat(store().conversations().join()).hasSize(3);
        assertThat(history().deletedProperty().get()).isEmpty();
    }

    @Test
    void aNewTitleIsCleanedAndKept() {
        UUID id = conversation("Old");
        refresh();
        history().rename(id, "  New\n\u202Etitle ");
        assertThat(titles()).containsExactly("New title");
        assertThat(store().conversations().join().getFirst().title()).isEqualTo("New title");
        history().rename(id, "   ");
        assertThat(titles()).containsExactly("New title");
    }

    @Test
    void searchFindsMessagesAndAnEmptyQueryFindsNothing() {
        UUID id = conversation("Fruit");
        store().append(StoredMessage.prompt(id, "A dragonfruit is a cactus fruit.", List.of()))
                .join();
        refresh();
        history().queryProperty().set("dragonf");
        ui.until(() -> !history().hits().isEmpty());
        assertThat(history().hits().getFirst().conversationId()).isEqualTo(id);
        history().queryProperty().set("");
        ui.drain();
        assertThat(history().hits()).isEmpty();
    }

    @Test
    void whatFinishesOnScreenIsRead() {
        UUID shown = conversation("Shown");
        UUID other = conversation("Other");
        refresh();
        history().select(Optional.of(shown));
        history().marked(shown, Mark.UNREAD);
        history().marked(other, Mark.UNREAD);
        assertThat(mark(shown)).isEqualTo(Mark.NONE);
        assertThat(mark(other)).isEqualTo(Mark.UNREAD);
        history().select(Optional.of(other));
        assertThat(mark(other)).isEqualTo(Mark.NONE);
    }

    @Test
    void aClosedHistoryIsReported() {
        store().close();
        history().refresh(() -> {});
        ui.until(() -> history().troubleProperty().get().isPresent());
    }

    private Mark mark(UUID id) {
        return history().entry(id).orElseThrow().markProperty().get();
    }

    private UUID conversation(String title) {
        UUID id = store().create("").join().id();
        store().rename(id, title).join();
        return id;
    }

    private void refresh() {
        boolean[] done = {false};
        history().refresh(() -> done[0] = true);
        ui.until(() -> done[0]);
    }

    private List<String> titles() {
        return history().entries().stream().map(e -> e.titleProperty().get()).toList();
    }

    private ConversationStore store() {
        return opened.orElseThrow();
    }

    private HistoryViewModel history() {
        return model.orElseThrow();
    }
}
