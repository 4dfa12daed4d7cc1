package polymath.app.history;

import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// A name while it is edited. Enter and going elsewhere keep what was typed, Esc does not.
final class NameField extends TextField {
    private final Consumer<Optional<String>> done;
    private boolean ended;

    /// @param done told once
    NameField(String name, String accessibleName, Consumer<Optional<String>> done) {
        super(name);
        this.done = done;
        getStyleClass().add("row-field");
        setAccessibleText(accessibleName);
        HBox.setHgrow(this, Priority.ALWAYS);
        setOnAction(event -> end(Optional.of(getText())));
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            end(Optional.empty());
            event.consume();
        });
        focusedProperty().subscribe((before, focused) -> {
            if (!focused) end(Optional.of(getText()));
        });
    }

    void begin() {
        requestFocus();
        selectAll();
    }

    private void end(Optional<String> name) {
        if (ended) return;
        ended = true;
        done.accept(name);
    }
}
