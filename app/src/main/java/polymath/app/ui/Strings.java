package polymath.app.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import polymath.engine.api.Failure;

/// What the window says, in the user's language. English where there is no translation. Immutable.
public final class Strings {
    private static final String BUNDLE = "polymath.app.strings";

    /// For testers: English that shows where a text is forgotten or a place is tight; the second from right to left.
    /// The names are those Android gave them.
    public static final Locale PSEUDO = Locale.forLanguageTag("en-XA");

    public static final Locale PSEUDO_RIGHT_TO_LEFT = Locale.forLanguageTag("ar-XB");

    private final ResourceBundle bundle;
    private final Locale locale;
    private final boolean english;
    private final boolean pseudo;
    private final boolean rightToLeft;

    private Strings(Locale bundleLocale, Locale locale, boolean pseudo, boolean rightToLeft) {
        this.bundle = ResourceBundle.getBundle(BUNDLE, bundleLocale);
        this.locale = locale;
        this.english = bundleLocale.equals(Locale.ROOT);
        this.pseudo = pseudo;
        this.rightToLeft = rightToLeft;
    }

    /// The strings for a language; numbers follow it too.
    public static Strings of(Locale locale) {
        if (locale.equals(PSEUDO)) return new Strings(Locale.ROOT, Locale.ENGLISH, true, false);
        if (locale.equals(PSEUDO_RIGHT_TO_LEFT)) return new Strings(Locale.ROOT, Locale.ENGLISH, true, true);
        // asking for English by name would fall back to the system's language, since English is the root bundle
        return locale.getLanguage().equals("de")
                ? new Strings(Locale.GERMAN, locale, false, false)
                : new Strings(Locale.ROOT, locale.getLanguage().equals("en") ? locale : Locale.ENGLISH, false, false);
    }

    /// The language of the texts and the form of numbers and dates.
    public Locale locale() {
        return locale;
    }

    /// Whether the window is laid out from right to left.
    public boolean rightToLeft() {
        return rightToLeft;
    }

    /// A text that takes no arguments, as it stands in the bundle.
    public String get(String key) {
        return pseudo ? PseudoText.of(bundle.getString(key)) : bundle.getString(key);
    }

    /// A text in [MessageFormat] form with its arguments.
    public String get(String key, Object... arguments) {
        return new MessageFormat(get(key), locale).format(arguments);
    }

    /// What went wrong, as a sentence or two.
    public String failure(Failure failure) {
        if (pseudo) return PseudoText.of(failure.english());
        return english ? failure.english() : failure.word(bundle.getString("failure." + failure.code()));
    }
}
