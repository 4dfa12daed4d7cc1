package polymath.app.reader;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Words that are written with a hyphen wherever they stand. One that ends a line may be such a word, or one that was
/// cut in two; what the rest of the document does decides.
final class Hyphens {
    private static final Pattern WORD = Pattern.compile("\\p{L}{1,40}-\\p{Ll}{1,40}");
    private static final int MOST_WORDS = 20_000;

    private Hyphens() {}

    static void collect(String line, Set<String> words) {
        if (line.indexOf('-') < 0 || words.size() >= MOST_WORDS) return;
        Matcher found = WORD.matcher(line);
        while (found.find()) words.add(found.group().toLowerCase(Locale.ROOT));
    }

    /// The word that the end of one line and the beginning of the next make, hyphen included.
    static String wordAround(CharSequence before, String after) {
        int start = before.length() - 1;
        while (start > 0 && Character.isLetter(before.charAt(start - 1))) start--;
        int end = 0;
        while (end < after.length() && Character.isLetter(after.charAt(end))) end++;
        return (before.subSequence(start, before.length() - 1) + "-" + after.substring(0, end))
                .toLowerCase(Locale.ROOT);
    }
}
