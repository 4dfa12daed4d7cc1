package polymath.app.history;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.storage.SearchHit;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// The sidebar: search and "New chat" on top, then the conversations in sections, or what the search found.
public final class HistoryView extends VBox {
    private final HistoryViewModel history;
    private final Strings strings;
    private final Actions actions;
    private final TextField search = new TextField();
    private final HistoryListView list;
    private final HitList hits;
    private final VBox place = new VBox();

    /// What the list asks of the window.
    ///
    /// @param export asks where to and writes a conversation, or all of them, to a file
    public record Actions(
            Runnable newChat,
            Runnable newTemporaryChat,
            Consumer<HistoryEntry> open,
            BiConsumer<UUID, String> rename,
            Consumer<UUID> delete,
            BiConsumer<UUID, Boolean> keepReady,
            Consumer<SearchHit> openHit,
            Consumer<Optional<UUID>> export,
            Runnable importChats) {}

    /// @param foot stands below the list
    public HistoryView(HistoryViewModel history, Strings strings, Actions actions, Node foot) {
        this.history = history;
        this.strings = strings;
        this.actions = actions;
        getStyleClass().add("sidebar");
        search.setPromptText(strings.get("search"));
        search.setAccessibleText(strings.get("search"));
        search.textProperty().bindBidirectional(history.queryProperty());
        search.addEventFilter(KeyEvent.KEY_PRESSED, this::searchKey);
        HBox.setHgrow(search, Priority.ALWAYS);
        Button newChat = Buttons.icon(Feather.PLUS, strings.get("newChat"), actions.newChat());
        newChat.getStyleClass().addAll("outlined", "new-chat");
        Button more = Buttons.icon(Feather.MORE_VERTICAL, strings.get("history.more"), () -> {});
        more.setOnAction(event -> more().show(more, Side.BOTTOM, 0, 4));
        HBox top = new HBox(search, newChat, more);
        top.getStyleClass().add("sidebar-top");
        top.setAlignment(Pos.CENTER_LEFT);
        list = new HistoryListView(history, strings, actions);
        hits = new HitList(history.search(), strings, actions.openHit(), this::focusSearch);
        VBox.setVgrow(list, Priority.ALWAYS);
        VBox.setVgrow(hits, Priority.ALWAYS);
        VBox.setVgrow(place, Priority.ALWAYS);
        getChildren().addAll(top, place, foot);
        history.queryProperty().subscribe(text -> show());
    }

    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private void show() {
        Node now = history.queryProperty().get().isBlank() ? list : hits;
        if (!place.getChildren().equals(List.of(now))) place.getChildren().setAll(now);
    }

    private ContextMenu more() {
        return new ContextMenu(
                item("newChat.temporary", actions.newTemporaryChat()),
                new SeparatorMenuItem(),
                item("history.import", actions.importChats()),
                item("history.exportAll", () -> actions.export().accept(Optional.empty())));
    }

    private MenuItem item(String key, Runnable action) {
        MenuItem item = new MenuItem(strings.get(key));
        item.setOnAction(event -> action.run());
        return item;
    }

    private void searchKey(KeyEvent event) {
        if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) search.clear();
        else if (event.getCode() == KeyCode.DOWN
                && history.queryProperty().get().isBlank()) list.requestFocus();
        else if (event.getCode() == KeyCode.DOWN) hits.focusFirst();
        else if (event.getCode() == KeyCode.ENTER && !history.hits().isEmpty())
            actions.openHit().accept(history.hits().getFirst());
        else return;
        event.consume();
    }
}
