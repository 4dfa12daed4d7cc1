package polymath.app.ui;

/// Makes text safe to draw. What a model or a file holds may be written to mislead a reader or to stall the renderer:
/// control characters, direction overrides, invisible tags and towers of combining marks never reach a node.
public final class SafeText {
    private static final int MARKS_PER_BASE = 4;
    private static final int REPLACEMENT = 0xFFFD;

    private SafeText() {}

    /// The text without control, direction and invisible tag characters, and with at most four combining marks after
    /// each character. Line feeds and tabs stay; carriage returns become line feeds.
    public static String clean(String text) {
        int plain = plainPrefix(text);
        if (plain == text.length()) return text;
        StringBuilder out = new StringBuilder(text.length()).append(text, 0, plain);
        int marks = 0;
        for (int i = plain; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c == '\r') {
                if (next >= text.length() || text.charAt(next) != '\n') out.append('\n');
            } else if (isMark(c)) {
                if (++marks <= MARKS_PER_BASE) out.appendCodePoint(c);
            } else if (!isHidden(c)) {
                marks = 0;
                out.appendCodePoint(isLoneSurrogate(c) ? REPLACEMENT : c);
            }
            i = next;
        }
        return out.toString();
    }

    /// The text on one line of at most `limit` characters, for titles and names.
    public static String line(String text, int limit) {
        String flat = clean(text.length() > 4 * limit ? text.substring(0, 4 * limit) : text)
                .replaceAll("\\s+", " ")
                .strip();
        if (flat.length() <= limit) return flat;
        int end = Character.isHighSurrogate(flat.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return flat.substring(0, end).stripTrailing() + "…";
    }

    /// Whether the text holds Hebrew, Arabic or another script that runs from right to left. JavaFX 26 throws
    /// ArrayIndexOutOfBoundsException (`PrismTextLayout.computeTrailingSpaceWidth`) wherever a line breaks inside a run
    /// of
    /// such text that is longer than the line, in every control that wraps.
    public static boolean hasRightToLeft(String text) {
        return text.chars()
                .anyMatch(c -> (c >= 0x590 && c <= 0x8FF)
                        || (c >= 0xFB1D && c <= 0xFDFF)
                        || (c >= 0xFE70 && c <= 0xFEFE)
                        || (c >= 0xD802 && c <= 0xD803)
                        || (c >= 0xD83A && c <= 0xD83B));
    }

    /// Whether the text holds Hindi, Tamil, Thai, Khmer or another script of southern Asia, whose letters are put
    /// together
    /// from several characters; laying them out costs far more.
    static boolean hasComplexLetters(String text) {
        return text.chars().anyMatch(c -> (c >= 0x900 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17FF));
    }

    private static int plainPrefix(String text) {
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            if ((c < ' ' && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0) || c >= 0x300) break;
            i++;
        }
        return i;
    }

    static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK
                || type == Character.ENCLOSING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }

    private static boolean isHidden(int c) {
        return (c < ' ' && c != '\n' && c != '\t')
                || (c >= 0x7F && c < 0xA0)
                || c == 0x61C
                || c == 0x180E
                || c == 0x200B
                || c == 0x200E
                || c == 0x200F
                || (c >= 0x2028 && c <= 0x202E)
                || (c >= 0x2060 && c <= 0x206F)
                || c == 0xFEFF
                || (c >= 0xFFF9 && c <= 0xFFFB)
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }

    private static boolean isLoneSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
