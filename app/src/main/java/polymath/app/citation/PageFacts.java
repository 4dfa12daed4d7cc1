package polymath.app.citation;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What stands on a page, to be looked up: its words in all forms, its figures by all their meanings, and its letters
/// for quotations.
final class PageFacts {
    /// A word that a line's end cut in two.
    private static final Pattern HYPHENATED = Pattern.compile("(\\p{L})[-\u00AD\u2010][ \\t]*+\n[ \\t]*+(\\p{Ll})");

    private final Set<String> words = new HashSet<>();
    private final Set<String> values = new HashSet<>(); // as written
    private final Set<String> scaled = new HashSet<>(); // times the word of size behind them
    private final Set<String> plain = new HashSet<>(); // as written, without a word of size
    private final String letters;

    /// @param shared the words of all pages, so that each is kept once
    PageFacts(String text, Map<String, String> shared) {
        String joined = HYPHENATED.matcher(text).replaceAll("$1$2");
        List<Word> all = Word.in(joined);
        StringBuilder spaced = new StringBuilder();
        for (Word word : all) {
            spaced.append(spaced.isEmpty() ? "" : " ").append(word.folded());
            for (String form : WordForms.kept(word.folded())) add(words, form, shared);
            String number = WordForms.number(word.folded());
            if (!number.isEmpty()) {
                plain.add(number);
                values.add(number);
            }
        }
        letters = spaced.toString();
        if (joined.length() != text.length()) // what was a hyphen in earnest is there in two words too
        for (Word word : Word.in(text)) for (String form : WordForms.kept(word.folded())) add(words, form, shared);
        for (Figure figure : Figures.in(joined)) {
            for (String value : figure.values()) {
                add(values, value, shared);
                if (figure.scaled().isEmpty()) add(plain, value, shared);
            }
            for (String value : figure.scaled()) add(scaled, value, shared);
            for (String part : figure.parts()) {
                add(values, part, shared);
                add(plain, part, shared);
            }
        }
    }

    private static void add(Set<String> set, String word, Map<String, String> shared) {
        set.add(shared.computeIfAbsent(word, w -> w));
    }

    /// Whether a figure stands there with one of its meanings. “12.4 million” is also found where a table says 12.4,
    /// but not in “12.4 billion”.
    boolean has(Figure figure) {
        if (figure.scaled().isEmpty()) {
            if (any(figure.values(), values) || any(figure.values(), scaled)) return true;
        } else if (any(figure.scaled(), scaled) || any(figure.values(), plain) || any(figure.scaled(), plain)) {
            return true;
        }
        return !figure.parts().isEmpty() && isDateWithoutYearThere(figure) && values.containsAll(figure.parts());
    }

    /// A date is found in its parts only if the day and the month stand there; another figure always.
    private boolean isDateWithoutYearThere(Figure figure) {
        return figure.values().stream()
                .filter(PageFacts::isDate)
                .findFirst()
                .map(date -> values.contains("*" + date.substring(date.indexOf('-'))) || hasDay(date))
                .orElse(true);
    }

    /// The year may be missing in the answer, or stand elsewhere on the page.
    private boolean hasDay(String date) {
        String day = date.substring(date.indexOf('-'));
        return date.startsWith("*") && values.stream().anyMatch(v -> isDate(v) && v.endsWith(day));
    }

    private static boolean isDate(String value) {
        return value.matches("(\\d{4}|\\*)-\\d{1,2}-\\d{1,2}");
    }

    boolean hasWord(String folded) {
        return any(WordForms.sought(folded), words);
    }

    /// @param folded words with one blank between them
    boolean hasQuotation(String folded) {
        return (" " + letters + " ").contains(" " + folded + " ");
    }

    private static boolean any(Set<String> some, Set<String> others) {
        return some.stream().anyMatch(others::contains);
    }
}
