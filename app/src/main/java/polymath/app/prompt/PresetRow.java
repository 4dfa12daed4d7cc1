package polymath.app.prompt;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.storage.Preset;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// A preset in the library: a click or Enter takes it for the chat; its actions show while the mouse or the focus is
/// there, and for the one in use.
final class PresetRow extends VBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final Preset preset;
    private final PresetsViewModel presets;
    private final Strings strings;
    private final HBox head = new HBox();

    /// @param inUse whether it is the preset of the chat
    record Actions(boolean inUse, Consumer<Preset> use, Consumer<Preset> versions, Consumer<Preset> export) {}

    PresetRow(Preset preset, PresetsViewModel presets, Strings strings, Actions around) {
        this.preset = preset;
        this.presets = presets;
        this.strings = strings;
        getStyleClass().setAll("preset-row");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        setAccessibleText(preset.name());
        pseudoClassStateChanged(SELECTED, around.inUse());
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("preset-head");
        showName();
        Label words =
                new Label(preset.text().isBlank() ? strings.get("presets.empty") : SafeText.line(preset.text(), 200));
        words.getStyleClass().add("caption");
        HBox actions = actions(around);
        actions.visibleProperty()
                .bind(hoverProperty()
                        .or(focusWithinProperty())
                        .or(javafx.beans.binding.Bindings.createBooleanBinding(around::inUse)));
        actions.managedProperty().bind(actions.visibleProperty());
        getChildren().addAll(head, words, actions);
        setOnMouseClicked(event -> {
            if (event.getButton() == MouseButton.PRIMARY && event.isStillSincePress())
                around.use().accept(preset);
        });
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (!event.getTarget().equals(this)) return;
            switch (event.getCode()) {
                case ENTER, SPACE -> around.use().accept(preset);
                case F2 -> rename();
                default -> {
                    return;
                }
            }
            event.consume();
        });
    }

    Preset preset() {
        return preset;
    }

    /// Edits the name in place.
    void rename() {
        TextField field = new TextField(preset.name());
        field.getStyleClass().add("row-field");
        field.setAccessibleText(strings.get("presets.name"));
        HBox.setHgrow(field, Priority.ALWAYS);
        field.setOnAction(event -> presets.rename(preset, field.getText()));
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            showName();
            event.consume();
        });
        field.focusedProperty().addListener((property, old, focused) -> {
            if (focused || field.getParent() == null) return;
            showName();
            presets.rename(preset, field.getText());
        });
        head.getChildren().setAll(field);
        field.requestFocus();
        field.selectAll();
    }

    private boolean forNewChats() {
        return presets.library().forNewChats().filter(preset.id()::equals).isPresent();
    }

    private void showName() {
        Label name = new Label(SafeText.line(preset.name(), 80));
        name.getStyleClass().add("strong");
        name.setMinWidth(0);
        head.getChildren().setAll(name);
        if (!forNewChats()) return;
        Label mark = new Label(strings.get("presets.forNewChats"));
        mark.getStyleClass().add("preset-mark");
        mark.setMinWidth(USE_PREF_SIZE);
        head.getChildren().add(mark);
    }

    private HBox actions(Actions around) {
        HBox actions = new HBox(
                Buttons.icon(
                        Feather.STAR,
                        strings.get(forNewChats() ? "presets.default.not" : "presets.default"),
                        () -> presets.setForNewChats(forNewChats() ? Optional.empty() : Optional.of(preset.id()))),
                Buttons.icon(Feather.EDIT_2, strings.get("history.rename"), this::rename),
                Buttons.icon(Feather.COPY, strings.get("presets.duplicate"), () -> presets.duplicate(preset)),
                Buttons.icon(
                        Feather.CLOCK,
                        strings.get("presets.versions"),
                        () -> around.versions().accept(preset)),
                Buttons.icon(
                        Feather.DOWNLOAD,
                        strings.get("presets.export"),
                        () -> around.export().accept(preset)),
                Buttons.icon(Feather.TRASH_2, strings.get("history.delete"), () -> presets.delete(preset)));
        actions.getStyleClass().add("row-actions");
        return actions;
    }
}
