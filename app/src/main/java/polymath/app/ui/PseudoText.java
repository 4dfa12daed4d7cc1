package polymath.app.ui;

/// English for testers: every letter gets an accent and every text grows by 40 %, between brackets. What is not in
/// brackets was forgotten, what loses its closing bracket was cut off.
final class PseudoText {
    private static final String PLAIN = "ABCDEGHIJKLNORSTUWYZabcdeghijklnorstuwyz";
    private static final String ACCENTED = "ÀƁÇÐÉĞĤÎĴĶĻÑÖŘŠŢÛŴÝŽàƀçðéğĥîĵķļñöřšţûŵýž";

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
        for (int i = 0; i < letters * 2 / 5; i++) out.append(i % 6 == 0 ? ' ' : '~');
        return out.append(']').toString();
    }
}
