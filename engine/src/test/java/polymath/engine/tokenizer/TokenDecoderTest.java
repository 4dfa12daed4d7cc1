package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokenDecoderTest {
    private static final int SPACE_A = 260;
    private static final int B = 266;
    private static final int EMOJI = 269;
    private static final int USER = 274;

    private Tokenizer tokenizer;

    @BeforeEach
    void readVocabulary() throws Exception {
        tokenizer = new Tokenizer(new SmallVocabulary().read());
    }

    @Test
    void oneSpaceOfTheVeryFirstTokenIsDropped() {
        assertThat(tokenizer.decode(new int[] {SPACE_A, SPACE_A}, false)).isEqualTo("a a");
        assertThat(tokenizer.decode(new int[] {259, SPACE_A}, false)).isEqualTo("  a");
        assertThat(tokenizer.decode(new int[] {B, SPACE_A}, false)).isEqualTo("b a");
        assertThat(tokenizer.decode(new int[0], false)).isEmpty();
    }

    @Test
    void withinATextEveryTokenKeepsItsSpace() {
        assertThat(tokenizer.decoderWithin().accept(SPACE_A)).isEqualTo(" a");
    }

    @Test
    void markersShowOnlyWhenAsked() {
        int[] ids = {USER, SPACE_A, 2, 275};
        assertThat(tokenizer.decode(ids, false)).isEqualTo(" a</s>");
        assertThat(tokenizer.decode(ids, true)).isEqualTo("<|user|> a</s>");
    }

    @Test
    void aCharacterWaitsForItsLastByte() {
        for (String text : new String[] {"ü", "€", "😀", "\uDBFF\uDFFD"}) {
            TokenDecoder decoder = tokenizer.decoder(false);
            byte[] bytes = text.getBytes(UTF_8);
            for (int i = 0; i < bytes.length - 1; i++)
                assertThat(decoder.accept(byteToken(bytes[i]))).isEmpty();
            assertThat(decoder.accept(byteToken(bytes[bytes.length - 1]))).isEqualTo(text);
            assertThat(decoder.finish()).isEmpty();
        }
    }

    @Test
    void anIncompleteCharacterIsReplacedOnceItIsCertain() {
        byte[] emoji = "😀".getBytes(UTF_8);
        for (int length = 1; length < emoji.length; length++) {
            TokenDecoder decoder = tokenizer.decoder(false);
            for (int i = 0; i < length; i++)
                assertThat(decoder.accept(byteToken(emoji[i]))).isEmpty();
            assertThat(decoder.accept(B)).isEqualTo("\uFFFDb");
            for (int i = 0; i < length; i++) decoder.accept(byteToken(emoji[i]));
            assertThat(decoder.finish()).isEqualTo("\uFFFD");
            assertThat(decoder.finish()).isEmpty();
        }
        assertThat(tokenizer.decoder(false).accept(byteToken((byte) 0xFF))).isEqualTo("\uFFFD");
        assertThat(tokenizer.decoder(false).accept(byteToken((byte) 0x80))).isEqualTo("\uFFFD");
    }

    @Test
    void anyBytesComeOutAsWholeCharactersOnly() {
        Random random = new Random(6);
        byte[] emoji = "😀é€".getBytes(UTF_8);
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = new byte[random.nextInt(12)];
            for (int i = 0; i < bytes.length; i++)
                bytes[i] = random.nextInt(3) == 0 ? (byte) random.nextInt() : emoji[(i + round) % emoji.length];
            // The first id's leading space would be dropped.
            if (bytes.length > 0 && bytes[0] == ' ') bytes[0] = 'x';
            TokenDecoder decoder = tokenizer.decoder(false);
            StringBuilder text = new StringBuilder();
            for (byte b : bytes) {
                String piece = decoder.accept(byteToken(b));
                assertThat(piece.codePoints()).noneMatch(TokenDecoderTest::isSurrogate);
                text.append(piece);
            }
            text.append(decoder.finish());
            assertThat(text).as("seed 6, round %d", round).hasToString(new String(bytes, UTF_8));
        }
    }

    @Test
    void aDecoderCanBeUsedAgain() {
        TokenDecoder decoder = tokenizer.decoder(false);
        assertThat(decoder.accept(SPACE_A) + decoder.accept(EMOJI) + decoder.finish())
                .isEqualTo("a😀");
        assertThat(decoder.accept(SPACE_A) + decoder.finish()).isEqualTo("a");
    }

    @Test
    void everyTokenAloneCanBeDecoded() {
        int size = tokenizer.vocabulary().size();
        assertThat(IntStream.range(0, size).mapToObj(id -> tokenizer.decode(new int[] {id}, true)))
                .hasSize(size);
    }

    private static int byteToken(byte value) {
        return SmallVocabulary.FIRST_BYTE + Byte.toUnsignedInt(value);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
