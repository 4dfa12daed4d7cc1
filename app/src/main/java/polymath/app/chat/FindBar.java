package polymath.app.chat;

import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// Searches within the chat on screen: Enter and Shift+Enter go on and back, Esc closes.
final class FindBar extends HBox {
    private final Strings strings;
    private final TextField field = new TextField();
    private final Label count = new Label();
    private final Button previous;
    private final Button next;

    /// @param search told what is typed
    /// @param move told 1 or -1, for the next find or the one before
    FindBar(Strings strings, Consumer<String> search, IntConsumer move, Runnable close) {
        this.strings = strings;
        getStyleClass().add("find-bar");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        field.setPromptText(strings.get("find"));
        field.setAccessibleText(strings.get("find"));
        field.setPrefColumnCount(16);
        field.textProperty().subscribe((old, now) -> search.accept(now));
        count.getStyleClass().add("caption");
        count.setMinWidth(76);
        count.setAlignment(Pos.CENTER);
        previous = Buttons.icon(Feather.CHEVRON_UP, strings.get("find.previous"), () -> move.accept(-1));
        next = Buttons.icon(Feather.CHEVRON_DOWN, strings.get("find.next"), () -> move.accept(1));
        getChildren().addAll(field, count, previous, next, Buttons.icon(Feather.X, strings.get("find.close"), close));
        // a filter: the field hands an Enter on to its parents a second time
        addEventFilter(KeyEvent.KEY_PRESSED, event -> pressed(event, move, close));
    }

    String text() {
        return field.getText();
    }

    void focusField() {
        field.requestFocus();
        field.selectAll();
    }

    /// @param number of the find the reader is at, from 1
    void show(int number, int finds) {
        boolean none = finds == 0;
        count.setText(
                field.getText().isBlank()
                        ? ""
                        : none ? strings.get("find.nothing") : strings.get("find.count", number, finds));
        previous.setDisable(none);
        next.setDisable(none);
    }

    private void pressed(KeyEvent event, IntConsumer move, Runnable close) {
        if (event.getCode() == KeyCode.ESCAPE) close.run();
        else if (event.getCode() == KeyCode.F3 || (event.getCode() == KeyCode.ENTER && field.isFocused()))
            move.accept(event.isShiftDown() ? -1 : 1);
        else return;
        event.consume();
    }
}
