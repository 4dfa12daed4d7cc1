package polymath.app.chat;

import java.util.UUID;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// Has what was read of a document stay on disk when room is needed; pressed again, no longer.
final class KeepReadyButton extends Button {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final Strings strings;
    private Subscription shown = Subscription.EMPTY;

    /// @param conversation the chat that the document is in
    KeepReadyButton(UUID conversation, KeptReading kept, Strings strings) {
        super("", new FontIcon(Feather.BOOKMARK));
        this.strings = strings;
        getStyleClass().setAll("button", "icon");
        ObservableValue<Boolean> ready = kept.of(conversation);
        setOnAction(event -> kept.keep(conversation, !ready.getValue()));
        show(ready.getValue());
        sceneProperty().subscribe(scene -> {
            shown.unsubscribe();
            if (scene != null) shown = ready.subscribe(this::show);
        });
    }

    private void show(boolean ready) {
        pseudoClassStateChanged(CHOSEN, ready);
        Buttons.name(this, strings.get(ready ? "document.keepReady.not" : "document.keepReady"));
    }
}
