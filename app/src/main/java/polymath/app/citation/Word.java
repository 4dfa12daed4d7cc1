package polymath.app.citation;

import java.util.ArrayList;
import java.util.List;
import polymath.app.storage.FoldedText;

/// A word or a run of digits.
///
/// @param folded lower case and without accents
/// @param start in characters of the text as it was
record Word(String folded, int start, int end) {
    private static final int LEAST_STEM = 4;
    private static final List<String> ENDINGS = List.of("es", "en", "er", "em", "ns", "s", "e", "n");

    /// All words of a text; of scripts without spaces each sign is one.
    static List<Word> in(String text) {
        FoldedText folded = FoldedText.of(text);
        String letters = folded.text();
        List<Word> words = new ArrayList<>();
        for (int i = 0; i < letters.length(); ) {
            int start = i;
            while (i < letters.length() && belongs(letters, i, start)) i++;
            if (i > start) words.add(new Word(letters.substring(start, i), folded.start(start), folded.end(i - 1)));
            else i++;
        }
        return words;
    }

    private static boolean belongs(String letters, int i, int start) {
        char c = letters.charAt(i);
        if (FoldedText.ideograph(c) || (i > start && FoldedText.ideograph(letters.charAt(i - 1)))) return i == start;
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.SURROGATE -> true;
            default -> Character.isLetterOrDigit(c);
        };
    }

    boolean isNumber() {
        return Character.isDigit(folded.charAt(0));
    }

    /// Without the ending that number and case give it, in English and German.
    String stem() {
        return stem(folded);
    }

    static String stem(String folded) {
        if (Character.isDigit(folded.charAt(0))) return folded;
        for (String ending : ENDINGS)
            if (folded.endsWith(ending) && folded.length() - ending.length() >= LEAST_STEM)
                return folded.substring(0, folded.length() - ending.length());
        return folded;
    }
}
