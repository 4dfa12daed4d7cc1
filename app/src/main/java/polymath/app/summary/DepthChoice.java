package polymath.app.summary;

import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;
import polymath.engine.api.SummaryDepth;

/// How much a summary is to tell: none is chosen until one is pressed.
public final class DepthChoice extends FlowPane {

    /// @param several whether there is more than one document
    public DepthChoice(boolean several, Strings strings, Consumer<SummaryDepth> choose) {
        getStyleClass().add("depth-choice");
        Label what = new Label(strings.get(several ? "summarize.each" : "summarize"));
        what.getStyleClass().add("caption");
        getChildren().add(what);
        for (SummaryDepth depth : SummaryDepth.values()) {
            Button button = Buttons.plain(strings.get("summarize." + depth), () -> choose.accept(depth));
            button.getStyleClass().add("chip");
            button.setAccessibleText(what.getText() + ": " + button.getText());
            button.setTooltip(new Tooltip(strings.get("summarize." + depth + ".text")));
            getChildren().add(button);
        }
    }

    /// Offers something else that can be done with the document.
    public void also(String text, Runnable action) {
        Button button = Buttons.plain(text, action);
        button.getStyleClass().add("chip");
        getChildren().add(button);
    }

    /// The same as a menu.
    public static ContextMenu menu(Strings strings, Consumer<SummaryDepth> choose) {
        ContextMenu menu = new ContextMenu();
        for (SummaryDepth depth : SummaryDepth.values()) {
            MenuItem item = new MenuItem(strings.get("summarize.menu." + depth));
            item.setOnAction(event -> choose.accept(depth));
            menu.getItems().add(item);
        }
        return menu;
    }

    /// What the user says with it.
    public static String message(String document, SummaryDepth depth, Strings strings) {
        return strings.get("summarize.message." + depth, document);
    }
}
