package polymath.app.prompt;

import java.time.Duration;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.storage.Preset;
import polymath.app.storage.PromptVariables;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// The text of a chat's system prompt, what it costs to change it, and the preset it comes from.
final class PromptEditor extends VBox {
    private final PromptViewModel prompt;
    private final Strings strings;
    private final TextArea area = new TextArea();
    private final Label origin = new Label();
    private final Label sentAs = caption("");
    private final FlowPane keeping = new FlowPane();

    PromptEditor(PromptViewModel prompt, Strings strings, Runnable close, Runnable openLibrary) {
        this.prompt = prompt;
        this.strings = strings;
        VBox body = new VBox();
        body.getStyleClass().add("panel-body");
        origin.getStyleClass().add("prompt-origin");
        origin.setMinWidth(0);
        HBox.setHgrow(origin, Priority.ALWAYS);
        origin.setMaxWidth(Double.MAX_VALUE);
        Button library = Buttons.plain(strings.get("prompt.presets"), openLibrary);
        library.setMinWidth(Region.USE_PREF_SIZE);
        HBox from = new HBox(origin, library);
        from.getStyleClass().add("panel-buttons");
        from.setAlignment(Pos.CENTER_LEFT);

        area.wrapTextProperty().bind(area.textProperty().map(text -> !SafeText.hasRightToLeft(text)));
        area.setPromptText(strings.get("prompt.placeholder"));
        area.setAccessibleText(strings.get("prompt.title"));
        area.getStyleClass().add("prompt-editor");
        area.setPrefRowCount(10);
        area.setMinHeight(96);
        area.textProperty().bindBidirectional(prompt.textProperty());

        keeping.getStyleClass().add("prompt-keeping");
        body.getChildren().addAll(from, area, variables(), keeping, facts());
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().setAll("scroll-pane", "edge-to-edge");
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(scroll, buttons(close));
        prompt.textProperty().subscribe(text -> show());
        prompt.originProperty().subscribe(preset -> show());
    }

    void focusText() {
        area.requestFocus();
        area.end();
    }

    private VBox facts() {
        Label tokens = caption("");
        tokens.textProperty()
                .bind(prompt.tokensProperty()
                        .map(t -> t.map(n -> strings.get("details.tokens", n))
                                .orElse(strings.get("prompt.tokens.unknown"))));
        Label cost = caption("");
        cost.textProperty().bind(Bindings.createStringBinding(this::cost, prompt.rereadTokensProperty()));
        VBox facts = new VBox(tokens, cost, sentAs);
        facts.getStyleClass().add("prompt-facts");
        return facts;
    }

    private HBox buttons(Runnable close) {
        Button apply = Buttons.primary(strings.get("prompt.apply"), () -> {
            prompt.apply();
            close.run();
        });
        apply.disableProperty().bind(prompt.changedProperty().not());
        Button next = Buttons.plain(strings.get("prompt.next"), () -> {
            prompt.applyToNext();
            close.run();
        });
        next.disableProperty().bind(prompt.changedProperty().not());
        next.visibleProperty().bind(prompt.rereadTokensProperty().greaterThan(0));
        next.managedProperty().bind(next.visibleProperty());
        next.setMinWidth(Region.USE_PREF_SIZE);
        apply.setMinWidth(Region.USE_PREF_SIZE);
        Region left = new Region();
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox buttons = new HBox(left, next, apply);
        buttons.getStyleClass().addAll("panel-buttons", "panel-foot");
        return buttons;
    }

    private void show() {
        Optional<Preset> preset = prompt.originProperty().get();
        boolean blank = prompt.textProperty().get().isBlank();
        origin.setText(preset.map(p ->
                        strings.get(prompt.modified() ? "prompt.modified" : "prompt.from", SafeText.line(p.name(), 60)))
                .orElse(strings.get("prompt.from.none")));
        keeping.getChildren().clear();
        if (preset.isPresent() && prompt.modified()) {
            keeping.getChildren().add(Buttons.quiet(strings.get("prompt.save"), prompt::saveToPreset));
            keeping.getChildren()
                    .add(Buttons.quiet(strings.get("prompt.reset"), () -> prompt.choose(preset.orElseThrow())));
        }
        if (!blank && (preset.isEmpty() || prompt.modified()))
            keeping.getChildren().add(Buttons.quiet(strings.get("prompt.saveAs"), this::askName));
        keeping.setManaged(!keeping.getChildren().isEmpty());
        Optional<String> sent = prompt.sentAs();
        sentAs.setText(sent.map(text -> strings.get("prompt.sentAs", SafeText.line(text, 400)))
                .orElse(""));
        sentAs.setManaged(sent.isPresent());
        sentAs.setVisible(sent.isPresent());
    }

    private HBox variables() {
        HBox row = new HBox(
                caption(strings.get("prompt.insert")),
                variable(PromptVariables.DATE, "prompt.variable.date"),
                variable(PromptVariables.LANGUAGE, "prompt.variable.language"));
        row.getStyleClass().add("prompt-variables");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private Button variable(String variable, String key) {
        Button button = Buttons.quiet(variable, () -> {
            area.replaceSelection(variable);
            area.requestFocus();
        });
        button.getStyleClass().add("variable");
        button.setAccessibleText(strings.get(key));
        button.setTooltip(new Tooltip(strings.get(key)));
        return button;
    }

    private void askName() {
        TextField name = new TextField();
        name.setPromptText(strings.get("presets.name"));
        name.setAccessibleText(strings.get("presets.name"));
        name.setOnAction(event -> {
            prompt.saveAs(name.getText());
            show();
            focusText();
        });
        name.setOnKeyPressed(event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            event.consume();
            show();
            focusText();
        });
        keeping.getChildren().setAll(name);
        name.requestFocus();
    }

    private String cost() {
        int tokens = prompt.rereadTokensProperty().get();
        if (tokens == 0) return strings.get("prompt.reread.none");
        Duration time = prompt.rereadTime();
        if (time.isZero()) return strings.get("prompt.reread", tokens);
        long seconds = Math.max(1, time.toSeconds());
        return seconds < 90
                ? strings.get("prompt.reread.seconds", tokens, seconds)
                : strings.get("prompt.reread.minutes", tokens, Math.round(seconds / 60.0));
    }

    private static Label caption(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add("caption");
        return label;
    }
}
