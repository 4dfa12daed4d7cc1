package polymath.app.settings;

import java.util.Locale;
import polymath.app.storage.Look.Language;
import polymath.app.ui.Strings;

/// The locale that a choice of language stands for.
public final class WindowLanguage {
    private WindowLanguage() {}

    /// @param system the operating system's
    public static Locale of(Language chosen, Locale system) {
        return switch (chosen) {
            case SYSTEM -> system;
            // the region still says how numbers and dates are written
            case ENGLISH -> system.getLanguage().equals("en") ? system : Locale.ENGLISH;
            case GERMAN -> system.getLanguage().equals("de") ? system : Locale.GERMANY;
            case PSEUDO -> Strings.PSEUDO;
            case PSEUDO_RIGHT_TO_LEFT -> Strings.PSEUDO_RIGHT_TO_LEFT;
        };
    }
}
