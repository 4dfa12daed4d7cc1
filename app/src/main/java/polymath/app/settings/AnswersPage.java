package polymath.app.settings;

import java.util.List;
import java.util.Locale;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import polymath.app.storage.Answers;
import polymath.app.storage.Answers.Style;
import polymath.app.ui.NumberField;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Rows;
import polymath.app.ui.Segments;
import polymath.app.ui.Strings;
import polymath.app.ui.Tile;
import polymath.app.ui.TokenWords;
import polymath.engine.api.SamplingParams;

/// How answers are written: four styles in plain words, the numbers behind them, and how long an answer may get.
final class AnswersPage {
    private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
    private static final List<Integer> LENGTHS = List.of(512, 2_048, 8_192, 32_768);

    private final SettingsViewModel settings;
    private final Strings strings;
    private final ObservableValue<Answers> answers;

    private AnswersPage(SettingsViewModel settings, Strings strings) {
        this.settings = settings;
        this.strings = strings;
        answers = settings.settingsProperty().map(s -> s.answers());
    }

    static VBox of(SettingsViewModel settings, Strings strings) {
        AnswersPage page = new AnswersPage(settings, strings);
        Rows rows = new Rows(strings, "answers");
        VBox styles = new VBox();
        styles.getStyleClass().add("settings-tiles");
        for (Style style : Style.values()) styles.getChildren().add(page.tile(style));
        rows.add("style", styles);
        rows.add("numbers", page.numbers());
        rows.add(
                "length",
                new Segments<>(
                        strings.get("settings.length"),
                        LENGTHS.stream()
                                .map(n -> Segments.Option.of(n, strings.get("settings.length.tokens", n)))
                                .toList(),
                        page.answers.map(Answers::maxTokens),
                        n -> settings.changeAnswers(a -> a.withMaxTokens(n))),
                Rows.sentence(page.answers.map(
                        a -> strings.get("settings.length.words", a.maxTokens(), TokenWords.rounded(a.maxTokens())))));
        return rows.page();
    }

    private Tile tile(Style style) {
        String key = "settings.style." + style;
        Tile tile = new Tile(
                "settings-tile",
                strings.get(key),
                () -> settings.changeAnswers(a -> a.withStyle(style)),
                new PlainFlow(strings.get(key), "settings-tile-name"),
                new PlainFlow(strings.get(key + ".text"), "settings-tile-text"));
        tile.setAccessibleRole(AccessibleRole.RADIO_BUTTON);
        tile.setAccessibleHelp(strings.get(key + ".text"));
        answers.subscribe(now -> {
            boolean chosen = now.style() == style;
            tile.pseudoClassStateChanged(SELECTED, chosen);
            tile.setAccessibleText(chosen ? strings.get("settings.chosen", strings.get(key)) : strings.get(key));
        });
        return tile;
    }

    private FlowPane numbers() {
        FlowPane fields = new FlowPane(
                field(
                        "temperature",
                        SamplingParams::temperature,
                        v -> v >= 0 && v <= 100,
                        (p, v) -> new SamplingParams(
                                (float) v, p.topK(), p.topP(), p.minP(), p.repeatPenalty(), p.seed())),
                field(
                        "topK",
                        SamplingParams::topK,
                        v -> whole(v) && v <= 200_000,
                        (p, v) -> new SamplingParams(
                                p.temperature(), (int) v, p.topP(), p.minP(), p.repeatPenalty(), p.seed())),
                field(
                        "topP",
                        SamplingParams::topP,
                        v -> v > 0 && v <= 1,
                        (p, v) -> new SamplingParams(
                                p.temperature(), p.topK(), (float) v, p.minP(), p.repeatPenalty(), p.seed())),
                field(
                        "minP",
                        SamplingParams::minP,
                        v -> v >= 0 && v <= 1,
                        (p, v) -> new SamplingParams(
                                p.temperature(), p.topK(), p.topP(), (float) v, p.repeatPenalty(), p.seed())),
                field(
                        "repeatPenalty",
                        SamplingParams::repeatPenalty,
                        v -> v >= 1 && v <= 10,
                        (p, v) ->
                                new SamplingParams(p.temperature(), p.topK(), p.topP(), p.minP(), (float) v, p.seed())),
                field(
                        "seed",
                        SamplingParams::seed,
                        v -> whole(v) && v <= 9e15,
                        (p, v) -> new SamplingParams(
                                p.temperature(), p.topK(), p.topP(), p.minP(), p.repeatPenalty(), (long) v)));
        fields.getStyleClass().add("settings-fields");
        return fields;
    }

    private static boolean whole(double value) {
        return value >= 0 && value == Math.rint(value);
    }

    /// The same values with one of them changed.
    private interface Change {
        SamplingParams with(SamplingParams values, double value);
    }

    private VBox field(String name, Function<SamplingParams, Number> part, DoublePredicate allowed, Change change) {
        String key = "settings.numbers." + name;
        Locale locale = strings.locale();
        NumberField field = new NumberField(
                strings.get(key),
                locale,
                answers.map(a -> part.apply(a.values())),
                allowed,
                value -> settings.changeAnswers(a -> a.withOwn(change.with(a.values(), value))));
        field.setAccessibleHelp(strings.get(key + ".text"));
        Label title = new Label(strings.get(key));
        title.setLabelFor(field);
        title.getStyleClass().add("settings-field-name");
        Label text = new Label(strings.get(key + ".text"));
        text.setWrapText(true);
        text.getStyleClass().add("caption");
        VBox box = new VBox(title, field, text);
        box.getStyleClass().add("settings-field");
        return box;
    }
}
