package polymath.app.chat;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;

/// A document beside a message: its name and one line about it.
final class DocumentChip extends HBox {
    private static final double WIDEST = 440;

    private final VBox words = new VBox();

    DocumentChip(String name, String about) {
        getStyleClass().add("document-chip");
        setAlignment(Pos.CENTER_LEFT);
        setMaxWidth(USE_PREF_SIZE);
        Label title = new Label(SafeText.line(name, 60));
        title.getStyleClass().add("strong");
        Label line = new Label(about);
        line.getStyleClass().add("caption");
        words.getChildren().addAll(title, line);
        words.setMinWidth(0);
        getChildren().addAll(new FontIcon(Feather.FILE_TEXT), words);
    }

    /// Says one thing more; nothing if it is empty.
    ///
    /// @param warn whether it must not be overlooked
    void tell(String sentence, boolean warn) {
        if (sentence.isEmpty()) return;
        Label line = new Label(sentence);
        line.getStyleClass().add(warn ? "document-warning" : "caption");
        line.setWrapText(true);
        line.setMaxWidth(WIDEST);
        words.getChildren().add(line);
    }

    /// Offers something behind the words.
    void offer(Button button) {
        button.getStyleClass().add("small");
        getChildren().add(button);
    }

    /// Says what is worth knowing about how it was read, each in a sentence; nothing if there is nothing.
    void remark(List<String> sentences) {
        if (sentences.isEmpty()) return;
        String text = String.join("\n", sentences);
        FontIcon icon = new FontIcon(Feather.INFO);
        icon.getStyleClass().add("document-remark");
        Tooltip tooltip = new Tooltip(text);
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(420);
        Tooltip.install(this, tooltip);
        setAccessibleHelp(text);
        getChildren().add(2, icon); // behind the words
    }

    /// Adds a button at its end.
    ///
    /// @param name says what it does
    void action(Feather icon, String name, Runnable run) {
        Button button = Buttons.icon(icon, name, run);
        button.getStyleClass().add("small");
        getChildren().add(button);
    }
}
