package polymath.app.ui;

import javafx.animation.PauseTransition;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.skin.TextInputControlSkin;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;

/// Lets the caret of the field in use stand still after ten seconds without a key or a click, as desktops do. While it
/// blinks, JavaFX draws sixty frames a second: one percent of a core, all day.
public final class CaretRest {
    private static final Duration AWAKE = Duration.seconds(10);

    private CaretRest() {}

    /// @param scene whose fields these are
    public static void install(Scene scene) {
        PauseTransition awake = new PauseTransition(AWAKE);
        awake.setOnFinished(event -> rest(scene));
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> awake.playFromStart());
        scene.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> awake.playFromStart());
        scene.focusOwnerProperty().subscribe(owner -> awake.playFromStart());
    }

    private static void rest(Scene scene) {
        if (scene.getFocusOwner() instanceof TextInputControl field
                && field.getSkin() instanceof TextInputControlSkin<?> skin) skin.setCaretAnimating(false);
    }
}
