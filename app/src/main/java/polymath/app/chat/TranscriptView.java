package polymath.app.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import javafx.animation.Animation;
import javafx.animation.PauseTransition;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.storage.MessageState;
import polymath.app.ui.Buttons;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.VirtualColumn;
import polymath.app.ui.VirtualColumn.Row;

/// The messages of a chat, following the answer while it is written.
final class TranscriptView extends StackPane {
    /// New text is drawn at most this often.
    private static final Duration TICK = Duration.millis(50);

    private final VirtualColumn column = new VirtualColumn();
    private final MessageActions actions;
    private final ChatViewModel chat;
    private final Map<UUID, TranscriptRows> rows = new HashMap<>();
    private final Set<UUID> expanded = new HashSet<>();
    private final PauseTransition tick = new PauseTransition(TICK);
    private Subscription writing = Subscription.EMPTY;
    private final Subscription bindings;
    private boolean dirty;
    private final TranscriptSearch search;
    /// A message to go to as soon as it is read from disk.
    private Optional<Jump> jump = Optional.empty();

    /// @param words to mark there
    private record Jump(UUID message, TextMatcher words) {}

    TranscriptView(MessageActions actions) {
        this.chat = actions.chat();
        this.actions = actions;
        Button latest = Buttons.plain(actions.strings().get("jumpToLatest"), column::scrollToEnd);
        latest.setGraphic(new FontIcon(Feather.ARROW_DOWN));
        latest.getStyleClass().add("floating");
        latest.visibleProperty().bind(column.atEndProperty().not());
        latest.managedProperty().bind(latest.visibleProperty());
        StackPane.setAlignment(latest, Pos.BOTTOM_CENTER);
        StackPane.setMargin(latest, new Insets(0, 0, 8, 0));
        column.setAccessibleText(actions.strings().get("transcript"));
        column.offerCopying(actions.strings());
        search = new TranscriptSearch(column, actions.strings());
        StackPane.setAlignment(search.bar(), Pos.TOP_RIGHT);
        StackPane.setMargin(search.bar(), new Insets(12, 24, 0, 0));
        getChildren().addAll(column, latest, search.bar());
        tick.setOnFinished(event -> {
            if (!dirty) return;
            refresh();
            tick.play();
        });
        bindings = Subscription.combine(
                actions.summaries().items().subscribe(this::refresh), // places in the queue
                chat.messages().subscribe(this::messagesChanged),
                chat.phaseProperty().subscribe(phase -> messagesChanged()),
                chat.sources().revisionProperty().subscribe((before, now) -> refresh()),
                chat.edit().messageProperty().subscribe(message -> refresh()));
        messagesChanged();
    }

    /// Lets go of the chat; it may live longer than this view.
    void dispose() {
        bindings.unsubscribe();
        writing.unsubscribe();
        tick.stop();
    }

    /// Shows the end and follows it.
    void scrollToEnd() {
        column.scrollToEnd();
    }

    /// Brings a message into view, as soon as it is there, and the first of the words in it.
    ///
    /// @param words are marked in the whole chat until the next search or [#closeFind]
    void jumpTo(UUID messageId, TextMatcher words) {
        jump = Optional.of(new Jump(messageId, words));
        jumpIfThere();
    }

    /// Opens the bar that searches this chat.
    void find() {
        search.open();
    }

    /// Takes the marks away, and the bar.
    ///
    /// @return whether there was something to take away
    boolean closeFind() {
        return search.close();
    }

    private void jumpIfThere() {
        jump.ifPresent(target -> {
            int row = 0;
            for (MessageModel message : chat.messages()) {
                int rows = rowsOf(message, message.equals(chat.messages().getLast()))
                        .size();
                if (message.id().equals(target.message())) {
                    jump = Optional.empty();
                    search.show(target.words(), row, rows);
                    return;
                }
                row += rows;
            }
        });
    }

    private void messagesChanged() {
        writing.unsubscribe();
        writing = Subscription.EMPTY;
        for (MessageModel message : chat.messages())
            if (message.isAnswer() && message.state() == MessageState.WRITING)
                writing = writing.and(message.lengthProperty().subscribe((before, now) -> textGrew()))
                        .and(message.stateProperty().subscribe((before, now) -> refresh()));
        for (MessageModel message : chat.messages())
            message.summary()
                    .ifPresent(s -> writing = writing.and(s.shapeProperty().subscribe((before, now) -> refresh())));
        refresh();
        jumpIfThere();
    }

    private void textGrew() {
        if (tick.getStatus() == Animation.Status.RUNNING) {
            dirty = true;
            return;
        }
        refresh();
        tick.play();
    }

    private void refresh() {
        dirty = false;
        List<Row> all = new ArrayList<>();
        for (MessageModel message : chat.messages())
            all.addAll(rowsOf(message, message.equals(chat.messages().getLast())));
        column.setRows(all);
        search.setRows(all);
    }

    private List<Row> rowsOf(MessageModel message, boolean last) {
        return rows.computeIfAbsent(message.id(), id -> new TranscriptRows(message, actions))
                .rows(last, expanded.contains(message.id()), () -> {
                    expanded.add(message.id());
                    refresh();
                });
    }
}
