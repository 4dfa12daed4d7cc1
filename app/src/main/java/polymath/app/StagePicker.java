package polymath.app;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Stage;
import polymath.app.ui.FilePicker;
import polymath.app.ui.Strings;

/// The system's own file dialog.
final class StagePicker implements FilePicker {
    /// Those people have most; everything else that can be read is under "all files".
    private static final List<String> DOCUMENTS = List.of(
            "*.pdf",
            "*.docx",
            "*.pptx",
            "*.xlsx",
            "*.csv",
            "*.odt",
            "*.epub",
            "*.html",
            "*.htm",
            "*.rtf",
            "*.txt",
            "*.md",
            "*.markdown");

    private final Stage stage;
    private final Strings strings;

    StagePicker(Stage stage, Strings strings) {
        this.stage = stage;
        this.strings = strings;
    }

    @Override
    public Optional<Path> model() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(strings.get("picker.model"));
        chooser.getExtensionFilters().add(new ExtensionFilter(strings.get("picker.models"), "*.gguf"));
        return Optional.ofNullable(chooser.showOpenDialog(stage)).map(File::toPath);
    }

    @Override
    public List<Path> documents() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(strings.get("picker.documents"));
        chooser.getExtensionFilters()
                .addAll(
                        new ExtensionFilter(strings.get("picker.texts"), DOCUMENTS),
                        new ExtensionFilter(strings.get("picker.all"), "*"));
        List<File> files = chooser.showOpenMultipleDialog(stage);
        return files == null ? List.of() : files.stream().map(File::toPath).toList();
    }

    @Override
    public Optional<Path> exportTo(String name, List<String> extensions) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(strings.get("picker.export"));
        chooser.setInitialFileName(name);
        for (String extension : extensions)
            chooser.getExtensionFilters()
                    .add(new ExtensionFilter(strings.get("picker.export." + extension), "*." + extension));
        return Optional.ofNullable(chooser.showSaveDialog(stage)).map(file -> {
            if (file.getName().contains(".")) return file.toPath();
            // not every system's dialog adds what the chosen filter says
            ExtensionFilter filter = chooser.getSelectedExtensionFilter();
            String extension = filter == null
                    ? "." + extensions.getFirst()
                    : filter.getExtensions().getFirst().substring(1);
            return Path.of(file.getPath() + extension);
        });
    }

    @Override
    public Optional<Path> importFrom() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(strings.get("picker.import"));
        chooser.getExtensionFilters().add(new ExtensionFilter(strings.get("picker.chats"), "*.json", "*.zip"));
        return Optional.ofNullable(chooser.showOpenDialog(stage)).map(File::toPath);
    }

    @Override
    public Optional<Path> folder(Path now) {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(strings.get("picker.folder"));
        if (Files.isDirectory(now)) chooser.setInitialDirectory(now.toFile());
        return Optional.ofNullable(chooser.showDialog(stage)).map(File::toPath);
    }

    @Override
    public Optional<Path> json() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(strings.get("presets.import"));
        chooser.getExtensionFilters()
                .addAll(
                        new ExtensionFilter(strings.get("picker.json"), "*.json"),
                        new ExtensionFilter(strings.get("picker.all"), "*"));
        return Optional.ofNullable(chooser.showOpenDialog(stage)).map(File::toPath);
    }

    @Override
    public Optional<Path> save(String name) {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(strings.get("picker.save"));
        chooser.setInitialFileName(name);
        return Optional.ofNullable(chooser.showSaveDialog(stage)).map(File::toPath);
    }
}
