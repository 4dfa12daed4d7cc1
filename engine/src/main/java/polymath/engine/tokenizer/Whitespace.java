package polymath.engine.tokenizer;

/// Unicode's White_Space, which Java's methods of similar names do not match exactly.
final class Whitespace {
    private Whitespace() {}

    static boolean is(int character) {
        return switch (character) {
            case 0x20, 0x85, 0xA0, 0x1680, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000 -> true;
            default -> (character >= 0x09 && character <= 0x0D) || (character >= 0x2000 && character <= 0x200A);
        };
    }

    /// Where the white space that begins at a place ends.
    ///
    /// @param utf8 valid UTF-8
    static int skip(byte[] utf8, int from) {
        int at = from;
        while (at < utf8.length) {
            int bytes = utf8[at] >= 0 ? 1 : (utf8[at] & 0xE0) == 0xC0 ? 2 : 3;
            // No white space has four bytes, so three are read at most.
            if (at + bytes > utf8.length || !is(character(utf8, at, bytes))) return at;
            at += bytes;
        }
        return at;
    }

    private static int character(byte[] utf8, int at, int bytes) {
        return switch (bytes) {
            case 1 -> utf8[at];
            case 2 -> (utf8[at] & 0x1F) << 6 | (utf8[at + 1] & 0x3F);
            default ->
                (utf8[at] & 0xF0) == 0xE0
                        ? (utf8[at] & 0x0F) << 12 | (utf8[at + 1] & 0x3F) << 6 | (utf8[at + 2] & 0x3F)
                        : -1;
        };
    }
}
