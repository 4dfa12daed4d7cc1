package polymath.app.history;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import polymath.app.storage.SearchHit;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// Something a search found: the chat's title, and the words around it with the finds in bold.
final class HitRow extends Button {
    private static final int SNIPPET_CHARS = 120;

    HitRow(SearchHit hit, Strings strings, Runnable open) {
        getStyleClass().setAll("button", "hit-row");
        Label title = new Label(hit.title().isEmpty() ? strings.get("header.newChat") : SafeText.line(hit.title(), 80));
        title.getStyleClass().add("strong");
        VBox words = new VBox(title);
        if (hit.messageId().isPresent()) words.getChildren().add(snippet(hit));
        words.setMinWidth(0);
        setGraphic(words);
        setAlignment(Pos.CENTER_LEFT);
        setMaxWidth(Double.MAX_VALUE);
        words.prefWidthProperty().bind(widthProperty().subtract(24));
        setAccessibleText(title.getText());
        setOnAction(event -> open.run());
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
