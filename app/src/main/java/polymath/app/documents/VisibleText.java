package polymath.app.documents;

/// Text without what cannot be seen: a reader must be able to trust that the model is told what the screen shows.
/// Characters that hide text (zero width, tags), change its direction or control a terminal are taken out and counted.
///
/// Joiners stay where a script needs them, one between two characters beyond ASCII: Persian and Indic words and
/// composed
/// emoji are written with them.
///
/// @param removed how many characters (code points) were taken out
public record VisibleText(String text, int removed) {

    /// Line ends become `\n`, which is not counted.
    public static VisibleText of(String original) {
        String lines = original.replace("\r\n", "\n").replace('\r', '\n');
        StringBuilder text = new StringBuilder(lines.length());
        int removed = 0;
        int kept = 0; // the code point before
        for (int i = 0; i < lines.length(); ) {
            int c = lines.codePointAt(i);
            i += Character.charCount(c);
            int next = i < lines.length() ? lines.codePointAt(i) : 0;
            if (invisible(c) && !(joiner(c) && kept > 0x7f && !joiner(kept) && next > 0x7f && !invisible(next))) {
                removed++;
                continue;
            }
            text.appendCodePoint(c);
            kept = c;
        }
        return new VisibleText(text.toString(), removed);
    }

    private static boolean joiner(int c) {
        return c == 0x200c || c == 0x200d;
    }

    private static boolean invisible(int c) {
        if (c == '\n' || c == '\t' || c == '\f') return false;
        return Character.isISOControl(c)
                || c == 0x00ad // soft hyphen
                || c == 0x061c // Arabic letter mark
                || c == 0x180e // Mongolian vowel separator
                || (c >= 0x200b && c <= 0x200f) // zero width, joiners, left-to-right marks
                || (c >= 0x202a && c <= 0x202e) // embeddings and overrides
                || (c >= 0x2060 && c <= 0x206f) // word joiner, invisible operators, isolates
                || c == 0xfeff
                || (c >= 0xfff9 && c <= 0xfffb) // interlinear annotation
                || (c >= 0xe0000 && c <= 0xe0fff); // tags, and variation selectors that can carry any byte
    }
}
