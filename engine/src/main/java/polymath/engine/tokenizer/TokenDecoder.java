package polymath.engine.tokenizer;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Turns ids that come one by one into text, whole characters only: what byte tokens leave incomplete waits for the
/// next id. For one caller at a time.
public final class TokenDecoder {
    private final Vocabulary vocabulary;
    private final boolean special;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private byte[] incomplete = new byte[0];
    private boolean first;

    /// @param special whether markers show as their text, rather than not at all
    /// @param first whether the text begins with the next id, rather than before it
    TokenDecoder(Vocabulary vocabulary, boolean special, boolean first) {
        this.vocabulary = vocabulary;
        this.special = special;
        this.first = first;
    }

    /// The characters that are complete with this id, perhaps none. Bytes that cannot become a character are U+FFFD.
    ///
    /// The very first id of a text loses one leading space, the one that encoding put in front.
    public String accept(int id) {
        byte[] shown = vocabulary.shown(id, special);
        int skipped = first && vocabulary.addSpacePrefix() && shown.length > 0 && shown[0] == ' ' ? 1 : 0;
        first = false;
        byte[] bytes = Arrays.copyOf(incomplete, incomplete.length + shown.length - skipped);
        System.arraycopy(shown, skipped, bytes, incomplete.length, shown.length - skipped);
        return decode(bytes, false);
    }

    /// What is left, an incomplete character as U+FFFD; the next id counts as the first again.
    public String finish() {
        String rest = decode(incomplete, true);
        first = true;
        return rest;
    }

    private String decode(byte[] bytes, boolean end) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // A byte becomes at most one char; the decoder itself keeps nothing between calls.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        decoder.reset().decode(in, out, end);
        incomplete = Arrays.copyOfRange(bytes, in.position(), bytes.length);
        return out.flip().toString();
    }
}
