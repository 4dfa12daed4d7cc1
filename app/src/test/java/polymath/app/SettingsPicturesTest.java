package polymath.app;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import javafx.application.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.prompt.PresetsViewModel;
import polymath.app.settings.SettingsView.Section;
import polymath.app.storage.Look.Accent;
import polymath.app.storage.Look.Language;
import polymath.app.storage.Preset;

/// Pictures of the settings, the presets and what lies over the window, in `target/screenshots`.
class SettingsPicturesTest {
    private static final String ENGINEER =
            "You are a careful senior engineer. Answer in plain words, show code only when"
                    + " it helps, and say when you are not sure.";

    @Test
    void settings(@TempDir Path folder) throws IOException {
        try (WindowFixture window = ready(folder, Locale.ENGLISH)) {
            window.ui(() -> window.engine().keeps(3_412_000_000L, 7, 5_200_000_000L));
            for (Section section : Section.values()) {
                window.ui(() -> window.window().openSettings(section));
                window.shoot("settings-" + name(section) + "-light", ColorScheme.LIGHT, 1440, 900);
                window.shoot("settings-" + name(section) + "-dark-900x600", ColorScheme.DARK, 900, 600);
            }
            window.ui(() -> window.window().openSettings(Section.LOOK));
            for (Accent accent : Accent.values()) {
                window.ui(() -> window.app().choices().changeLook(l -> l.withAccent(accent)));
                window.shoot("accent-" + accent.name().toLowerCase(Locale.ROOT), ColorScheme.LIGHT, 900, 600);
            }
            window.shoot("accent-dark", ColorScheme.DARK, 900, 600);
        }
    }

    @Test
    void presets(@TempDir Path folder) throws IOException {
        try (WindowFixture window = ready(folder, Locale.ENGLISH)) {
            window.openConversation("An answer.");
            window.ui(window.window()::openPrompt);
            window.shoot("prompt-none-light", ColorScheme.LIGHT, 1440, 900);
            fill(window);
            window.ui(() -> window.app()
                    .prompt()
                    .choose(presets(window).library().presets().getFirst()));
            window.ui(() -> window.app().prompt().textProperty().set(ENGINEER + " Today is {date}."));
            window.shoot("prompt-modified-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("prompt-modified-dark-900x600", ColorScheme.DARK, 900, 600);
            window.ui(window.window()::openPresets);
            window.shoot("presets-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("presets-dark-900x600", ColorScheme.DARK, 900, 600);
            window.ui(() ->
                    presets(window).delete(presets(window).library().presets().getLast()));
            window.shoot("presets-deleted", ColorScheme.LIGHT, 1440, 900);
        }
    }

    @Test
    void overlays(@TempDir Path folder) throws IOException {
        try (WindowFixture window = ready(folder, Locale.ENGLISH)) {
            fill(window);
            window.openConversation("An answer.");
            window.ui(window.window()::openPalette);
            window.shoot("palette-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("palette-dark-900x600", ColorScheme.DARK, 900, 600);
            window.ui(window.window()::openShortcuts);
            window.shoot("shortcuts-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("shortcuts-dark-900x600", ColorScheme.DARK, 900, 600);
        }
    }

    @Test
    void languages(@TempDir Path folder) throws IOException {
        for (Language language : new Language[] {Language.GERMAN, Language.PSEUDO, Language.PSEUDO_RIGHT_TO_LEFT})
            try (WindowFixture window = ready(folder.resolve(language.name()), Locale.ENGLISH)) {
                String name = language.name().toLowerCase(Locale.ROOT);
                fill(window);
                window.openConversation("An answer.");
                window.ui(() -> window.app().choices().changeLook(l -> l.withLanguage(language)));
                window.shoot(name + "-chat", ColorScheme.LIGHT, 1440, 900);
                window.ui(window.window()::openPresets);
                window.shoot(name + "-presets", ColorScheme.LIGHT, 900, 600);
                window.ui(() -> window.window().openSettings(Section.ANSWERS));
                window.shoot(name + "-settings", ColorScheme.LIGHT, 900, 600);
                window.ui(() -> window.window().openSettings(Section.MODEL));
                window.shoot(name + "-settings-model", ColorScheme.DARK, 900, 600);
                window.ui(window.window()::openShortcuts);
                window.shoot(name + "-shortcuts", ColorScheme.LIGHT, 900, 600);
            }
    }

    @Test
    void sizes(@TempDir Path folder) throws IOException {
        try (WindowFixture window = ready(folder, Locale.ENGLISH)) {
            fill(window);
            window.openConversation("An answer.");
            for (int percent : new int[] {80, 150, 200}) {
                window.ui(() -> window.app().choices().changeLook(l -> l.withTextPercent(percent)));
                window.shoot("size-" + percent, ColorScheme.LIGHT, 1440, 900);
            }
            window.shoot("size-200-900x600", ColorScheme.DARK, 900, 600);
            window.ui(() -> window.window().openSettings(Section.LOOK));
            window.shoot("size-200-settings", ColorScheme.LIGHT, 900, 600);
            window.ui(window.window()::openPrompt);
            window.shoot("size-200-prompt", ColorScheme.LIGHT, 900, 600);
            window.ui(window.window()::openPalette);
            window.shoot("size-200-palette", ColorScheme.LIGHT, 900, 600);
            window.ui(() -> window.app().newChat());
            window.shoot("size-200-empty", ColorScheme.LIGHT, 900, 600);
        }
    }

    private static WindowFixture ready(Path folder, Locale locale) {
        WindowFixture window = new WindowFixture(folder, locale);
        window.fillHistory();
        window.load();
        window.ui(window.engine()::loaded);
        return window;
    }

    private static void fill(WindowFixture window) {
        window.ui(() -> {
            PresetsViewModel presets = presets(window);
            Preset engineer = presets.create("Careful engineer", ENGINEER);
            presets.create(
                    "Editor", "Improve my text. Keep my voice, shorten where you can, and list what you changed.");
            presets.create("Lehrerin", "Erkläre auf {language}, in kleinen Schritten, und frag nach, ob es klar ist.");
            presets.create("Minutes", "");
            presets.setForNewChats(java.util.Optional.of(engineer.id()));
        });
    }

    private static PresetsViewModel presets(WindowFixture window) {
        return window.app().prompt().presets();
    }

    private static String name(Section section) {
        return section.name().toLowerCase(Locale.ROOT);
    }
}
