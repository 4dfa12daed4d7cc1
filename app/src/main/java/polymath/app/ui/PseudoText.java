package polymath.app.ui;

/// English for testers: every letter gets an accent and every text grows by 40 %, between brackets. What is not in
/// brackets was forgotten, what loses its closing bracket was cut off.
final class PseudoText {
    private static final String PLAIN = "ABCDEGHIJKLNORSTUWYZabcdeghijklnorstuwyz";
    private static final String ACCENTED = "ÀƁÇÐÉĞĤÎĴĶĻÑÖŘŠŢÛŴÝŽàƀçðéğĥîĵķļñöřšţûŵýž";

    private static final String[] WORDS = {"öñé", "ţŵö", "ţĥřéé", "föûř", "ƒîvé"};

    private PseudoText() {}

    /// @param text may be a [java.text.MessageFormat]; its arguments stay as they are
    static String of(String text) {
        if (text.isBlank()) return text;
        StringBuilder out = new StringBuilder("[");
        int depth = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') depth++;
            int at = depth == 0 ? PLAIN.indexOf(c) : -1;
            out.append(at < 0 ? c : ACCENTED.charAt(at));
            if (c == '}') depth--;
            if (depth == 0) letters++;
        }
        // words, not signs: those have no direction of their own and wrap wrongly from right to left
        int longer = out.length() + letters * 2 / 5;
        for (int i = 0; out.length() < longer; i++) out.append(' ').append(WORDS[i % WORDS.length]);
        return out.append(']').toString();
    }
}
