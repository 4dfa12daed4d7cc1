package polymath.app.ui;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import polymath.engine.api.Failure;

/// What the window says, in the user's language. English where there is no translation. Immutable.
public final class Strings {
    private static final String BUNDLE = "polymath.app.strings";

    private final ResourceBundle bundle;
    private final Locale locale;
    private final boolean english;

    private Strings(Locale bundleLocale, Locale locale) {
        this.bundle = ResourceBundle.getBundle(BUNDLE, bundleLocale);
        this.locale = locale;
        this.english = bundleLocale.equals(Locale.ROOT);
    }

    /// The strings for a language; numbers follow it too.
    public static Strings of(Locale locale) {
        // asking for English by name would fall back to the system's language, since English is the root bundle
        return locale.getLanguage().equals("de")
                ? new Strings(Locale.GERMAN, locale)
                : new Strings(Locale.ROOT, locale.getLanguage().equals("en") ? locale : Locale.ENGLISH);
    }

    /// The language of the texts and the form of numbers and dates.
    public Locale locale() {
        return locale;
    }

    /// A text that takes no arguments, as it stands in the bundle.
    public String get(String key) {
        return bundle.getString(key);
    }

    /// A text in [MessageFormat] form with its arguments.
    public String get(String key, Object... arguments) {
        return new MessageFormat(bundle.getString(key), locale).format(arguments);
    }

    /// What went wrong, as a sentence or two.
    public String failure(Failure failure) {
        return english ? failure.english() : failure.word(bundle.getString("failure." + failure.code()));
    }
}
