package polymath.app.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// The top of a panel beside the chat: its title, and the button that closes it. FX thread only.
public final class PanelHeader extends HBox {
    public PanelHeader(Label title, Strings strings, Runnable close) {
        title.getStyleClass().add("panel-title");
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        getChildren().addAll(title, space, Buttons.icon(Feather.X, strings.get("close"), close));
        getStyleClass().add("panel-header");
        setAlignment(Pos.CENTER_LEFT);
    }
}
