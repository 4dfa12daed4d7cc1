package polymath.engine.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.Fixtures;
import polymath.engine.cuda.Element;
import polymath.engine.generation.Sequence;
import polymath.engine.model.RoundingPhiMoe.Way;
import polymath.engine.tensor.GgmlType;

/// What a card computes with halves and 8-bit activations, against a processor that rounds in the same places.
class FastPathsTest {
    /// Allowed distance of logits, whose spread is 2, beside what the order of sums may change: a number near the
    /// middle between two halves or bytes then becomes the other one. How much that is, twins show that sum in other
    /// orders.
    private static final double TOLERANCE = 2e-2;

    /// Where no number lay near a middle: the distance of the token that comes nearest.
    private static final double UNDISTURBED = 1e-4;

    private static final int READ = 12; // tokens in one step: more than are written
    private static final int CAPACITY = 64;

    static Stream<Arguments> everyFixtureAndWay() {
        Stream<Arguments> resident = Stream.of("tiny-f32", "longrope-f32", "mix-f16", "legacy-quants", "kquants")
                .flatMap(name -> Stream.of(
                        Arguments.of(name, Element.BF16, true, Way.RESIDENT),
                        Arguments.of(name, Element.F16, !name.equals("tiny-f32"), Way.RESIDENT)));
        Stream<Arguments> others = Stream.of(
                Arguments.of("legacy-quants", Element.BF16, false, Way.RESIDENT),
                Arguments.of("legacy-quants", Element.BF16, true, Way.STREAMED),
                Arguments.of("legacy-quants", Element.BF16, true, Way.HYBRID),
                Arguments.of("tiny-f32", Element.F16, true, Way.STREAMED));
        return Stream.concat(resident, others);
    }

    @ParameterizedTest
    @MethodSource("everyFixtureAndWay")
    void theCardComputesWhatAProcessorDoesThatRoundsAlike(String name, Element half, boolean cublas, Way way)
            throws Exception {
        JsonObject expected = Fixtures.json(Fixtures.resource(name + ".json"))
                .getAsJsonArray("cases")
                .get(0)
                .getAsJsonObject();
        try (EmulatedCard card = new EmulatedCard(Fixtures.resource(name + ".gguf"));
                OffloadedPhiMoe phi = card.offloaded(use(half, cublas, way))) {
            compare(card, phi, text(expected), half, way, READ, 1, 3);
            compare(card, phi, text(expected), half, way, 1, 1, 3);
            assertThat(card.lost).isEmpty();
        }
    }

    /// @param steps their numbers of tokens
    private static void compare(
            EmulatedCard card, OffloadedPhiMoe phi, int[] tokens, Element half, Way way, int... steps) {
        float[] tried = logits(phi, tokens, steps);
        List<float[]> right = Stream.of(1, 3, 5, 8, Integer.MAX_VALUE)
                .map(terms -> logits(new RoundingPhiMoe(card, READ, half, way, terms), tokens, steps))
                .toList();
        double worst = 0;
        double rounding = 0;
        double best = Double.MAX_VALUE;
        for (int at = 0; at < tried.length; at += phi.vocabularySize()) {
            int to = at + phi.vocabularySize();
            double nearest = Double.MAX_VALUE;
            for (float[] each : right) {
                nearest = Math.min(nearest, distance(tried, each, at, to));
                for (float[] other : right) rounding = Math.max(rounding, distance(each, other, at, to));
            }
            worst = Math.max(worst, nearest);
            best = Math.min(best, nearest);
        }
        String found = "%s: %.1e to %.1e, by rounding %.1e".formatted(Arrays.toString(steps), best, worst, rounding);
        System.getLogger(FastPathsTest.class.getName()).log(System.Logger.Level.DEBUG, found);
        assertThat(best).as(found).isLessThan(UNDISTURBED);
        assertThat(worst).as(found).isLessThan(TOLERANCE + 2 * rounding);
    }

    /// Of every token of all steps.
    private static float[] logits(ForwardPass pass, int[] tokens, int... steps) {
        int vocabulary = pass.vocabularySize();
        float[] all = new float[Arrays.stream(steps).sum() * vocabulary];
        try (KvCache cache = new KvCache(pass.config(), GgmlType.F16, CAPACITY)) {
            for (int n : steps) {
                int from = cache.length();
                float[] logits = new float[n * vocabulary];
                pass.forward(cache, tokens, from, n, tokens.length, logits, ForwardObserver.NONE);
                System.arraycopy(logits, 0, all, from * vocabulary, logits.length);
            }
        }
        return all;
    }

    private static EmulatedCard.Use use(Element half, boolean cublas, Way way) {
        EmulatedCard.Use use =
                EmulatedCard.Use.exact(GgmlType.F16, READ, CAPACITY).fast(half, cublas);
        return switch (way) {
            case RESIDENT -> use;
            case STREAMED -> use.streaming(1);
            case HYBRID -> use.streaming(Integer.MAX_VALUE);
        };
    }

    /// Prompt and answer.
    private static int[] text(JsonObject expected) {
        return IntStream.concat(
                        Arrays.stream(ints(expected.getAsJsonArray("tokens"))),
                        Arrays.stream(ints(expected.getAsJsonObject("greedy").getAsJsonArray("ids"))))
                .toArray();
    }

    private static double distance(float[] a, float[] b, int from, int to) {
        double worst = 0;
        for (int i = from; i < to; i++) worst = Math.max(worst, Math.abs(a[i] - b[i]));
        return worst;
    }

    /// The answers of the models whose every decision survives 8-bit activations.
    @ParameterizedTest
    @ValueSource(strings = {"legacy-quants", "kquants"})
    void answersAreThoseOfTheReference(String name) throws Exception {
        checkAnswer(Fixtures.resource(name + ".gguf"), Fixtures.resource(name + ".json"));
    }

    @Test
    void theAnswerOfTheFullVocabularyIsToo() throws Exception {
        checkAnswer(
                Fixtures.shared("reference/fixtures/chat-q4_0.gguf"),
                Fixtures.shared("reference/fixtures/chat-q4_0.json"));
    }

    /// Its routers decide so closely that keys and values in halves change an expert, on the card as in its twin.
    @Test
    void theFullVocabularyIsComputedAlikeToo() throws Exception {
        Path model = Fixtures.shared("reference/fixtures/chat-q4_0.gguf");
        JsonObject expected = Fixtures.json(Fixtures.shared("reference/fixtures/chat-q4_0.json"))
                .getAsJsonArray("cases")
                .get(0)
                .getAsJsonObject();
        try (EmulatedCard card = new EmulatedCard(model);
                OffloadedPhiMoe phi = card.offloaded(use(Element.BF16, true, Way.RESIDENT))) {
            compare(card, phi, text(expected), Element.BF16, Way.RESIDENT, 7, 1, 1, 1);
            compare(card, phi, text(expected), Element.BF16, Way.RESIDENT, READ, 1);
        }
    }

    /// With keys and values in float32, as the reference has them: in halves they change a choice or two.
    private static void checkAnswer(Path model, Path json) throws Exception {
        JsonObject fixture = Fixtures.json(json);
        assertThat(fixture.get("int8_safe").getAsBoolean()).isTrue();
        JsonObject expected = fixture.getAsJsonArray("cases").get(0).getAsJsonObject();
        int[] prompt = ints(expected.getAsJsonArray("tokens"));
        int[] answer = ints(expected.getAsJsonObject("greedy").getAsJsonArray("ids"));
        try (EmulatedCard card = new EmulatedCard(model);
                OffloadedPhiMoe phi = card.offloaded(
                        EmulatedCard.Use.exact(GgmlType.F32, READ, CAPACITY).fast(Element.BF16, true));
                Sequence sequence = new Sequence(phi, GgmlType.F32, prompt.length + answer.length)) {
            sequence.become(prompt, Sequence.Progress.NONE);
            int[] actual = new int[answer.length];
            for (int i = 0; i < answer.length; i++) {
                if (i > 0) sequence.append(actual[i - 1], Sequence.Progress.NONE);
                actual[i] = likeliest(sequence.logits());
            }
            assertThat(actual).isEqualTo(answer);
            assertThat(card.lost).isEmpty();
        }
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) if (logits[i] > logits[best]) best = i;
        return best;
    }

    private static int[] ints(JsonArray array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).getAsInt())
                .toArray();
    }
}
