package polymath.app.prompt;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.storage.Preset;
import polymath.app.ui.Buttons;
import polymath.app.ui.FilePicker;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The library: a row for each preset, what can be done with all of them, and a way back after deleting one.
final class PresetList extends VBox {
    private final PresetsViewModel presets;
    private final Strings strings;
    private final FilePicker picker;
    private final Actions actions;
    private final VBox rows = new VBox();
    private final VBox notes = new VBox();
    private Subscription following = Subscription.EMPTY;

    /// @param use takes the preset for the chat
    /// @param versions shows what it said before
    /// @param current the preset of the chat
    record Actions(Consumer<Preset> use, Consumer<Preset> versions, Optional<UUID> current) {}

    PresetList(PresetsViewModel presets, Strings strings, FilePicker picker, Actions actions) {
        this.presets = presets;
        this.strings = strings;
        this.picker = picker;
        this.actions = actions;
        getStyleClass().add("preset-list");
        Button create = Buttons.plain(strings.get("presets.new"), this::create);
        create.setGraphic(new FontIcon(Feather.PLUS));
        FlowPane all = new FlowPane(
                create,
                Buttons.quiet(strings.get("presets.import"), this::importFile),
                Buttons.quiet(
                        strings.get("presets.exportAll"),
                        () -> export(presets.library().presets(), "presets")));
        all.getStyleClass().add("prompt-keeping");
        Label about = new Label(strings.get("presets.about"));
        about.setWrapText(true);
        about.getStyleClass().add("caption");
        rows.getStyleClass().add("preset-rows");
        getChildren().addAll(all, notes, rows, about);
        // the library outlives this list
        sceneProperty().subscribe(scene -> {
            following.unsubscribe();
            if (scene == null) return;
            following = Subscription.combine(
                    presets.libraryProperty().subscribe(library -> showRows()),
                    presets.deletedProperty().subscribe(deleted -> showNotes()),
                    presets.noteProperty().subscribe(note -> showNotes()));
        });
        presets.forget();
        showRows();
        showNotes();
    }

    void focusFirst() {
        rows.getChildren().stream().findFirst().ifPresent(row -> row.requestFocus());
    }

    private void showRows() {
        rows.getChildren().clear();
        if (presets.library().presets().isEmpty()) {
            Label none = new Label(strings.get("presets.none"));
            none.setWrapText(true);
            none.getStyleClass().add("muted");
            rows.getChildren().add(none);
        }
        for (Preset preset : presets.library().presets())
            rows.getChildren()
                    .add(new PresetRow(
                            preset,
                            presets,
                            strings,
                            new PresetRow.Actions(
                                    actions.current()
                                            .filter(preset.id()::equals)
                                            .isPresent(),
                                    actions.use(),
                                    actions.versions(),
                                    p -> export(List.of(p), p.name()))));
    }

    private void showNotes() {
        notes.getChildren().clear();
        presets.deletedProperty().get().ifPresent(deleted -> {
            Label gone = new Label(strings.get(
                    "history.deleted", SafeText.line(deleted.preset().name(), 40)));
            gone.setWrapText(true);
            HBox line = new HBox(gone, Buttons.quiet(strings.get("undo"), presets::undoDelete));
            line.getStyleClass().add("preset-note");
            line.setAlignment(Pos.CENTER_LEFT);
            notes.getChildren().add(line);
        });
        presets.noteProperty().get().ifPresent(note -> {
            Label said = new Label(strings.get("presets.note." + note.kind(), note.count()));
            said.setWrapText(true);
            said.getStyleClass().add("caption");
            notes.getChildren().add(said);
        });
        notes.setManaged(!notes.getChildren().isEmpty());
    }

    private void create() {
        Preset made = presets.create(strings.get("presets.new.name"), "");
        rows.getChildren().stream()
                .filter(node -> node instanceof PresetRow row && row.preset().equals(made))
                .map(PresetRow.class::cast)
                .findFirst()
                .ifPresent(PresetRow::rename);
    }

    private void importFile() {
        picker.json().ifPresent(presets::importFrom);
    }

    private void export(List<Preset> chosen, String name) {
        Optional<Path> file = picker.save(SafeText.line(name, 60).replaceAll("[^\\p{L}\\p{N} ._-]", "_") + ".json");
        file.ifPresent(path -> presets.export(chosen, path));
    }
}
