package polymath.app.ui;

import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What a page of settings is made of: a name, a plain sentence, the control, and below it what follows from it.
public final class Rows {
    private final Strings strings;
    private final VBox page = new VBox();

    /// @param section its key among the texts
    public Rows(Strings strings, String section) {
        this.strings = strings;
        page.getStyleClass().add("settings-section");
        Label title = new Label(strings.get("settings." + section));
        title.getStyleClass().add("settings-title");
        page.getChildren().add(title);
    }

    public VBox page() {
        return page;
    }

    /// A row whose texts are `settings.NAME` and `settings.NAME.text`.
    public VBox add(String name, Node... controls) {
        Label title = new Label(strings.get("settings." + name));
        title.getStyleClass().add("settings-name");
        VBox row = new VBox(title, sentence(strings.get("settings." + name + ".text")));
        row.getStyleClass().add("settings-row");
        row.getChildren().addAll(controls);
        page.getChildren().add(row);
        return row;
    }

    /// A choice between yes and no.
    public void add(String name, ObservableValue<Boolean> chosen, Consumer<Boolean> choose) {
        CheckBox box = new CheckBox(strings.get("settings." + name));
        box.getStyleClass().add("settings-check");
        box.setWrapText(true);
        chosen.subscribe(box::setSelected);
        box.setOnAction(event -> choose.accept(box.isSelected()));
        VBox row = new VBox(box, sentence(strings.get("settings." + name + ".text")));
        row.getStyleClass().add("settings-row");
        page.getChildren().add(row);
    }

    /// A path that can be read and copied, with what may be done with it.
    ///
    /// @param name of the field, to screen readers
    public static HBox path(ObservableValue<String> path, String name, Button... buttons) {
        TextField field = new TextField();
        field.textProperty().bind(path);
        field.setEditable(false);
        field.setAccessibleText(name);
        return line(field, buttons);
    }

    /// A field that takes the room that the buttons behind it leave.
    public static HBox line(TextField field, Button... buttons) {
        HBox.setHgrow(field, Priority.ALWAYS);
        HBox line = new HBox(field);
        for (Button button : buttons) {
            button.setMinWidth(Region.USE_PREF_SIZE);
            line.getChildren().add(button);
        }
        line.getStyleClass().add("settings-line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    public static Label sentence(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("settings-text");
        return label;
    }

    /// A sentence that follows what is in force.
    public static Label sentence(ObservableValue<String> text) {
        Label label = sentence("");
        label.textProperty().bind(text);
        return label;
    }
}
