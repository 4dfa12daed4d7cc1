package polymath.app.palette;

import java.util.List;
import javafx.geometry.HPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// Every key and what it does.
public final class ShortcutList extends VBox {
    private final Button closeButton;

    /// A line of the list.
    public record Line(String name, String keys) {}

    public ShortcutList(List<Line> lines, Strings strings, Runnable close) {
        getStyleClass().setAll("shortcut-list");
        setAccessibleText(strings.get("shortcuts"));
        Label title = new Label(strings.get("shortcuts"));
        title.getStyleClass().add("panel-title");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        closeButton = Buttons.icon(Feather.X, strings.get("close"), close);
        HBox header = new HBox(title, space, closeButton);
        header.getStyleClass().add("settings-header");
        GridPane grid = new GridPane();
        grid.getStyleClass().add("shortcut-grid");
        ColumnConstraints names = new ColumnConstraints();
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints keys = new ColumnConstraints();
        keys.setHalignment(HPos.RIGHT);
        grid.getColumnConstraints().addAll(names, keys);
        for (int i = 0; i < lines.size(); i++) {
            Label name = new Label(lines.get(i).name());
            name.setWrapText(true);
            Label pressed = new Label(lines.get(i).keys());
            pressed.getStyleClass().add("keys");
            pressed.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(i, name, pressed);
        }
        ScrollPane scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().setAll("scroll-pane", "edge-to-edge");
        scroll.setAccessibleText(strings.get("shortcuts"));
        getChildren().addAll(header, scroll);
    }

    public void focusClose() {
        closeButton.requestFocus();
    }
}
