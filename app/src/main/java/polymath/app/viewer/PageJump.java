package polymath.app.viewer;

import java.util.OptionalInt;
import java.util.function.IntConsumer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// Goes from page to page: a number to type, and an arrow to each side.
final class PageJump extends HBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final TextField field = new TextField();
    private final Label name = new Label();
    private final Label total = new Label();
    private final Button previous;
    private final Button next;
    private final Strings strings;
    private String shown = "";

    /// @param jump called with the number that was typed
    /// @param step called with -1 or 1
    PageJump(Strings strings, IntConsumer jump, IntConsumer step) {
        this.strings = strings;
        getStyleClass().add("page-jump");
        setAlignment(Pos.CENTER_LEFT);
        name.getStyleClass().add("caption");
        total.getStyleClass().add("caption");
        field.setPrefColumnCount(4);
        field.setMaxWidth(USE_PREF_SIZE);
        field.setOnAction(event -> typed().ifPresent(jump));
        field.textProperty()
                .subscribe(text -> field.pseudoClassStateChanged(WRONG, field.isFocused() && typed().isEmpty()));
        field.focusedProperty().subscribe(focused -> {
            if (!focused) field.setText(shown);
        });
        previous = Buttons.icon(Feather.CHEVRON_UP, strings.get("viewer.previous"), () -> step.accept(-1));
        next = Buttons.icon(Feather.CHEVRON_DOWN, strings.get("viewer.next"), () -> step.accept(1));
        previous.getStyleClass().add("small");
        next.getStyleClass().add("small");
        getChildren().addAll(name, field, total, previous, next);
    }

    /// @param kind what the document's marks begin with, such as `p.`
    /// @param last number there is
    void setDocument(String kind, int last) {
        name.setText(strings.get(DocumentWords.kindKey("viewer.kind", kind)));
        field.setAccessibleText(strings.get("viewer.jump", name.getText()));
        total.setText(strings.get("viewer.of", last));
    }

    /// @param number of the page in view
    void show(int number, boolean first, boolean last) {
        shown = Integer.toString(number);
        if (!field.isFocused()) field.setText(shown);
        previous.setDisable(first);
        next.setDisable(last);
    }

    private OptionalInt typed() {
        String text = field.getText().strip();
        return text.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(text)) : OptionalInt.empty();
    }
}
