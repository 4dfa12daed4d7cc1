package polymath.app.history;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.storage.SearchHit;
import polymath.app.ui.PlainFlow;
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
        hit.document().ifPresent(document -> {
            Label file = new Label(SafeText.line(document, 80), new FontIcon(Feather.FILE_TEXT));
            file.getStyleClass().addAll("caption", "hit-document");
            tile.getChildren().add(file);
        });
        if (hit.messageId().isPresent()) tile.getChildren().add(snippet(hit));
        return tile;
    }

    private static TextFlow snippet(SearchHit hit) {
        PlainFlow flow = new PlainFlow("", "snippet");
        String text = hit.snippet();
        int at = 0;
        for (SearchHit.Range range : hit.ranges()) {
            if (range.end() > Math.min(text.length(), SNIPPET_CHARS)) break;
            flow.add(text.substring(at, range.start()), "around");
            flow.add(text.substring(range.start(), range.end()), "found");
            at = range.end();
        }
        int end = Math.min(text.length(), Math.max(at, SNIPPET_CHARS));
        flow.add(text.substring(at, end) + (end < text.length() ? "…" : ""), "around");
        return flow;
    }
}
