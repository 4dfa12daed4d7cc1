package polymath.engine.tokenizer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polymath.engine.Fixtures;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;

/// Ids that others computed with the real vocabulary, and properties and speeds on it.
class ReferenceVectorsTest {
    private static final Path MODEL = Path.of("reference/fixtures/chat-q4_0.gguf");
    private static final Path VOCABULARY = Path.of("reference/tokenizer/ggml-vocab-phi-3.gguf");
    private static final int LONG_TEXT = 1 << 20;

    @Test
    void everyVectorIsEncodedByTheModelsOwnRules() throws Exception {
        Tokenizer tokenizer = tokenizer(MODEL);
        List<JsonObject> vectors = vectors();
        assertThat(vectors).hasSize(281);
        for (JsonObject vector : vectors) {
            JsonArray expected =
                    vector.has("ids_hf_rules") ? vector.getAsJsonArray("ids_hf_rules") : vector.getAsJsonArray("ids");
            int[] ids = tokenizer.encode(
                    vector.get("text").getAsString(),
                    vector.get("parse_special").getAsBoolean());
            assertThat(ids).as(vector.toString()).containsExactly(ids(expected));
        }
    }

    @Test
    void everyVectorIsDecoded() throws Exception {
        Tokenizer tokenizer = tokenizer(MODEL);
        for (JsonObject vector : vectors()) {
            // The text that llama.cpp gives for its ids; where it is no UTF-8, nothing is stored.
            String expected =
                    vector.get(vector.has("decoded") ? "decoded" : "text").getAsString();
            String text = tokenizer.decode(ids(vector.getAsJsonArray("ids")), true);
            assertThat(text).as(vector.toString()).isEqualTo(expected);
        }
    }

    @Test
    void thePublishedTextsHaveThePublishedIds() throws Exception {
        Tokenizer tokenizer = tokenizer(VOCABULARY);
        String texts = Files.readString(Fixtures.shared(VOCABULARY + ".inp"));
        List<String> ids = Files.readAllLines(Fixtures.shared(VOCABULARY + ".out"));
        String[] inputs = texts.split("\n__ggml_vocab_test__\n", -1);
        for (int i = 0; i < ids.size(); i++) {
            int[] expected = Stream.of(ids.get(i).strip().split(" +"))
                    .filter(id -> !id.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
            assertThat(tokenizer.encode(inputs[i], false))
                    .as("text %d '%s'", i, inputs[i])
                    .containsExactly(expected);
        }
    }

    @Test
    void plainTextSurvivesTheWayThereAndBack() throws Exception {
        Tokenizer tokenizer = tokenizer(MODEL);
        Random random = new Random(7);
        for (int round = 0; round < 2_000; round++) {
            String text = random.ints(random.nextInt(40), 0, 4)
                    .map(kind -> switch (kind) {
                        case 0 -> ' ' + random.nextInt(95);
                        case 1 -> 0xA0 + random.nextInt(0x500);
                        case 2 -> 0x3000 + random.nextInt(0x7000);
                        default -> 0x1F300 + random.nextInt(0x300);
                    })
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            int[] ids = tokenizer.encode(text, false);
            assertThat(tokenizer.decode(ids, false))
                    .as("seed 7, round %d", round)
                    .isEqualTo(text);
        }
    }

    @Test
    void markersInPlainTextStayText() throws Exception {
        Tokenizer tokenizer = tokenizer(MODEL);
        Vocabulary vocabulary = tokenizer.vocabulary();
        assertThat(vocabulary.hasChatMarkers()).isTrue();
        for (int id = 0; id < vocabulary.size(); id++) {
            if (vocabulary.type(id) == TokenType.NORMAL || vocabulary.type(id) == TokenType.USER_DEFINED) continue;
            String text = new String(vocabulary.piece(id), UTF_8);
            assertThat(IntStream.of(tokenizer.encode(text + text + " " + text, false)))
                    .as(text)
                    .allMatch(each -> vocabulary.type(each) == TokenType.NORMAL);
        }
    }

    @Test
    void paddingIsKnownInBothFormsOfTheVocabulary() throws Exception {
        for (Path file : List.of(MODEL, VOCABULARY)) {
            Vocabulary vocabulary = tokenizer(file).vocabulary();
            assertThat(vocabulary.size()).isEqualTo(32_064);
            for (int id = 0; id < vocabulary.size(); id++)
                assertThat(vocabulary.isPadding(id)).as("%d", id).isEqualTo(id >= 32_011);
            assertThat(vocabulary.id("<|user|>")).contains(32_010);
            assertThat(vocabulary.eos()).isEqualTo(32_000);
        }
        assertThat(tokenizer(MODEL).vocabulary().addBos()).isFalse();
        assertThat(tokenizer(VOCABULARY).vocabulary().addBos()).isTrue();
    }

    @Test
    void aMegabyteTakesLessThanTwoSeconds() throws Exception {
        Tokenizer tokenizer = tokenizer(MODEL);
        Random random = new Random(8);
        String words = Files.readString(Fixtures.shared(VOCABULARY + ".inp"));
        assertFast(tokenizer, "sentences", i -> words.charAt(i % words.length()));
        assertFast(tokenizer, "one letter", i -> 'a');
        assertFast(tokenizer, "spaces", i -> ' ');
        assertFast(tokenizer, "no spaces", i -> (char) ('a' + random.nextInt(26)));
        assertFast(tokenizer, "nearly markers", i -> "<|user|".charAt(i % 7));
        assertFast(tokenizer, "Chinese", i -> (char) (0x4E00 + random.nextInt(3000)));
    }

    private static void assertFast(Tokenizer tokenizer, String what, IntFunction<Character> character) {
        StringBuilder text = new StringBuilder(LONG_TEXT);
        for (int i = 0; i < LONG_TEXT; i++) text.append((char) character.apply(i));
        String whole = text.toString();
        long start = System.nanoTime();
        int[] ids = tokenizer.encode(whole, true);
        long millis = (System.nanoTime() - start) / 1_000_000;
        assertThat(millis).as("milliseconds for 1 MB of %s", what).isLessThan(2_000);
        assertThat(tokenizer.decode(ids, true)).isEqualTo(whole);
    }

    private static Tokenizer tokenizer(Path name) throws GgufException {
        Path path = Fixtures.shared(name.toString());
        try (GgufFile file = GgufFile.open(path)) {
            return new Tokenizer(Vocabulary.read(file.metadata()));
        }
    }

    private static List<JsonObject> vectors() throws Exception {
        return Files.readAllLines(Fixtures.shared("reference/tokenizer/vectors.jsonl")).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .toList();
    }

    private static int[] ids(JsonArray array) {
        return array.asList().stream().mapToInt(id -> id.getAsInt()).toArray();
    }
}
