package polymath.app.prompt;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The right panel in which the system prompt of the chat is edited.
public final class PromptView extends VBox {
    private final TextArea area = new TextArea();

    public PromptView(PromptViewModel prompt, Strings strings, Runnable close) {
        getStyleClass().add("panel");
        Label title = new Label(strings.get("prompt.title"));
        title.getStyleClass().add("panel-title");
        Label scope = new Label(strings.get("prompt.scope"));
        scope.getStyleClass().add("caption");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox header = new HBox(title, scope, space, Buttons.icon(Feather.X, strings.get("close"), close));
        header.getStyleClass().add("panel-header");
        header.setAlignment(Pos.CENTER_LEFT);

        area.wrapTextProperty().bind(area.textProperty().map(text -> !SafeText.hasRightToLeft(text)));
        area.setPromptText(strings.get("prompt.placeholder"));
        area.setAccessibleText(strings.get("prompt.title"));
        area.getStyleClass().add("prompt-editor");
        area.setPrefRowCount(10);
        area.textProperty().bindBidirectional(prompt.textProperty());

        Label tokens = new Label();
        tokens.getStyleClass().add("caption");
        tokens.textProperty()
                .bind(prompt.tokensProperty()
                        .map(t -> t.map(n -> strings.get("details.tokens", n))
                                .orElse(strings.get("prompt.tokens.unknown"))));
        Label cost = new Label();
        cost.getStyleClass().add("caption");
        cost.setWrapText(true);
        cost.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> prompt.rereadTokensProperty().get() == 0
                                ? strings.get("prompt.reread.none")
                                : strings.get(
                                        "prompt.reread",
                                        prompt.rereadTokensProperty().get()),
                        prompt.rereadTokensProperty()));
        VBox facts = new VBox(tokens, cost);
        facts.getStyleClass().add("prompt-facts");

        Button apply = Buttons.primary(strings.get("prompt.apply"), () -> {
            prompt.apply();
            close.run();
        });
        apply.disableProperty().bind(prompt.changedProperty().not());
        Region left = new Region();
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox buttons = new HBox(left, Buttons.plain(strings.get("cancel"), close), apply);
        buttons.getStyleClass().add("panel-buttons");
        Region filler = new Region();
        VBox.setVgrow(filler, Priority.ALWAYS);
        VBox body = new VBox(area, facts, filler, buttons);
        body.getStyleClass().add("panel-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(header, body);
    }

    public void focusText() {
        area.requestFocus();
        area.end();
    }
}
