package polymath.app.history;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.history.HistoryEntry.Mark;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// A conversation in the list: one line of title, a dot for its state, its menu while the mouse is there. Cells of the
/// list come by and show another conversation in it.
final class HistoryRow extends HBox {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final PseudoClass IN_FOLDER = PseudoClass.getPseudoClass("in-folder");
    private static final int TITLE_CHARS = 200;

    private final HistoryViewModel history;
    private final Strings strings;
    private final Label title = new Label();
    private final FontIcon eyeOff = new FontIcon(Feather.EYE_OFF);
    private final Region dot = new Region();
    private final Tooltip dotMeaning = new Tooltip();
    private final Button more;
    private Optional<HistoryEntry> entry = Optional.empty();
    private Subscription shown = Subscription.EMPTY;

    /// @param menu shows what can be done with the conversation
    HistoryRow(HistoryViewModel history, Strings strings, ObservableValue<Boolean> hovered, Runnable menu) {
        this.history = history;
        this.strings = strings;
        getStyleClass().add("history-row");
        setAlignment(Pos.CENTER_LEFT);
        title.setMaxWidth(Double.MAX_VALUE);
        title.setMinWidth(0);
        HBox.setHgrow(title, Priority.ALWAYS);
        Tooltip.install(dot, dotMeaning);
        more = Buttons.icon(Feather.MORE_HORIZONTAL, strings.get("history.menu"), menu);
        more.getStyleClass().add("small");
        more.setFocusTraversable(false); // the menu key of the list opens the same menu
        more.visibleProperty().bind(hovered);
        more.managedProperty().bind(more.visibleProperty());
        getChildren().addAll(title, dot, more);
    }

    void show(HistoryEntry now) {
        clear();
        entry = Optional.of(now);
        pseudoClassStateChanged(IN_FOLDER, now.folder().isPresent() && !now.pinned());
        if (now.temporary()) getChildren().addFirst(eyeOff);
        shown = Subscription.combine(
                now.titleProperty().subscribe(text -> title.setText(name(text, strings))),
                now.markProperty().subscribe(this::showMark),
                history.selectedProperty()
                        .subscribe(id -> pseudoClassStateChanged(SELECTED, id.equals(Optional.of(now.id())))));
    }

    /// Lets go of the conversation.
    void clear() {
        shown.unsubscribe();
        getChildren().remove(eyeOff);
        entry = Optional.empty();
    }

    /// What the row says, for screen readers.
    String spoken() {
        StringBuilder words = new StringBuilder(title.getText());
        entry.ifPresent(e -> {
            if (e.temporary()) words.append(", ").append(strings.get("history.temporary"));
            Mark mark = e.markProperty().get();
            if (mark != Mark.NONE) words.append(", ").append(strings.get("history.mark." + mark));
        });
        return words.toString();
    }

    /// Puts a field in the title's place.
    ///
    /// @param done told the new title, or nothing if the user thought better of it
    void edit(Consumer<Optional<String>> done) {
        entry.ifPresent(e -> {
            NameField field = new NameField(e.titleProperty().get(), strings.get("history.rename"), done);
            getChildren().set(getChildren().indexOf(title), field);
            field.begin();
        });
    }

    /// Puts the title back.
    void endEdit() {
        getChildren().replaceAll(node -> node instanceof NameField ? title : node);
    }

    static String name(String title, Strings strings) {
        return title.isEmpty() ? strings.get("header.newChat") : SafeText.line(title, TITLE_CHARS);
    }

    private void showMark(Mark mark) {
        dot.getStyleClass().setAll("dot", mark.name().toLowerCase(Locale.ROOT));
        dot.setVisible(mark != Mark.NONE);
        dot.setManaged(mark != Mark.NONE);
        dotMeaning.setText(strings.get("history.mark." + mark));
    }
}
