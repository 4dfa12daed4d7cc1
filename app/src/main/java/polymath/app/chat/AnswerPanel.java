package polymath.app.chat;

import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.VPos;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import polymath.app.storage.AnswerDetails;
import polymath.app.ui.PanelHeader;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// The right panel about one answer: what it took, how it was chosen, what its reader thinks of it, and what one should
/// know about answers of this kind.
public final class AnswerPanel extends VBox {
    /// A note is stored this long after the last key, and when the field is left.
    private static final Duration NOTE_PAUSE = Duration.millis(250);

    private final MessageModel message;
    private final Strings strings;

    public AnswerPanel(MessageModel message, ChatViewModel chat, Strings strings, Runnable close) {
        this.message = message;
        this.strings = strings;
        getStyleClass().add("panel");
        PanelHeader header = new PanelHeader(new Label(strings.get("about.title")), strings, close);
        VBox body = new VBox(
                new PlainFlow(strings.get("about.honest"), "about-honest"),
                heading("about.took"),
                message.details()
                        .map(this::facts)
                        .orElseGet(() -> new VBox(new PlainFlow(strings.get("about.nothing"), "about-honest"))),
                heading("feedback.title"),
                opinion(chat));
        body.getStyleClass().add("panel-body");
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(header, scroll);
    }

    private Label heading(String key) {
        Label heading = new Label(strings.get(key));
        heading.getStyleClass().add("group-heading");
        return heading;
    }

    private Region facts(AnswerDetails details) {
        Facts facts = new Facts();
        Usage usage = details.usage();
        facts.add("about.model", details.modelName());
        facts.add("about.ended", strings.get(endKey(details)));
        facts.add("about.prompt", strings.get("details.tokens", usage.promptTokens()));
        facts.add("about.cached", strings.get("details.tokens", usage.cachedTokens()));
        facts.add("about.written", strings.get("details.tokens", usage.generatedTokens()));
        facts.add("about.first", seconds(usage.secondsToFirstToken()));
        details.coverage().ifPresent(c -> facts.add("about.documents", CoverageWords.of(c, strings)));
        facts.add("about.readSpeed", speed(usage.prefillTokensPerSecond()));
        facts.add("about.writeSpeed", speed(usage.decodeTokensPerSecond()));
        facts.add("about.context", strings.get("header.context", usage.contextTokens(), usage.contextLimitTokens()));
        details.sampling().ifPresent(sampling -> addSettings(facts, sampling));
        return facts;
    }

    private void addSettings(Facts facts, SamplingParams sampling) {
        if (sampling.temperature() == 0) {
            facts.add("about.choice", strings.get("about.choice.greedy"));
            return;
        }
        facts.add("about.choice", strings.get("about.choice.sampled"));
        facts.add("about.temperature", strings.get("about.number", sampling.temperature()));
        if (sampling.topK() > 0) facts.add("about.topK", strings.get("about.number", sampling.topK()));
        if (sampling.topP() < 1) facts.add("about.topP", strings.get("about.number", sampling.topP()));
        if (sampling.minP() > 0) facts.add("about.minP", strings.get("about.number", sampling.minP()));
        if (sampling.repeatPenalty() > 1)
            facts.add("about.repeatPenalty", strings.get("about.number", sampling.repeatPenalty()));
        facts.add("about.seed", Long.toString(sampling.seed()));
    }

    private static String endKey(AnswerDetails details) {
        return "about.ended." + details.reason().map(FinishReason::name).orElse("UNKNOWN");
    }

    private String seconds(double seconds) {
        return seconds > 0 ? strings.get("about.seconds", seconds) : strings.get("about.unknown");
    }

    private String speed(double tokensPerSecond) {
        return tokensPerSecond > 0 ? strings.get("details.speed", tokensPerSecond) : strings.get("about.unknown");
    }

    private Region opinion(ChatViewModel chat) {
        TextArea note = new TextArea(message.feedbackProperty().get().note());
        note.setPromptText(strings.get("feedback.note"));
        note.setAccessibleText(strings.get("feedback.note"));
        note.setPrefRowCount(3);
        note.getStyleClass().add("prompt-editor");
        note.wrapTextProperty().bind(note.textProperty().map(text -> !SafeText.hasRightToLeft(text)));
        Runnable keep = () -> chat.rate(
                message,
                message.feedbackProperty().get().withNote(note.getText().strip()));
        PauseTransition pause = new PauseTransition(NOTE_PAUSE);
        pause.setOnFinished(event -> keep.run());
        note.textProperty().addListener((property, old, now) -> pause.playFromStart());
        note.sceneProperty().subscribe((before, now) -> {
            if (now == null) keep.run();
        });
        VBox opinion = new VBox(
                new ThumbButtons(message, chat, strings, Optional.empty()),
                note,
                new PlainFlow(strings.get("feedback.local"), "caption-flow"));
        opinion.getStyleClass().add("opinion");
        return opinion;
    }

    /// Names at the left, what they are at the right.
    private final class Facts extends GridPane {
        Facts() {
            getStyleClass().add("facts");
            ColumnConstraints names = new ColumnConstraints();
            names.setPercentWidth(48);
            ColumnConstraints values = new ColumnConstraints();
            values.setHgrow(Priority.ALWAYS);
            getColumnConstraints().addAll(names, values);
        }

        void add(String key, String value) {
            PlainFlow name = new PlainFlow(strings.get(key), "fact-name");
            PlainFlow shown = new PlainFlow(value, "fact-value");
            setValignment(name, VPos.TOP);
            setValignment(shown, VPos.TOP);
            addRow(getRowCount(), name, shown);
        }
    }
}
