package polymath.app.citation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Where sentences end. A wrong cut costs little here, so a short list of abbreviations does.
final class Sentences {
    private static final Set<String> ABBREVIATIONS = Set.of(
            "mr", "mrs", "ms", "dr", "prof", "st", "no", "nr", "nos", "vs", "approx", "ca", "etc", "fig", "figs", "vol",
            "inc", "ltd", "co", "corp", "abs", "art", "bzw", "usw", "vgl", "abb", "tab", "str", "hr", "fr", "jan",
            "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dez", "dec", "p", "pp",
            "mio", "mrd", "tsd", "bn");

    private Sentences() {}

    /// The stretches of a text that are a sentence each, without the blanks between them; lines end them too.
    static List<TextRange> in(String text) {
        List<TextRange> sentences = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            boolean feed = text.charAt(i) == '\n';
            if (!feed && !endsAt(text, i)) continue;
            int end = feed ? i : behindClosing(text, i + 1);
            add(text, start, end, sentences);
            start = end;
            i = Math.max(i, end - 1);
        }
        add(text, start, text.length(), sentences);
        return sentences;
    }

    private static void add(String text, int from, int to, List<TextRange> sentences) {
        int start = from;
        int end = to;
        while (start < end && Character.isWhitespace(text.charAt(start))) start++;
        while (end > start && Character.isWhitespace(text.charAt(end - 1))) end--;
        if (end > start) sentences.add(new TextRange(start, end));
    }

    /// Whether a sentence ends with the character there.
    static boolean endsAt(String text, int i) {
        char c = text.charAt(i);
        if (c == '。' || c == '！' || c == '？') return true;
        if (c != '.' && c != '!' && c != '?' && c != '…') return false;
        int next = behindClosing(text, i + 1);
        if (next < text.length() && !Character.isWhitespace(text.charAt(next))) return false;
        while (next < text.length() && Character.isWhitespace(text.charAt(next))) next++;
        if (next >= text.length()) return true;
        if (Character.isLowerCase(text.codePointAt(next))) return false;
        return c != '.' || !abbreviated(text, i, next);
    }

    private static boolean abbreviated(String text, int dot, int next) {
        int start = dot;
        while (start > 0 && Character.isLetterOrDigit(text.charAt(start - 1))) start--;
        String word = text.substring(start, dot).toLowerCase(Locale.ROOT);
        if (word.isEmpty()) return false;
        if (Character.isDigit(word.charAt(0))) { // the 12. of March, as German has it
            int end = next;
            while (end < text.length() && Character.isLetter(text.charAt(end))) end++;
            return Months.number(text.substring(next, end)).isPresent();
        }
        boolean initial = word.length() == 1 && !word.equals("i");
        return initial || ABBREVIATIONS.contains(word);
    }

    private static int behindClosing(String text, int from) {
        int i = from;
        while (i < text.length() && "\"”“’»)]'".indexOf(text.charAt(i)) >= 0) i++;
        return i;
    }
}
