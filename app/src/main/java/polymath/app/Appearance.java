package polymath.app;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.scene.paint.Color;
import polymath.app.storage.Look;
import polymath.app.storage.Look.Accent;
import polymath.app.storage.Settings;
import polymath.app.ui.Theme;

/// What the theme is told, from what the user chose and what the system has.
final class Appearance {
    /// Hues in degrees. A system's own colour may be too pale to be read; ours are not, so the nearest of them is
    /// taken.
    private static final Map<Accent, Double> HUES =
            Map.of(Accent.TEAL, 175.0, Accent.BLUE, 215.0, Accent.VIOLET, 258.0, Accent.ROSE, 338.0);

    private Appearance() {}

    static Theme.Dress of(Settings settings, ColorScheme system, Color systemAccent) {
        Look look = settings.look();
        ColorScheme scheme = switch (settings.theme()) {
            case SYSTEM -> system;
            case LIGHT -> ColorScheme.LIGHT;
            case DARK -> ColorScheme.DARK;
        };
        Optional<Boolean> reducedMotion = switch (look.motion()) {
            case SYSTEM -> Optional.empty();
            case FULL -> Optional.of(false);
            case REDUCED -> Optional.of(true);
        };
        Accent accent = look.accent() == Accent.SYSTEM ? nearest(systemAccent) : look.accent();
        return new Theme.Dress(scheme, accent.name().toLowerCase(Locale.ROOT), look.textPercent(), reducedMotion);
    }

    static Accent nearest(Color color) {
        if (color.getSaturation() < 0.15 || color.getBrightness() < 0.1) return Accent.GRAPHITE;
        return List.of(Accent.TEAL, Accent.BLUE, Accent.VIOLET, Accent.ROSE).stream()
                .min((a, b) -> Double.compare(apart(a, color), apart(b, color)))
                .orElse(Accent.TEAL);
    }

    private static double apart(Accent accent, Color color) {
        double difference = Math.abs(HUES.getOrDefault(accent, 0.0) - color.getHue());
        return Math.min(difference, 360 - difference);
    }
}
