package polymath.engine.gguf;

/// Names and texts of a model file as a message or a window may show them: such a file comes from strangers.
public final class Printable {
    /// The most characters (code points) shown.
    public static final int LONGEST = 120;

    private Printable() {}

    /// The text with control, formatting (bidirectional overrides among them) and separator characters and lone
    /// surrogates written as `<U+001B>`, cut after [#LONGEST] characters.
    public static String of(String text) {
        StringBuilder shown = new StringBuilder();
        int characters = 0;
        for (int i = 0; i < text.length(); characters++) {
            if (characters == LONGEST) return shown.append('…').toString();
            int character = text.codePointAt(i);
            if (isSafe(character)) shown.appendCodePoint(character);
            else shown.append("<U+%04X>".formatted(character));
            i += Character.charCount(character);
        }
        return shown.toString();
    }

    private static boolean isSafe(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> false;
            default -> true;
        };
    }
}
