package polymath.app.settings;

import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// Where the user's own data is.
final class DataPage {
    private DataPage() {}

    /// @param open shows a folder in the system's file manager
    static VBox of(SettingsViewModel settings, Strings strings, Consumer<Path> open) {
        Rows rows = new Rows(strings, "data");
        TextField path = new TextField(settings.dataFolder().toString());
        path.setEditable(false);
        path.setAccessibleText(strings.get("settings.folder"));
        Button show = Buttons.plain(strings.get("settings.folder.open"), () -> open.accept(settings.dataFolder()));
        show.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(path, Priority.ALWAYS);
        HBox line = new HBox(path, show);
        line.getStyleClass().add("settings-line");
        rows.add("folder", line);
        rows.add("privacy");
        return rows.page();
    }
}
