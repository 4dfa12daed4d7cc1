package polymath.app.models;

import javafx.scene.control.Button;
import javafx.scene.layout.VBox;
import polymath.app.ui.Buttons;
import polymath.app.ui.Card;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// Stands above the composer when something happened to the model: the engine died, a file could not be
/// loaded, or the graphics card failed.
public final class ModelBanner extends VBox {
    private final ModelViewModel model;
    private final Strings strings;
    private final Runnable choose;

    public ModelBanner(ModelViewModel model, Strings strings, Runnable choose) {
        this.model = model;
        this.strings = strings;
        this.choose = choose;
        getStyleClass().add("banner-stack");
        model.stateProperty().subscribe(this::show);
        model.failureProperty().subscribe(failure -> show());
        model.gpuLostProperty().subscribe(lost -> show());
    }

    private void show() {
        getChildren().clear();
        Button another = Buttons.plain(strings.get("model.another"), choose);
        if (model.stateProperty().get() instanceof ModelState.Died) {
            getChildren()
                    .add(new Card(
                            Card.Tone.ERROR,
                            strings.get("model.died"),
                            strings.get("model.died.text"),
                            Buttons.plain(strings.get("model.reload"), model::reload)));
        } else if (model.failureProperty().get().isPresent()) {
            String sentence = strings.failure(model.failureProperty().get().get());
            boolean kept = model.stateProperty().get() instanceof ModelState.Ready;
            Button dismiss = Buttons.quiet(strings.get("dismiss"), model::dismissFailure);
            getChildren()
                    .add(new Card(
                            Card.Tone.ERROR,
                            strings.get("model.failed.title"),
                            kept ? sentence + " " + strings.get("model.failed.kept") : sentence,
                            kept ? dismiss : another));
        } else if (model.gpuLostProperty().get().isPresent()) {
            String reason = SafeText.line(model.gpuLostProperty().get().get(), 160);
            getChildren()
                    .add(new Card(
                            Card.Tone.WARN,
                            strings.get("model.gpuLost"),
                            strings.get("model.gpuLost.text", reason),
                            Buttons.plain(strings.get("model.gpuLost.again"), model::loadAgain),
                            Buttons.quiet(strings.get("dismiss"), model::dismissGpuLost)));
        } else if (model.stateProperty().get() instanceof ModelState.None) {
            getChildren()
                    .add(new Card(
                            Card.Tone.NEUTRAL,
                            "",
                            strings.get("model.none.text"),
                            Buttons.plain(strings.get("model.choose"), choose)));
        }
    }
}
