package polymath.app.ui;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    /// The accent that needs no file of its own.
    public static final String PLAIN_ACCENT = "teal";

    /// How a scene is dressed.
    ///
    /// @param accent the name of one of `theme/accents`, or [#PLAIN_ACCENT]
    /// @param textPercent size of what pops up beside the window's [Zoom]
    /// @param reducedMotion empty follows the system
    public record Dress(ColorScheme scheme, String accent, int textPercent, Optional<Boolean> reducedMotion) {}

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

    /// Dresses the scene, now and whenever the value changes.
    public static void follow(Scene scene, ObservableValue<Dress> dress) {
        dress.subscribe(now -> apply(scene, now));
    }

    /// Dresses the scene in the plain accent.
    public static void apply(Scene scene, ColorScheme scheme) {
        apply(scene, new Dress(scheme, PLAIN_ACCENT, 100, Optional.empty()));
    }

    /// Dresses the scene.
    public static void apply(Scene scene, Dress dress) {
        boolean dark = dress.scheme() == ColorScheme.DARK;
        scene.getPreferences().setReducedMotion(dress.reducedMotion().orElse(null));
        scene.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        String name = dark ? "dark" : "light";
        List<String> sheets = new ArrayList<>(List.of(url("theme/" + name + ".css")));
        if (!dress.accent().equals(PLAIN_ACCENT))
            sheets.add(url("theme/accents/" + dress.accent() + "-" + name + ".css"));
        sheets.addAll(List.of(url("theme/atlantafx.css"), url("theme/controls.css"), url("theme/components.css")));
        if (dress.textPercent() != 100) sheets.add(popupSizes(dress.textPercent()));
        if (!sheets.equals(scene.getStylesheets())) scene.getStylesheets().setAll(sheets);
    }

    /// Menus and tooltips have windows of their own, which no transform of ours reaches.
    private static String popupSizes(int percent) {
        String css = ".tooltip { -fx-font-size: %fpx; } .context-menu .label { -fx-font-size: %fpx; }"
                .formatted(12 * percent / 100.0, 13 * percent / 100.0);
        return "data:text/css;base64," + Base64.getEncoder().encodeToString(css.getBytes(StandardCharsets.UTF_8));
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
