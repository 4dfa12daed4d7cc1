package polymath.app.models;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import polymath.app.ui.Buttons;
import polymath.app.ui.Card;
import polymath.app.ui.ExpertRing;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;

/// What the window shows before there is a model: what this is, and how to begin.
public final class NoModelPage extends StackPane {
    private final ModelViewModel model;
    private final Strings strings;
    private final VBox failure = new VBox();
    private final Button chooseButton;

    public NoModelPage(ModelViewModel model, Strings strings, Runnable choose) {
        this.model = model;
        this.strings = strings;
        getStyleClass().add("no-model-page");
        Label title = new Label(strings.get("welcome.title"));
        title.getStyleClass().add("greeting");
        chooseButton = Buttons.primary(strings.get("welcome.choose"), choose);
        Label hint = new Label(strings.get("welcome.drop"));
        hint.getStyleClass().add("caption");
        VBox start = new VBox(chooseButton, hint);
        start.getStyleClass().add("welcome-start");
        start.setAlignment(Pos.CENTER);
        VBox column = new VBox(
                new ExpertRing(48),
                title,
                centred(strings.get("welcome.what"), "body"),
                failure,
                start,
                centred(strings.get("welcome.honest"), "welcome-honest"));
        column.getStyleClass().add("welcome");
        column.setAlignment(Pos.CENTER);
        column.setMaxSize(600, Region.USE_PREF_SIZE);
        getChildren().add(column);
        model.failureProperty().subscribe(now -> showFailure());
    }

    public void focusButton() {
        chooseButton.requestFocus();
    }

    private static PlainFlow centred(String text, String style) {
        PlainFlow flow = new PlainFlow(text, style);
        flow.setTextAlignment(TextAlignment.CENTER);
        return flow;
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
