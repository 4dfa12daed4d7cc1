package polymath.app.ui;

import javafx.beans.property.StringProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// At the foot of the sidebar: what is going on, in two lines beside a picture. A click opens more about it.
public class StatusButton extends Button {
    private final Label first = new Label();
    private final Label second = new Label();

    protected StatusButton(Node picture, Runnable open) {
        getStyleClass().setAll("button", "model-status");
        setMaxWidth(Double.MAX_VALUE);
        setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox(first, second);
        words.setMinWidth(0);
        HBox line = new HBox(picture, words);
        line.getStyleClass().add("model-line");
        line.setAlignment(Pos.CENTER_LEFT);
        setGraphic(line);
        accessibleTextProperty().bind(first.textProperty());
        setOnAction(event -> open.run());
    }

    /// With an icon.
    protected StatusButton(Feather icon, Runnable open) {
        this(new FontIcon(icon), open);
    }

    protected final StringProperty firstProperty() {
        return first.textProperty();
    }

    protected final StringProperty secondProperty() {
        return second.textProperty();
    }

    /// Whether there is something to say; else it takes no room.
    protected final void setShown(boolean shown) {
        setVisible(shown);
        setManaged(shown);
    }
}
