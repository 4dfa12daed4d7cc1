package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.app.storage.Look.Accent;
import polymath.app.storage.Look.Motion;
import polymath.app.storage.Settings;
import polymath.app.ui.Theme;

class AppearanceTest {

    @ParameterizedTest
    @CsvSource({
        "#0078D7, BLUE",
        "#107C10, TEAL",
        "#8764B8, VIOLET",
        "#E3008C, ROSE",
        "#C30052, ROSE",
        "#7A7574, GRAPHITE",
        "#000000, GRAPHITE"
    })
    void theSystemsColourBecomesTheNearestOfOurs(String color, Accent nearest) {
        assertThat(Appearance.nearest(Color.web(color))).isEqualTo(nearest);
    }

    @Test
    void whatIsLeftToTheSystemFollowsIt() {
        Theme.Dress dress = Appearance.of(
                Settings.DEFAULT.withLook(Settings.DEFAULT.look().withAccent(Accent.SYSTEM)),
                ColorScheme.DARK,
                Color.web("#0078D7"));
        assertThat(dress).isEqualTo(new Theme.Dress(ColorScheme.DARK, "blue", 100, Optional.empty()));
    }

    @Test
    void whatIsChosenDoesNot() {
        Settings chosen = Settings.DEFAULT
                .withTheme(Settings.Theme.LIGHT)
                .withLook(Settings.DEFAULT
                        .look()
                        .withAccent(Accent.ROSE)
                        .withMotion(Motion.REDUCED)
                        .withTextPercent(150));
        assertThat(Appearance.of(chosen, ColorScheme.DARK, Color.web("#0078D7")))
                .isEqualTo(new Theme.Dress(ColorScheme.LIGHT, "rose", 150, Optional.of(true)));
    }
}
