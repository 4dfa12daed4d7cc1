package polymath.app.history;

import java.util.List;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import polymath.app.storage.SearchHit;
import polymath.app.ui.Buttons;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// What a search found, best to be read from the top; the arrow keys go through it.
final class HitList extends ScrollPane {
    private final HistorySearch search;
    private final Strings strings;
    private final Consumer<SearchHit> open;
    private final Runnable leave;
    private final VBox rows = new VBox();

    /// @param leave goes back to the field above
    HitList(HistorySearch search, Strings strings, Consumer<SearchHit> open, Runnable leave) {
        super();
        this.search = search;
        this.strings = strings;
        this.open = open;
        this.leave = leave;
        rows.getStyleClass().add("hit-list");
        setContent(rows);
        setFitToWidth(true);
        getStyleClass().setAll("scroll-pane", "edge-to-edge");
        setHbarPolicy(ScrollBarPolicy.NEVER);
        setFocusTraversable(false);
        addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
        search.hits().subscribe(this::show);
        search.searchingProperty().subscribe(this::show);
    }

    void focusFirst() {
        hitRows().stream().findFirst().ifPresent(Node::requestFocus);
    }

    private void show() {
        List<SearchHit> hits = List.copyOf(search.hits());
        if (hits.isEmpty()) {
            rows.getChildren().clear();
            if (!search.searchingProperty().get()
                    && !search.queryProperty().get().isBlank())
                rows.getChildren().add(nothing());
            return;
        }
        boolean more = hits.size() > HistorySearch.MOST_HITS;
        Label count = new Label(
                more ? strings.get("search.more", HistorySearch.MOST_HITS) : strings.get("search.found", hits.size()));
        count.getStyleClass().add("group-label");
        count.setWrapText(true);
        rows.getChildren().setAll(count);
        for (SearchHit hit : hits.subList(0, Math.min(hits.size(), HistorySearch.MOST_HITS)))
            rows.getChildren().add(HitRow.of(hit, strings, () -> open.accept(hit)));
        setVvalue(0);
    }

    /// Says what was looked at, and what to try.
    private Node nothing() {
        String query = SafeText.line(search.queryProperty().get(), 40);
        PlainFlow title = new PlainFlow(strings.get("search.nothing.title", query), "hit-nothing-title");
        PlainFlow hint = new PlainFlow(strings.get("search.nothing"), "hit-nothing-hint");
        VBox box = new VBox(title, hint, Buttons.plain(strings.get("search.clear"), () -> {
            search.queryProperty().set("");
            leave.run();
        }));
        box.getStyleClass().add("hit-nothing");
        return box;
    }

    private void pressed(KeyEvent event) {
        if (event.getCode() != KeyCode.DOWN && event.getCode() != KeyCode.UP) return;
        List<Node> hits = hitRows();
        int at = 0;
        while (at < hits.size() && !hits.get(at).isFocused()) at++;
        if (at == hits.size()) return;
        int to = at + (event.getCode() == KeyCode.DOWN ? 1 : -1);
        event.consume();
        if (to < 0) leave.run();
        else if (to < hits.size()) {
            hits.get(to).requestFocus();
            reveal(hits.get(to));
        }
    }

    private void reveal(Node row) {
        double room = rows.getHeight() - getViewportBounds().getHeight();
        if (room <= 0) return;
        double top = row.getBoundsInParent().getMinY();
        double bottom = row.getBoundsInParent().getMaxY() - getViewportBounds().getHeight();
        double now = getVvalue() * room;
        if (top < now) setVvalue(top / room);
        else if (bottom > now) setVvalue(bottom / room);
    }

    private List<Node> hitRows() {
        return rows.getChildren().stream()
                .filter(node -> node.getStyleClass().contains("hit-row"))
                .toList();
    }
}
