package polymath.app.reader;

/// Letters that fonts draw as one.
final class Ligatures {
    private static final String[] LATIN = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    private static final char FIRST = '\ufb00';

    private Ligatures() {}

    static String apart(String text) {
        if (text.length() != 1) return text;
        int at = text.charAt(0) - FIRST;
        return at >= 0 && at < LATIN.length ? LATIN[at] : text;
    }
}
