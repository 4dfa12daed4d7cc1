package polymath.app.prompt;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.storage.Preset;
import polymath.app.ui.Buttons;
import polymath.app.ui.FilePicker;
import polymath.app.ui.Strings;

/// The right panel: the system prompt of the chat, the library of presets, or the history of one of them.
public final class PromptView extends VBox {
    private final PromptViewModel prompt;
    private final Strings strings;
    private final FilePicker picker;
    private final Runnable close;
    private final PromptEditor editor;
    private final HBox header = new HBox();

    public PromptView(PromptViewModel prompt, Strings strings, FilePicker picker, Runnable close) {
        this.prompt = prompt;
        this.strings = strings;
        this.picker = picker;
        this.close = close;
        getStyleClass().add("panel");
        header.getStyleClass().add("panel-header");
        header.setAlignment(Pos.CENTER_LEFT);
        editor = new PromptEditor(prompt, strings, close, this::showLibrary);
        showEditor();
    }

    /// Back to the chat's prompt.
    public void showEditor() {
        Label scope = new Label(strings.get("prompt.scope"));
        scope.getStyleClass().add("caption");
        scope.setMinWidth(0);
        show(strings.get("prompt.title"), Optional.empty(), editor, scope);
    }

    public void showLibrary() {
        PresetList list = new PresetList(
                prompt.presets(),
                strings,
                picker,
                new PresetList.Actions(
                        preset -> {
                            prompt.choose(preset);
                            showEditor();
                            focusText();
                        },
                        this::showVersions,
                        prompt.originProperty().get().map(Preset::id)));
        show(strings.get("presets.title"), Optional.of(this::showEditor), scrolling(list));
        applyCss(); // what scrolls is in no scene before, and takes no focus
        list.focusFirst();
    }

    public void focusText() {
        applyCss(); // as above
        editor.focusText();
    }

    private void showVersions(Preset preset) {
        PresetVersions versions = new PresetVersions(preset, strings, version -> {
            prompt.presets().restore(preset, version);
            showLibrary();
        });
        show(strings.get("presets.versions.of", preset.name()), Optional.of(this::showLibrary), scrolling(versions));
    }

    private static ScrollPane scrolling(Region content) {
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().setAll("scroll-pane", "edge-to-edge");
        scroll.setFocusTraversable(false);
        return scroll;
    }

    private void show(String titleText, Optional<Runnable> back, Region body, Label... captions) {
        Label title = new Label(titleText);
        title.getStyleClass().add("panel-title");
        title.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        header.getChildren().clear();
        back.ifPresent(go -> header.getChildren().add(Buttons.icon(Feather.ARROW_LEFT, strings.get("back"), go)));
        header.getChildren().add(title);
        header.getChildren().addAll(captions);
        header.getChildren().addAll(space, Buttons.icon(Feather.X, strings.get("close"), close));
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().setAll(header, body);
    }
}
