package polymath.app.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.storage.Look;
import polymath.app.storage.Look.Accent;
import polymath.app.storage.Look.Language;
import polymath.app.storage.Look.Motion;
import polymath.app.storage.Settings;
import polymath.app.ui.Buttons;
import polymath.app.ui.Rows;
import polymath.app.ui.Segments;
import polymath.app.ui.Segments.Option;
import polymath.app.ui.Strings;

/// How the window looks and what it speaks.
final class LookPage {
    static final List<Integer> PERCENTS = List.of(80, 90, 100, 110, 125, 150, 175, 200);

    private final SettingsViewModel settings;
    private final Strings strings;
    private final ObservableValue<Look> look;

    private LookPage(SettingsViewModel settings, Strings strings) {
        this.settings = settings;
        this.strings = strings;
        look = settings.settingsProperty().map(s -> s.look());
    }

    static VBox of(SettingsViewModel settings, Strings strings) {
        LookPage page = new LookPage(settings, strings);
        Rows rows = new Rows(strings, "look");
        rows.add(
                "theme",
                page.words(
                        "theme",
                        List.of(Settings.Theme.values()),
                        settings.settingsProperty().map(Settings::theme),
                        theme -> settings.change(s -> s.withTheme(theme))));
        rows.add("accent", page.accents());
        rows.add(
                "size",
                new Segments<>(
                        strings.get("settings.size"),
                        PERCENTS.stream()
                                .map(n -> Option.of(n, strings.get("settings.size.percent", n)))
                                .toList(),
                        page.look.map(Look::textPercent),
                        n -> settings.changeLook(l -> l.withTextPercent(n))));
        page.addLanguages(rows);
        rows.add(
                "motion",
                page.words(
                        "motion",
                        List.of(Motion.values()),
                        page.look.map(Look::motion),
                        motion -> settings.changeLook(l -> l.withMotion(motion))));
        return rows.page();
    }

    private <T extends Enum<T>> Segments<T> words(
            String name, List<T> values, ObservableValue<T> chosen, java.util.function.Consumer<T> choose) {
        Function<T, String> text = value -> strings.get("settings." + name + "." + value);
        return new Segments<>(
                strings.get("settings." + name),
                values.stream().map(v -> Option.of(v, text.apply(v))).toList(),
                chosen,
                choose);
    }

    private Segments<Accent> accents() {
        Segments<Accent> segments = words(
                "accent",
                List.of(Accent.values()),
                look.map(Look::accent),
                a -> settings.changeLook(l -> l.withAccent(a)));
        for (Accent accent : Accent.values()) {
            if (accent == Accent.SYSTEM) continue;
            Region swatch = new Region();
            swatch.getStyleClass().setAll("swatch", "swatch-" + accent.name().toLowerCase(Locale.ROOT));
            segments.button(accent).ifPresent(button -> button.setGraphic(swatch));
        }
        return segments;
    }

    /// The testers' languages show once they are asked for.
    private void addLanguages(Rows rows) {
        List<Language> people = List.of(Language.SYSTEM, Language.ENGLISH, Language.GERMAN);
        Segments<Language> languages = languages(people);
        List<Node> controls = new ArrayList<>(List.of(languages));
        boolean testing = !people.contains(look.getValue().language());
        VBox testers = new VBox(languages(List.of(Language.PSEUDO, Language.PSEUDO_RIGHT_TO_LEFT)));
        if (testing) {
            controls.add(testers);
        } else {
            Button more = Buttons.quiet(strings.get("settings.language.testers"), () -> {});
            VBox place = new VBox(more);
            more.setOnAction(event -> place.getChildren().setAll(testers.getChildren()));
            controls.add(place);
        }
        rows.add("language", controls.toArray(Node[]::new));
    }

    private Segments<Language> languages(List<Language> values) {
        return words(
                "language",
                values,
                look.map(Look::language),
                language -> settings.changeLook(l -> l.withLanguage(language)));
    }
}
