package polymath.app.history;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.storage.SearchHit;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// The sidebar: search and "New chat" on top, then the conversations by day, or what the search found.
public final class HistoryView extends VBox {
    private final HistoryViewModel history;
    private final Strings strings;
    private final Actions actions;
    private final TextField search = new TextField();
    private final VBox list = new VBox();
    private final Map<UUID, HistoryRow> rows = new HashMap<>();

    /// What the list asks of the window.
    public record Actions(
            Runnable newChat, Consumer<HistoryEntry> open, Consumer<UUID> delete, Consumer<SearchHit> openHit) {}

    /// @param foot stands below the list
    public HistoryView(HistoryViewModel history, Strings strings, Actions actions, Node foot) {
        this.history = history;
        this.strings = strings;
        this.actions = actions;
        getStyleClass().add("sidebar");
        search.setPromptText(strings.get("search"));
        search.setAccessibleText(strings.get("search"));
        search.textProperty().bindBidirectional(history.queryProperty());
        search.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ESCAPE && !search.getText().isEmpty()) {
                search.clear();
                event.consume();
            }
        });
        search.setOnAction(event -> {
            if (!history.hits().isEmpty())
                actions.openHit().accept(history.hits().getFirst());
        });
        HBox.setHgrow(search, Priority.ALWAYS);
        Button newChat = Buttons.icon(Feather.PLUS, strings.get("newChat"), actions.newChat());
        newChat.getStyleClass().addAll("outlined", "new-chat");
        HBox top = new HBox(search, newChat);
        top.getStyleClass().add("sidebar-top");
        top.setAlignment(Pos.CENTER_LEFT);
        list.getStyleClass().add("history-list");
        ScrollPane scroll = new ScrollPane(list);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().setAll("scroll-pane", "edge-to-edge");
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(top, scroll, foot);
        history.entries().subscribe(this::show);
        history.hits().subscribe(this::show);
        history.queryProperty().subscribe(text -> show());
        history.selectedProperty().subscribe(id -> markSelected());
    }

    public void focusSearch() {
        search.requestFocus();
        search.selectAll();
    }

    private void show() {
        list.getChildren().clear();
        if (history.queryProperty().get().isBlank()) showEntries();
        else showHits();
    }

    private void showEntries() {
        Map<HistoryGroup, VBox> groups = new EnumMap<>(HistoryGroup.class);
        rows.values().removeIf(row -> !history.entries().contains(row.entry()));
        for (HistoryEntry entry : history.entries()) {
            HistoryRow row = rows.computeIfAbsent(entry.id(), id -> new HistoryRow(entry, history, strings, actions));
            groups.computeIfAbsent(history.groupOf(entry), this::group)
                    .getChildren()
                    .add(row);
        }
        list.getChildren().addAll(groups.values());
        markSelected();
    }

    private VBox group(HistoryGroup group) {
        Label day = new Label(strings.get("history." + group));
        day.getStyleClass().add("group-label");
        VBox box = new VBox(day);
        box.getStyleClass().add("history-group");
        return box;
    }

    private void showHits() {
        List<SearchHit> hits = List.copyOf(history.hits());
        Label count =
                new Label(hits.isEmpty() ? strings.get("search.nothing") : strings.get("search.found", hits.size()));
        count.getStyleClass().add("group-label");
        count.setWrapText(true);
        VBox box = new VBox(count);
        box.getStyleClass().add("history-group");
        for (SearchHit hit : hits)
            box.getChildren()
                    .add(HitRow.of(hit, strings, () -> actions.openHit().accept(hit)));
        list.getChildren().add(box);
    }

    private void markSelected() {
        rows.values()
                .forEach(row -> row.setSelected(history.selectedProperty()
                        .get()
                        .filter(id -> id.equals(row.entry().id()))
                        .isPresent()));
    }
}
