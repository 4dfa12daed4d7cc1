package polymath.app.history;

import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.history.HistoryEntry.Mark;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// A conversation in the list: one line of title, a dot for its state, actions while the mouse or the focus is there.
final class HistoryRow extends HBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

    private final HistoryEntry entry;
    private final HistoryViewModel history;
    private final Strings strings;
    private final Label title = new Label();
    private final Region dot = new Region();

    HistoryRow(HistoryEntry entry, HistoryViewModel history, Strings strings, HistoryView.Actions around) {
        this.entry = entry;
        this.history = history;
        this.strings = strings;
        getStyleClass().add("history-row");
        setAlignment(Pos.CENTER_LEFT);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.LIST_ITEM);
        accessibleTextProperty().bind(title.textProperty());
        title.textProperty().bind(entry.titleProperty().map(t -> t.isEmpty() ? strings.get("header.newChat") : t));
        title.setMaxWidth(Double.MAX_VALUE);
        title.setMinWidth(0);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button rename = Buttons.icon(Feather.EDIT_2, strings.get("history.rename"), this::edit);
        Button delete = Buttons.icon(
                Feather.TRASH_2,
                strings.get("history.delete"),
                () -> around.delete().accept(entry.id()));
        HBox actions = new HBox(rename, delete);
        actions.getStyleClass().add("row-actions");
        actions.visibleProperty().bind(hoverProperty().or(focusWithinProperty()));
        actions.managedProperty().bind(actions.visibleProperty());
        getChildren().addAll(title, dot, actions);
        entry.markProperty().subscribe(this::showMark);
        setOnMouseClicked(event -> {
            if (event.getButton() != MouseButton.PRIMARY) return;
            if (event.getClickCount() == 2) edit();
            else around.open().accept(entry);
        });
        addEventHandler(KeyEvent.KEY_PRESSED, event -> pressed(event, around.open()));
    }

    HistoryEntry entry() {
        return entry;
    }

    void setSelected(boolean selected) {
        pseudoClassStateChanged(SELECTED, selected);
    }

    private void pressed(KeyEvent event, Consumer<HistoryEntry> open) {
        if (!event.getTarget().equals(this)) return;
        switch (event.getCode()) {
            case ENTER, SPACE -> open.accept(entry);
            case F2 -> edit();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void showMark(Mark mark) {
        dot.getStyleClass().setAll("dot", mark.name().toLowerCase(java.util.Locale.ROOT));
        dot.setVisible(mark != Mark.NONE);
        dot.setManaged(mark != Mark.NONE);
        if (mark != Mark.NONE) Tooltip.install(dot, new Tooltip(strings.get("history.mark." + mark)));
    }

    private void edit() {
        TextField field = new TextField(entry.titleProperty().get());
        field.getStyleClass().add("row-field");
        HBox.setHgrow(field, Priority.ALWAYS);
        field.setOnAction(event -> close(field, true));
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            close(field, false);
            event.consume();
        });
        field.focusedProperty().addListener((property, old, focused) -> {
            if (!focused) close(field, true);
        });
        getChildren().set(0, field);
        field.requestFocus();
        field.selectAll();
    }

    private void close(TextField field, boolean keep) {
        if (!getChildren().contains(field)) return;
        getChildren().set(0, title);
        if (keep && !field.getText().equals(entry.titleProperty().get())) history.rename(entry.id(), field.getText());
    }
}
