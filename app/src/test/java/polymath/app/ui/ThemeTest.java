package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.application.ColorScheme;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.app.Fx;

class ThemeTest {
    private static final Pattern TOKEN = Pattern.compile("(-[a-z0-9-]+): (#[0-9A-F]{6,8});");

    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void textIsReadableOnEveryGround(String theme) throws IOException {
        Map<String, Color> tokens = tokens(theme);
        for (String ground : new String[] {"-page", "-surface", "-sunken"})
            for (String ink : new String[] {"-text", "-muted", "-accent", "-ok", "-warn", "-error"})
                assertThat(contrast(tokens, ink, ground))
                        .as(theme + ": " + ink + " on " + ground)
                        .isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(tokens, "-on-accent", "-accent")).isGreaterThanOrEqualTo(4.5);
    }

    @ParameterizedTest
    @CsvSource({
        "light, blue",
        "light, violet",
        "light, rose",
        "light, graphite",
        "dark, blue",
        "dark, violet",
        "dark, rose",
        "dark, graphite"
    })
    void everyAccentIsReadableOnEveryGround(String theme, String accent) throws IOException {
        Map<String, Color> tokens = tokens(theme);
        Map<String, Color> own = tokens("accents/" + accent + "-" + theme);
        assertThat(tokens.keySet()).containsAll(own.keySet());
        tokens.putAll(own);
        for (String ground : new String[] {"-page", "-surface", "-sunken"})
            assertThat(contrast(tokens, "-accent", ground)).as(ground).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(tokens, "-on-accent", "-accent")).isGreaterThanOrEqualTo(4.5);
        assertThat(contrast(tokens, "-on-accent", "-accent-hover")).isGreaterThanOrEqualTo(4.5);
        assertThat(tokens.get("-swatch-" + accent)).isEqualTo(own.get("-accent"));
    }

    @Test
    void bothThemesHaveTheSameTokens() throws IOException {
        assertThat(tokens("dark").keySet()).isEqualTo(tokens("light").keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"controls", "components", "atlantafx"})
    void onlyTheTokenFilesNameColours(String file) throws IOException {
        assertThat(css(file)).doesNotContainPattern("#[0-9A-Fa-f]{3,8}\\b").doesNotContain("rgb");
    }

    @Test
    void switchingReachesWhatLiesInAScrollPane() {
        Label label = Fx.fx(() -> new Label("text"));
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(new StackPane(new ScrollPane(label)), 300, 200);
            Theme.apply(scene, ColorScheme.LIGHT);
            Stage s = new Stage();
            s.setScene(scene);
            s.show();
            return s;
        });
        Fx.settle(stage.getScene());
        assertThat(Fx.fx(label::getTextFill)).isEqualTo(Color.web("#1F1E1B"));
        Fx.run(() -> Theme.apply(stage.getScene(), ColorScheme.DARK));
        Fx.settle(stage.getScene());
        assertThat(Fx.fx(label::getTextFill)).isEqualTo(Color.web("#ECE9E2"));
        Fx.run(stage::close);
    }

    private static Map<String, Color> tokens(String theme) throws IOException {
        Map<String, Color> tokens = new LinkedHashMap<>();
        Matcher matcher = TOKEN.matcher(css(theme));
        while (matcher.find()) tokens.put(matcher.group(1), Color.web(matcher.group(2)));
        return tokens;
    }

    private static String css(String name) throws IOException {
        try (var in = Theme.asset("theme/" + name + ".css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// By the formula of WCAG 2.
    private static double contrast(Map<String, Color> tokens, String ink, String ground) {
        double a = luminance(tokens.getOrDefault(ink, Color.TRANSPARENT));
        double b = luminance(tokens.getOrDefault(ground, Color.TRANSPARENT));
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(Color color) {
        double[] linear = Stream.of(color.getRed(), color.getGreen(), color.getBlue())
                .mapToDouble(c -> c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4))
                .toArray();
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2];
    }
}
