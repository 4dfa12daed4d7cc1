package polymath.app.models;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import polymath.app.ui.Buttons;
import polymath.app.ui.FilePicker;
import polymath.app.ui.Rows;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The model files that there are, where others come from, and where they go.
public final class FilesPage {
    private final ModelFilesViewModel files;
    private final DownloadViewModel download;
    private final Strings strings;

    private FilesPage(ModelFilesViewModel files, DownloadViewModel download, Strings strings) {
        this.files = files;
        this.download = download;
        this.strings = strings;
    }

    /// What the page asks of the window around it.
    ///
    /// @param choose lets the user pick a file, and loads it
    /// @param open shows a folder in the system's file manager
    public record Actions(Runnable choose, Consumer<Path> open, FilePicker picker) {}

    public static VBox of(ModelFilesViewModel files, DownloadViewModel download, Strings strings, Actions actions) {
        FilesPage page = new FilesPage(files, download, strings);
        Rows rows = new Rows(strings, "files");
        Button choose = Buttons.plain(strings.get("model.choose"), actions.choose());
        rows.add("known", page.list(), choose);
        rows.add("address", page.address(), new DownloadBox(download, strings));
        rows.add("fetched", page.folder(actions));
        rows.page().sceneProperty().subscribe(scene -> {
            if (scene != null) files.refresh();
        });
        return rows.page();
    }

    private VBox list() {
        VBox list = new VBox();
        list.getStyleClass().add("file-list");
        Label kept = Rows.sentence(files.keptProperty()
                .map(file -> file.map(path -> strings.get("settings.known.kept", SafeText.line(path.toString(), 200)))
                        .orElse("")));
        kept.visibleProperty().bind(files.keptProperty().map(Optional::isPresent));
        kept.managedProperty().bind(kept.visibleProperty());
        files.entriesProperty().subscribe(now -> {
            list.getChildren()
                    .setAll(now.stream()
                            .map(entry -> new FileRow(entry, files, strings))
                            .toList());
            list.getChildren().stream()
                    .skip(1)
                    .forEach(row -> row.getStyleClass().add("below"));
        });
        return new VBox(list, kept);
    }

    private VBox address() {
        TextField field = new TextField();
        field.getStyleClass().add("file-address");
        field.setPromptText(strings.get("settings.address.example"));
        field.setAccessibleText(strings.get("settings.address"));
        Label problem = Rows.sentence("");
        problem.getStyleClass().add("problem");
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        field.textProperty().subscribe(text -> problem.setText(""));
        Runnable fetch = () -> {
            switch (ModelAddress.of(field.getText())) {
                case ModelAddress.Bad bad -> problem.setText(strings.get("settings.address." + bad.reason()));
                case ModelAddress.Good good -> {
                    download.start(good.file());
                    field.clear();
                }
            }
        };
        field.setOnAction(event -> fetch.run());
        Button button = Buttons.plain(strings.get("settings.address.fetch"), fetch);
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> field.getText().isBlank() || !download.idle().getValue(),
                        field.textProperty(),
                        download.stateProperty()));
        VBox address = new VBox(Rows.line(field, button), problem);
        address.getStyleClass().add("settings-row");
        return address;
    }

    private HBox folder(Actions actions) {
        Button change = Buttons.plain(
                strings.get("settings.fetched.change"),
                () -> actions.picker().folder(files.folderProperty().get()).ifPresent(files::changeFolder));
        // what is on its way is found again in the folder where it began
        change.disableProperty().bind(download.idle().map(idle -> !idle));
        Button show = Buttons.plain(
                strings.get("settings.folder.open"),
                () -> actions.open().accept(files.folderProperty().get()));
        return Rows.path(files.folderProperty().map(Path::toString), strings.get("settings.fetched"), change, show);
    }
}
