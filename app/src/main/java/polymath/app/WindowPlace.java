package polymath.app;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import polymath.app.storage.Settings.WindowBounds;
import polymath.app.storage.SettingsStore;

/// Puts the window back where it was, if that is still on a screen.
final class WindowPlace {
    private static final double MIN_VISIBLE = 120;

    private final Stage stage;
    private final SettingsStore settings;
    private WindowBounds normal = new WindowBounds(0, 0, 0, 0, false);

    WindowPlace(Stage stage, SettingsStore settings) {
        this.stage = stage;
        this.settings = settings;
        stage.xProperty().addListener(observable -> track());
        stage.yProperty().addListener(observable -> track());
        stage.widthProperty().addListener(observable -> track());
        stage.heightProperty().addListener(observable -> track());
    }

    void restore() {
        settings.settings().window().ifPresent(bounds -> {
            Rectangle2D area = new Rectangle2D(bounds.x(), bounds.y(), bounds.width(), bounds.height());
            stage.setWidth(bounds.width());
            stage.setHeight(bounds.height());
            if (Screen.getScreensForRectangle(area).stream().anyMatch(screen -> visible(screen, area))) {
                stage.setX(bounds.x());
                stage.setY(bounds.y());
            }
            stage.setMaximized(bounds.maximized());
        });
    }

    void remember() {
        if (normal.width() <= 0 || normal.height() <= 0) return;
        WindowBounds bounds =
                new WindowBounds(normal.x(), normal.y(), normal.width(), normal.height(), stage.isMaximized());
        settings.change(s -> s.withWindow(bounds));
    }

    /// Remembers the place to go back to from maximized.
    private void track() {
        if (stage.isMaximized() || stage.isIconified() || Double.isNaN(stage.getX())) return;
        normal = new WindowBounds(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), false);
    }

    private static boolean visible(Screen screen, Rectangle2D area) {
        Rectangle2D all = screen.getVisualBounds();
        double width = Math.min(area.getMaxX(), all.getMaxX()) - Math.max(area.getMinX(), all.getMinX());
        double height = Math.min(area.getMaxY(), all.getMaxY()) - Math.max(area.getMinY(), all.getMinY());
        return width >= MIN_VISIBLE && height >= MIN_VISIBLE;
    }
}
