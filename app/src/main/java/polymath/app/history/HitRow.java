package polymath.app.history;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import polymath.app.storage.SearchHit;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.Tile;

/// Something a search found: the chat's title, and the words around it with the finds in bold.
final class HitRow {
    private static final int SNIPPET_CHARS = 120;

    private HitRow() {}

    static Node of(SearchHit hit, Strings strings, Runnable open) {
        String name = hit.title().isEmpty() ? strings.get("header.newChat") : SafeText.line(hit.title(), 80);
        Label title = new Label(name);
        title.getStyleClass().add("strong");
        Tile tile = new Tile("hit-row", name, open, title);
        if (hit.messageId().isPresent()) tile.getChildren().add(snippet(hit));
        return tile;
    }

    private static TextFlow snippet(SearchHit hit) {
        TextFlow flow = new TextFlow();
        flow.getStyleClass().add("snippet");
        String text = hit.snippet();
        int at = 0;
        for (SearchHit.Range range : hit.ranges()) {
            if (range.end() > Math.min(text.length(), SNIPPET_CHARS)) break;
            add(flow, text.substring(at, range.start()), false);
            add(flow, text.substring(range.start(), range.end()), true);
            at = range.end();
        }
        int end = Math.min(text.length(), Math.max(at, SNIPPET_CHARS));
        add(flow, text.substring(at, end) + (end < text.length() ? "…" : ""), false);
        return flow;
    }

    private static void add(TextFlow flow, String text, boolean found) {
        if (text.isEmpty()) return;
        Text node = new Text(SafeText.clean(text));
        node.getStyleClass().setAll("text", found ? "found" : "around");
        flow.getChildren().add(node);
    }
}
