package polymath.app.ui;

import javafx.scene.text.Text;

/// Text as it stands, without Markdown.
public final class PlainFlow extends MarkedFlow {

    /// @param text is made safe to draw
    public PlainFlow(String text, String... styleClasses) {
        getStyleClass().addAll(styleClasses);
        add(text, "plain");
    }

    /// Adds text in a style of its own.
    public void add(String text, String styleClass) {
        if (text.isEmpty()) return;
        for (String piece : Pieces.ofNode(SafeText.clean(text))) {
            Text node = new Text(piece);
            node.getStyleClass().setAll("text", styleClass);
            getChildren().add(node);
        }
    }
}
