package polymath.app.ui;

import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// A card over the window, one at a time. Esc or a click beside it closes it, and the focus goes back where it was.
public final class Overlay extends StackPane {
    private static final double MARGIN = 24;

    private Optional<Node> before = Optional.empty();
    private Optional<Region> card = Optional.empty();

    public Overlay() {
        getStyleClass().setAll("overlay");
        setAlignment(Pos.TOP_CENTER);
        setAccessibleRole(AccessibleRole.DIALOG);
        setVisible(false);
        setOnMousePressed(event -> {
            if (event.getTarget() == this) close();
        });
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            event.consume();
            close();
        });
    }

    /// @param width of the card where there is room
    public void show(Region content, double width) {
        if (card.isEmpty()) before = Optional.ofNullable(getScene()).map(scene -> scene.getFocusOwner());
        card = Optional.of(content);
        content.getStyleClass().add("overlay-card");
        content.setMaxWidth(width);
        content.setMaxHeight(Region.USE_PREF_SIZE);
        setMargin(content, new Insets(MARGIN * 2, MARGIN, MARGIN, MARGIN));
        getChildren().setAll(content);
        setAccessibleText(content.getAccessibleText());
        setVisible(true);
    }

    public boolean isOpen() {
        return card.isPresent();
    }

    public void close() {
        card = Optional.empty();
        setVisible(false);
        getChildren().clear();
        before.ifPresent(Node::requestFocus);
        before = Optional.empty();
    }
}
