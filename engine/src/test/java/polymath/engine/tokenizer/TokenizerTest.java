package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The rules, on a vocabulary small enough to follow by hand.
class TokenizerTest {
    private static final int SPACES = 259;
    private static final int SPACE_A = 260;
    private static final int AB = 261;
    private static final int SPACE_AB = 262;
    private static final int AA = 263;
    private static final int SPACE = 264;
    private static final int A = 265;
    private static final int B = 266;
    private static final int C = 267;
    private static final int END_OF_TEXT = 270;
    private static final int USER = 274;
    private static final int NEWLINE = 3 + '\n';

    private Vocabulary vocabulary;
    private Tokenizer tokenizer;

    @BeforeEach
    void readVocabulary() throws Exception {
        vocabulary = new SmallVocabulary().read();
        tokenizer = new Tokenizer(vocabulary);
    }

    @Test
    void theBestScoredPairIsMergedFirstAndTheLeftmostAmongEquals() {
        assertIds("ab", SPACE_AB);
        assertIds("aab", SPACE_A, AB);
        assertIds("cab", SPACE, C, AB);
        assertIds("caaa", SPACE, C, AA, A);
    }

    @Test
    void aSpaceGoesInFrontAndRunsOfSpacesStay() {
        assertIds("");
        assertIds("a", SPACE_A);
        assertIds(" a", SPACE, SPACE_A);
        assertIds("   ", SPACES, SPACES);
        assertIds("▁a", SPACE, SPACE_A);
        assertIds("a\n", SPACE_A, NEWLINE);
    }

    @Test
    void charactersThatAreNoPieceBecomeTheirBytes() {
        assertIds("é", SPACE, 268);
        assertIds("😀", SPACE, 269);
        assertIds("ü", SPACE, 3 + 0xC3, 3 + 0xBC);
        assertIds("\uD83D", SPACE, 3 + 0xEF, 3 + 0xBF, 3 + 0xBD);
        assertIds("a\uDE00b", SPACE_A, 3 + 0xEF, 3 + 0xBF, 3 + 0xBD, B);
    }

    @Test
    void markersAreRecognisedOnlyWhenAsked() {
        assertThat(tokenizer.encode("<|user|>\n a<|endoftext|> b", true))
                .containsExactly(USER, SPACE_A, END_OF_TEXT, SPACES, B);
        assertThat(tokenizer.encode("<|user|>\u3000\u0085", true)).containsExactly(USER);
        assertThat(tokenizer.encode("<|user|>", false)).doesNotContain(USER).hasSizeGreaterThan(1);
        assertThat(tokenizer.encode("[PAD]", true)).doesNotContain(275);
    }

    @Test
    void endOfSentenceIsAWordOfUsers() {
        assertIds("a</s> \t b", SPACE_A, 2, SPACE, B);
        assertIds("</s>", 2);
    }

    @Test
    void noPlainTextSpellsAMarkerEvenIfPiecesLeadThere() throws Exception {
        SmallVocabulary small = new SmallVocabulary();
        for (String piece : new String[] {"<", "|", "user", ">", "u", "s", "e", "r", "us", "er", "<|", "|>", "<|user"})
            small.add(piece, 1, 1);
        small.add("0x0A", 1, 1);
        Tokenizer prone = new Tokenizer(small.read());
        Random random = new Random(4);
        String[] parts = {"<|user|>", "<|end|>", "<s>", "<unk>", "[PAD]", "<0x0A>", " ", "\n", "<", "|>", "a"};
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(8); n >= 0; n--) text.append(parts[random.nextInt(parts.length)]);
            Vocabulary words = prone.vocabulary();
            assertThat(IntStream.of(prone.encode(text.toString(), false)))
                    .as("seed 4, text '%s'", text)
                    .allMatch(id -> words.type(id) == TokenType.NORMAL || words.type(id) == TokenType.BYTE);
            assertThat(prone.decode(prone.encode(text.toString(), false), false))
                    .isEqualTo(text.toString());
        }
    }

    @Test
    void cuttingALongTextIntoChunksChangesNothing() throws Exception {
        SmallVocabulary crossing = new SmallVocabulary();
        // One piece that goes on over a space, and never occurs: the text is then encoded in one go.
        crossing.add("q▁q", -5000, 1);
        Tokenizer whole = new Tokenizer(crossing.read());
        assertThat(PairMerger.wordsAreIndependent(vocabulary)).isTrue();
        assertThat(PairMerger.wordsAreIndependent(whole.vocabulary())).isFalse();
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        while (text.length() < 50_000) text.append("aabc  é\n".charAt(random.nextInt(8)));
        assertThat(tokenizer.encode(text.toString(), false)).isEqualTo(whole.encode(text.toString(), false));
    }

    @Test
    void whiteSpaceIsWhatUnicodeSays() {
        int[] expected = IntStream.of(
                        9, 10, 11, 12, 13, 32, 0x85, 0xA0, 0x1680, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005,
                        0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
                .toArray();
        for (int character = 0; character <= Character.MAX_CODE_POINT; character++) {
            if (character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE) continue;
            boolean white = Arrays.binarySearch(expected, character) >= 0;
            String text = Character.toString(character);
            assertThat(Tokenizer.dropLeadingWhitespace(text).isEmpty()).isEqualTo(white);
            byte[] utf8 = text.getBytes(UTF_8);
            assertThat(Whitespace.skip(utf8, 0)).isEqualTo(white ? utf8.length : 0);
        }
        assertThat(Tokenizer.dropLeadingWhitespace("\n\u3000 a \n")).isEqualTo("a \n");
    }

    private void assertIds(String text, int... ids) {
        assertThat(tokenizer.encode(text, false)).as(text).containsExactly(ids);
    }
}
