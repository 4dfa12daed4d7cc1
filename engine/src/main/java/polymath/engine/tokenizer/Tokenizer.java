package polymath.engine.tokenizer;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Text to token ids and back, as the model's own tokenizer files ask for: SentencePiece BPE with byte tokens, and the
/// white space after most markers dropped. Immutable; threads may share it.
public final class Tokenizer {
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    private static final byte[] SPACE = {(byte) 0xE2, (byte) 0x96, (byte) 0x81};

    private final Vocabulary vocabulary;
    private final Markers alwaysRecognised;
    private final Markers allMarkers;
    private final boolean wordsAreIndependent;

    public Tokenizer(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
        this.alwaysRecognised = new Markers(vocabulary, id -> vocabulary.type(id) == TokenType.USER_DEFINED);
        this.allMarkers = new Markers(vocabulary, vocabulary::isMarker);
        this.wordsAreIndependent = PairMerger.wordsAreIndependent(vocabulary);
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    /// The ids of a text, which is taken to stand at the beginning or after a marker: it gets one space in front.
    ///
    /// Never adds the id that begins a prompt ([Vocabulary#addBos]). Lone surrogates count as U+FFFD.
    ///
    /// @param parseSpecial whether texts of markers become their ids. Off, no text can forge a marker; only `</s>`,
    ///     which this vocabulary defines as a word of users, is recognised either way
    public int[] encode(String text, boolean parseSpecial) {
        byte[] utf8 = utf8(text);
        Markers markers = parseSpecial ? allMarkers : alwaysRecognised;
        PairMerger merger = new PairMerger(vocabulary, wordsAreIndependent);
        IdList ids = new IdList();
        for (int from = 0; from < utf8.length; ) {
            Optional<Markers.Match> marker = markers.next(utf8, from);
            int to = marker.map(Markers.Match::start).orElse(utf8.length);
            if (to > from) merger.encode(withSpaceMarks(utf8, from, to), ids);
            marker.ifPresent(match -> ids.add(match.id()));
            from = marker.map(Markers.Match::end).orElse(utf8.length);
        }
        return ids.toArray();
    }

    /// The text of ids, without the one space that encoding put in front.
    ///
    /// @param special whether markers show as their text, rather than not at all
    public String decode(int[] ids, boolean special) {
        TokenDecoder decoder = decoder(special);
        StringBuilder text = new StringBuilder();
        for (int id : ids) text.append(decoder.accept(id));
        return text.append(decoder.finish()).toString();
    }

    /// A decoder for ids that come one by one.
    ///
    /// @param special whether markers show as their text, rather than not at all
    public TokenDecoder decoder(boolean special) {
        return new TokenDecoder(vocabulary, special, true);
    }

    /// A decoder for ids that follow a text: their first one keeps its space. Markers do not show.
    public TokenDecoder decoderWithin() {
        return new TokenDecoder(vocabulary, false, false);
    }

    /// The text without the white space (Unicode's White_Space) it begins with: what the model's tokenizer does to text
    /// right after a chat marker.
    public static String dropLeadingWhitespace(String text) {
        int from = 0;
        // No white space lies outside the basic plane, so chars will do.
        while (from < text.length() && Whitespace.is(text.charAt(from))) from++;
        return text.substring(from);
    }

    private byte[] withSpaceMarks(byte[] utf8, int from, int to) {
        ByteArrayOutputStream marked = new ByteArrayOutputStream(to - from + (to - from) / 2 + SPACE.length);
        if (vocabulary.addSpacePrefix()) marked.writeBytes(SPACE);
        for (int i = from; i < to; i++) {
            if (utf8[i] == ' ') marked.writeBytes(SPACE);
            else marked.write(utf8[i]);
        }
        return marked.toByteArray();
    }

    private static byte[] utf8(String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8
                    .newEncoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .replaceWith(REPLACEMENT)
                    .encode(CharBuffer.wrap(text));
            byte[] utf8 = new byte[bytes.remaining()];
            bytes.get(utf8);
            return utf8;
        } catch (CharacterCodingException e) {
            throw new AssertionError("malformed input is replaced", e);
        }
    }
}
