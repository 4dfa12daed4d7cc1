package polymath.app.ui;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/// The four kinds of button there are.
public final class Buttons {
    private Buttons() {}

    /// The one thing to do next: filled.
    public static Button primary(String text, Runnable action) {
        return make(text, action, "primary");
    }

    /// Something else that may be done: outlined.
    public static Button plain(String text, Runnable action) {
        return make(text, action, "plain");
    }

    /// Words that can be pressed, beside other text.
    public static Button quiet(String text, Runnable action) {
        return make(text, action, "quiet");
    }

    /// @param name says what it does, as tooltip and to screen readers
    public static Button icon(Feather icon, String name, Runnable action) {
        Button button = make("", action, "icon");
        button.setGraphic(new FontIcon(icon));
        name(button, name);
        return button;
    }

    /// Says what a button without words does now, as tooltip and to screen readers.
    public static void name(Button button, String name) {
        button.setTooltip(new Tooltip(name));
        button.setAccessibleText(name);
    }

    private static Button make(String text, Runnable action, String style) {
        Button button = new Button(text);
        button.setMnemonicParsing(false); // it would take the underscore out of Q4_K_M
        button.getStyleClass().setAll("button", style);
        button.setOnAction(event -> action.run());
        return button;
    }
}
