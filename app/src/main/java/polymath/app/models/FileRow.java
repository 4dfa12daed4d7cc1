package polymath.app.models;

import java.nio.file.Path;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.models.ModelFilesViewModel.Entry;
import polymath.app.models.ModelFilesViewModel.Place;
import polymath.app.ui.Buttons;
import polymath.app.ui.Bytes;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// One model file: what it is called, how large it is and where it lies; using it, and parting from it.
final class FileRow extends HBox {
    private final Entry entry;
    private final ModelFilesViewModel files;
    private final Strings strings;

    FileRow(Entry entry, ModelFilesViewModel files, Strings strings) {
        this.entry = entry;
        this.files = files;
        this.strings = strings;
        getStyleClass().add("file-row");
        setAlignment(Pos.CENTER_LEFT);
        offer();
    }

    private void offer() {
        if (entry.active()) {
            Label active = new Label(strings.get("settings.known.active"));
            active.getStyleClass().add("file-active");
            show(false, where(), active);
            return;
        }
        Button use = Buttons.plain(strings.get("settings.known.use"), () -> files.use(entry));
        use.setDisable(entry.bytes().isEmpty());
        use.setAccessibleText(strings.get("settings.known.use") + " " + name());
        if (entry.place() == Place.DEMO) {
            show(false, where(), use);
            return;
        }
        boolean deletes = entry.place() == Place.FOLDER && entry.bytes().isPresent();
        Button part = Buttons.icon(
                deletes ? Feather.TRASH_2 : Feather.X,
                strings.get(deletes ? "settings.known.delete" : "settings.known.forget") + " " + name(),
                deletes ? this::ask : () -> files.remove(entry));
        show(false, where(), use, part);
    }

    /// A file of many gigabytes does not go without a question.
    private void ask() {
        Button keep = Buttons.plain(strings.get("settings.known.keep"), this::offer);
        show(
                true,
                strings.get("settings.known.ask", Bytes.of(entry.bytes().orElse(0), strings)),
                Buttons.plain(strings.get("settings.known.delete"), () -> files.remove(entry)),
                keep);
        keep.requestFocus();
    }

    /// @param asks whether the second line is a question, to be read whole
    private void show(boolean asks, String second, Node... ends) {
        Label name = new Label(name());
        name.getStyleClass().add("file-name");
        name.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        Label line = new Label(second);
        line.getStyleClass().add("settings-text");
        line.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        line.setWrapText(asks);
        Tooltip.install(this, new Tooltip(entry.path().toString()));
        VBox words = new VBox(name, line);
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().setAll(words);
        for (Node end : ends) {
            if (end instanceof Region region) region.setMinWidth(Region.USE_PREF_SIZE);
            getChildren().add(end);
        }
    }

    private String name() {
        return entry.place() == Place.DEMO
                ? strings.get("settings.known.demo")
                : ModelStatus.fileName(entry.path().toString());
    }

    private String where() {
        if (entry.bytes().isEmpty()) return strings.get("settings.known.gone", folder());
        String size = Bytes.of(entry.bytes().getAsLong(), strings);
        return entry.place() == Place.DEMO ? strings.get("settings.known.demo.text", size) : size + " · " + folder();
    }

    private String folder() {
        Path parent = entry.path().getParent();
        return SafeText.line(parent == null ? "" : parent.toString(), 120);
    }
}
