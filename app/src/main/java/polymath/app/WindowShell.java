package polymath.app;

import java.util.Optional;
import java.util.function.Function;
import javafx.geometry.NodeOrientation;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import polymath.app.ui.Strings;
import polymath.app.ui.Zoom;

/// The window in the size and language the user chose: when the language changes, the views are made anew over the same
/// view models, so nothing is lost and nothing has to be restarted. FX thread only.
final class WindowShell {
    private final Zoom root = new Zoom();
    private final Function<Strings, AppWindow> views;
    private Optional<AppWindow> window = Optional.empty();

    /// @param views makes the views in a language
    WindowShell(AppModel app, Function<Strings, AppWindow> views) {
        this.views = views;
        root.factorProperty()
                .bind(app.choices().settingsProperty().map(s -> s.look().textPercent() / 100.0));
        app.choices().locale().subscribe(locale -> speak(Strings.of(locale)));
    }

    Parent root() {
        return root;
    }

    AppWindow window() {
        return window.orElseThrow();
    }

    /// Makes the keyboard work in the scene that shows [#root].
    void listenToKeys(Scene scene) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> window().shortcuts().pressed(event));
        // a handler, not a filter: a field that is being edited takes Esc first
        scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE && window().escape()) event.consume();
        });
    }

    private void speak(Strings strings) {
        boolean inSettings = window.filter(AppWindow::inSettings).isPresent();
        window.ifPresent(AppWindow::dispose);
        AppWindow now = views.apply(strings);
        window = Optional.of(now);
        root.setNodeOrientation(strings.rightToLeft() ? NodeOrientation.RIGHT_TO_LEFT : NodeOrientation.LEFT_TO_RIGHT);
        root.setContent(now.root());
        if (inSettings) now.openLookSettings();
    }
}
