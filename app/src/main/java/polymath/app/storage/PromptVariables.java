package polymath.app.storage;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/// The words in braces that a system prompt may hold; they are filled in when it is sent, so a preset stays true.
///
/// @param today for `{date}`
/// @param language of the window, for `{language}` and for the form of the date
public record PromptVariables(LocalDate today, Locale language) {
    public static final String DATE = "{date}";
    public static final String LANGUAGE = "{language}";

    /// The text as the model gets it.
    public String expand(String text) {
        if (!used(text)) return text;
        return text.replace(
                        DATE,
                        DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                                .withLocale(language)
                                .format(today))
                .replace(LANGUAGE, language.getDisplayLanguage(language));
    }

    public static boolean used(String text) {
        return text.contains(DATE) || text.contains(LANGUAGE);
    }
}
