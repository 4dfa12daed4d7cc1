package polymath.app.models;

import java.net.URI;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import polymath.app.ui.Buttons;
import polymath.app.ui.Bytes;
import polymath.app.ui.Card;
import polymath.app.ui.ExpertRing;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;

/// How to come to the model: what it is, which of its files this computer can hold, where to find one, and the demo
/// meanwhile.
public final class NoModelPage extends StackPane {
    private final ModelViewModel model;
    private final Strings strings;
    private final VBox failure = new VBox();
    private final Button chooseButton;
    private final Button demo;
    private final Button back;
    private final VBox fit = new VBox();

    /// What the page asks of the window around it.
    ///
    /// @param choose lets the user pick a file
    /// @param open shows an address in the user's browser
    /// @param back to the chat, with whatever model there is
    public record Actions(Runnable choose, Consumer<URI> open, Runnable back) {}

    public NoModelPage(ModelViewModel model, Strings strings, Actions actions) {
        this.model = model;
        this.strings = strings;
        getStyleClass().add("no-model-page");
        Label title = new Label(strings.get("welcome.title"));
        title.getStyleClass().add("greeting");
        chooseButton = Buttons.primary(strings.get("welcome.choose"), actions.choose());
        Label hint = new Label(strings.get("welcome.drop"));
        hint.getStyleClass().add("caption");
        HBox others = new HBox(
                Buttons.plain(strings.get("welcome.find"), () -> actions.open().accept(RealModel.PAGE)));
        others.getStyleClass().add("welcome-others");
        others.setAlignment(Pos.CENTER);
        demo = Buttons.plain(strings.get("welcome.demo"), model::loadDemo);
        back = Buttons.plain(strings.get("welcome.back"), actions.back());
        others.getChildren().addAll(demo, back);
        VBox start = new VBox(chooseButton, hint, others);
        start.getStyleClass().add("welcome-start");
        start.setAlignment(Pos.CENTER);
        VBox column = new VBox(
                new ExpertRing(48),
                title,
                centred(strings.get("welcome.what"), "body"),
                fit,
                failure,
                start,
                centred(strings.get("welcome.honest"), "welcome-honest"));
        column.getStyleClass().add("welcome");
        column.setAlignment(Pos.CENTER);
        column.setMaxSize(600, Region.USE_PREF_SIZE);
        getChildren().add(column);
        model.failureProperty().subscribe(now -> showFailure());
        model.stateProperty().subscribe(this::show);
    }

    public void focusButton() {
        chooseButton.requestFocus();
    }

    private static PlainFlow centred(String text, String style) {
        PlainFlow flow = new PlainFlow(text, style);
        flow.setTextAlignment(TextAlignment.CENTER);
        return flow;
    }

    private void show(ModelState state) {
        boolean loaded = state instanceof ModelState.Ready;
        demo.setVisible(!loaded && model.hasDemo());
        demo.setManaged(demo.isVisible());
        back.setVisible(loaded);
        back.setManaged(loaded);
        fit.getChildren().clear();
        if (state instanceof ModelState.Ready ready && ready.plan().physicalBytes() > 0)
            fit.getChildren().add(centred(fits(ready.plan().physicalBytes()), "body"));
        fit.setManaged(!fit.getChildren().isEmpty());
    }

    private String fits(long physicalBytes) {
        String memory = Bytes.of(physicalBytes, strings);
        return RealModel.largestFor(physicalBytes)
                .map(v -> strings.get("welcome.fits", memory, v.quantization(), Bytes.of(v.bytes(), strings)))
                .orElseGet(() -> strings.get("welcome.tooSmall", memory, Bytes.of(RealModel.leastBytes(), strings)));
    }

    private void showFailure() {
        failure.getChildren().clear();
        model.failureProperty()
                .get()
                .ifPresent(f -> failure.getChildren()
                        .add(new Card(Card.Tone.ERROR, strings.get("model.failed.title"), strings.failure(f))));
        failure.setManaged(!failure.getChildren().isEmpty());
    }
}
