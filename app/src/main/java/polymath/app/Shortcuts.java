package polymath.app;

import java.util.LinkedHashMap;
import java.util.Map;
import javafx.scene.Scene;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// What the keyboard does wherever the focus is. Ctrl is Cmd on macOS.
final class Shortcuts {
    private static final KeyCombination UNDO = new KeyCodeCombination(KeyCode.Z, KeyCombination.SHORTCUT_DOWN);

    private final Map<KeyCombination, Runnable> keys = new LinkedHashMap<>();
    private final AppWindow window;

    Shortcuts(AppWindow window) {
        this.window = window;
        on(KeyCode.N, window::newChat);
        on(KeyCode.K, window::focusSearch);
        on(KeyCode.F, window::findInChat);
        on(KeyCode.O, window::openFiles);
        on(KeyCode.B, window::toggleSidebar);
        on(KeyCode.L, window::focusComposer);
        on(KeyCode.R, window::answerAgain);
        on(KeyCode.E, window::exportChat);
        keys.put(new KeyCodeCombination(KeyCode.DOWN, KeyCombination.ALT_DOWN), window::nextChat);
        keys.put(new KeyCodeCombination(KeyCode.UP, KeyCombination.ALT_DOWN), window::previousChat);
        keys.put(
                new KeyCodeCombination(KeyCode.N, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                window::newTemporaryChat);
        keys.put(
                new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN),
                window::copyLastAnswer);
    }

    private void on(KeyCode code, Runnable action) {
        keys.put(new KeyCodeCombination(code, KeyCombination.SHORTCUT_DOWN), action);
    }

    void install(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            // what was typed comes back first; an empty composer could only undo that its message was sent
            boolean typed = scene.getFocusOwner() instanceof TextInputControl field
                    && field.isUndoable()
                    && !field.getText().isEmpty();
            if (UNDO.match(event) && !typed && window.undoDelete()) event.consume();
        });
        scene.addEventFilter(
                KeyEvent.KEY_PRESSED,
                event -> keys.forEach((combination, action) -> {
                    if (!combination.match(event)) return;
                    event.consume();
                    action.run();
                }));
        // a handler, not a filter: a field that is being edited takes Esc first
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && window.escape()) event.consume();
        });
    }
}
