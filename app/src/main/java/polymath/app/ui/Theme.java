package polymath.app.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javafx.application.ColorScheme;
import javafx.beans.value.ObservableValue;
import javafx.scene.Scene;
import javafx.scene.text.Font;

/// Dresses a scene: AtlantaFX's controls first, our tokens and components over them. FX thread only.
public final class Theme {
    private static final String ASSETS = "/polymath/app/assets/";
    private static final List<String> FONTS = List.of(
            "Inter-Regular.otf",
            "Inter-Italic.otf",
            "Inter-Medium.otf",
            "Inter-SemiBold.otf",
            "Inter-SemiBoldItalic.otf",
            "JetBrainsMono-Regular.ttf");

    private Theme() {}

    /// Makes the bundled fonts known to the toolkit; once, before the first scene.
    public static void loadFonts() {
        for (String file : FONTS)
            try (InputStream in = asset("fonts/" + file)) {
                if (Font.loadFont(in, 15) == null) throw new IllegalStateException("the font " + file + " is damaged");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
    }

    /// Dresses the scene in light or dark and follows when the system changes.
    public static void follow(Scene scene, ObservableValue<ColorScheme> scheme) {
        apply(scene, scheme.getValue());
        scheme.addListener((property, old, now) -> apply(scene, now));
    }

    /// Dresses the scene.
    public static void apply(Scene scene, ColorScheme scheme) {
        boolean dark = scheme == ColorScheme.DARK;
        scene.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        scene.getStylesheets()
                .setAll(
                        url("theme/" + (dark ? "dark" : "light") + ".css"),
                        url("theme/atlantafx.css"),
                        url("theme/controls.css"),
                        url("theme/components.css"));
    }

    /// A file we ship.
    public static InputStream asset(String path) {
        return Objects.requireNonNull(Theme.class.getResourceAsStream(ASSETS + path), path);
    }

    private static String url(String path) {
        return Objects.requireNonNull(Theme.class.getResource(ASSETS + path), path)
                .toExternalForm();
    }
}
