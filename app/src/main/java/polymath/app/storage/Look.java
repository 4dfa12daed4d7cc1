package polymath.app.storage;

import java.util.Objects;

/// How the window looks, beside light and dark.
///
/// @param textPercent size of everything in the window, 80 to 200
public record Look(Accent accent, int textPercent, Language language, Motion motion) {
    public static final int SMALLEST_PERCENT = 80;
    public static final int LARGEST_PERCENT = 200;

    /// Of a fresh installation.
    public static final Look DEFAULT = new Look(Accent.TEAL, 100, Language.SYSTEM, Motion.SYSTEM);

    /// The one colour beside the greys.
    public enum Accent {
        /// The one of ours that is nearest to the system's.
        SYSTEM,
        TEAL,
        BLUE,
        VIOLET,
        ROSE,
        GRAPHITE
    }

    /// What the window speaks; the model answers in the language it is asked in.
    public enum Language {
        SYSTEM,
        ENGLISH,
        GERMAN,
        /// For testers: English with accents and 40 % longer, so that a forgotten text or a tight place shows.
        PSEUDO,
        /// For testers: the same, laid out from right to left.
        PSEUDO_RIGHT_TO_LEFT
    }

    /// Whether things may move.
    public enum Motion {
        SYSTEM,
        FULL,
        REDUCED
    }

    public Look {
        Objects.requireNonNull(accent);
        Objects.requireNonNull(language);
        Objects.requireNonNull(motion);
        if (textPercent < SMALLEST_PERCENT || textPercent > LARGEST_PERCENT)
            throw new IllegalArgumentException(
                    "textPercent must be in " + SMALLEST_PERCENT + ".." + LARGEST_PERCENT + ", got " + textPercent);
    }

    public Look withAccent(Accent newAccent) {
        return new Look(newAccent, textPercent, language, motion);
    }

    public Look withTextPercent(int percent) {
        return new Look(accent, percent, language, motion);
    }

    public Look withLanguage(Language newLanguage) {
        return new Look(accent, textPercent, newLanguage, motion);
    }

    public Look withMotion(Motion newMotion) {
        return new Look(accent, textPercent, language, newMotion);
    }
}
