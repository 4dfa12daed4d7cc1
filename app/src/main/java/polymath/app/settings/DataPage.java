package polymath.app.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.settings.CacheViewModel.Size;
import polymath.app.ui.Buttons;
import polymath.app.ui.Bytes;
import polymath.app.ui.Rows;
import polymath.app.ui.Segments;
import polymath.app.ui.Segments.Option;
import polymath.app.ui.Strings;

/// Where the user's own data is, and how much the engine keeps beside it.
final class DataPage {
    private static final List<Integer> GIGABYTES = List.of(0, 2, 4, 8, 16, 32, 64);

    private DataPage() {}

    /// @param open shows a folder in the system's file manager
    static VBox of(SettingsViewModel settings, CacheViewModel cache, Strings strings, Consumer<Path> open) {
        Rows rows = new Rows(strings, "data");
        Button show = Buttons.plain(strings.get("settings.folder.open"), () -> open.accept(settings.dataFolder()));
        rows.add(
                "folder",
                Rows.path(
                        new SimpleStringProperty(settings.dataFolder().toString()),
                        strings.get("settings.folder"),
                        show));
        rows.add("ready", gigabytes(cache, strings), kept(cache, strings));
        rows.add("privacy");
        return rows.page();
    }

    private static Segments<Integer> gigabytes(CacheViewModel cache, Strings strings) {
        List<Option<Integer>> options = GIGABYTES.stream()
                .map(n -> Option.of(
                        n, n == 0 ? strings.get("settings.ready.none") : strings.get("settings.ready.giga", n)))
                .toList();
        return new Segments<>(strings.get("settings.ready"), options, cache.gigabytes(), cache::keep);
    }

    private static HBox kept(CacheViewModel cache, Strings strings) {
        Label size = Rows.sentence(
                cache.sizeProperty().map(now -> words(now, cache.gigabytes().getValue(), strings)));
        Button clear = Buttons.plain(strings.get("settings.ready.clear"), cache::clear);
        clear.setMinWidth(Region.USE_PREF_SIZE);
        clear.disableProperty()
                .bind(cache.sizeProperty().map(now -> now.map(Size::bytes).orElse(0L) == 0));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox line = new HBox(size, space, clear);
        line.getStyleClass().add("settings-line");
        return line;
    }

    private static String words(Optional<Size> now, int gigabytes, Strings strings) {
        if (now.isEmpty()) return strings.get("settings.ready.unknown");
        Size size = now.get();
        String kept = size.bytes() == 0
                ? strings.get("settings.ready.empty")
                : strings.get("settings.ready.size", Bytes.of(size.bytes(), strings), size.chats());
        return size.limitBytes() < gigabytes * 1_000_000_000L
                ? kept + " " + strings.get("settings.ready.limit", Bytes.of(size.limitBytes(), strings))
                : kept;
    }
}
