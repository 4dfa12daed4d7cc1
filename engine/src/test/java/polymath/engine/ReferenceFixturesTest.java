package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.engine.generation.Sequence;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.ForwardObserver;
import polymath.engine.model.ForwardPass;
import polymath.engine.model.KvCache;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.PhiMoe;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;

/// The model against numbers computed by an independent implementation, itself checked against Microsoft's.
class ReferenceFixturesTest {
    /// Allowed distance of logits, whose spread is 2; the reference in float32 is within 3e-5 of itself in float64.
    private static final double TOLERANCE = 1e-3;

    static Stream<Arguments> everyFixtureAndKernel() {
        return Stream.of("tiny-f32", "longrope-f32", "mix-f16", "legacy-quants", "kquants")
                .flatMap(name -> Stream.of(Kernels.Choice.SCALAR, Kernels.Choice.VECTOR)
                        .flatMap(
                                choice -> IntStream.of(1, 2).mapToObj(threads -> Arguments.of(name, choice, threads))));
    }

    @ParameterizedTest
    @MethodSource("everyFixtureAndKernel")
    void logitsRoutingAndGreedyTokensAgree(String name, Kernels.Choice choice, int threads) throws Exception {
        check(Fixtures.resource(name + ".gguf"), Fixtures.resource(name + ".json"), choice, threads);
    }

    @ParameterizedTest
    @MethodSource("everyKernel")
    void theFullVocabularyAgreesToo(Kernels.Choice choice) throws Exception {
        check(
                Fixtures.shared("reference/fixtures/chat-q4_0.gguf"),
                Fixtures.shared("reference/fixtures/chat-q4_0.json"),
                choice,
                2);
    }

    static Stream<Kernels.Choice> everyKernel() {
        return Stream.of(Kernels.Choice.SCALAR, Kernels.Choice.VECTOR);
    }

    @Test
    void blocksOfAnySizeGiveTheSameLogits() throws Exception {
        JsonObject expected = Fixtures.json(Fixtures.resource("longrope-f32.json"));
        for (JsonElement element : expected.getAsJsonArray("cases")) {
            int[] tokens = ints(element.getAsJsonObject().getAsJsonArray("tokens"));
            List<float[]> results = new ArrayList<>();
            for (int block : new int[] {1, 3, 16, 64})
                with(Fixtures.resource("longrope-f32.gguf"), Kernels.Choice.VECTOR, 2, block, phi -> {
                    try (Sequence sequence = new Sequence(phi, GgmlType.F32, 96)) {
                        sequence.become(tokens, Sequence.Progress.NONE);
                        results.add(sequence.logits().clone());
                    }
                });
            for (float[] logits : results) assertClose(logits, results.getFirst(), 1e-4);
        }
    }

    private interface Use {
        void accept(PhiMoe phi);
    }

    private static void with(Path model, Kernels.Choice choice, int threads, int block, Use use) throws GgufException {
        try (GgufFile file = GgufFile.open(model);
                Kernels kernels = Kernels.select(choice, threads, new StopSignal())) {
            ModelConfig config = ModelConfig.read(file.metadata());
            use.accept(new PhiMoe(config, Weights.read(file, config), kernels, block));
        }
    }

    private static void check(Path model, Path json, Kernels.Choice choice, int threads)
            throws IOException, GgufException {
        JsonArray cases = Fixtures.json(json).getAsJsonArray("cases");
        assertThat(cases).isNotEmpty();
        with(model, choice, threads, 16, phi -> {
            for (JsonElement element : cases) check(phi, element.getAsJsonObject(), Integer.MAX_VALUE);
        });
    }

    /// @param most tokens of the answer
    static void check(ForwardPass phi, JsonObject expected, int most) {
        int[] tokens = ints(expected.getAsJsonArray("tokens"));
        Recorder recorder = new Recorder(phi.config(), tokens.length);
        int vocabulary = phi.vocabularySize();
        float[] logits = new float[0];
        try (KvCache cache = new KvCache(phi.config(), GgmlType.F32, tokens.length)) {
            for (int from = 0; from < tokens.length; from += phi.maxTokens()) {
                int n = Math.min(phi.maxTokens(), tokens.length - from);
                logits = new float[n * vocabulary];
                recorder.from = from;
                phi.forward(cache, tokens, from, n, tokens.length, logits, recorder);
                for (int t = 0; t < n; t++)
                    assertThat(argmax(logits, t * vocabulary, vocabulary))
                            .as("most likely token at %d", from + t)
                            .isEqualTo(expected.getAsJsonArray("argmax_per_position")
                                    .get(from + t)
                                    .getAsInt());
            }
        }
        float[] last = Arrays.copyOfRange(logits, logits.length - vocabulary, logits.length);
        checkLogits(last, expected.getAsJsonObject("logits_last"));
        recorder.check(expected.getAsJsonArray("layers"));
        int[] greedy = ints(expected.getAsJsonObject("greedy").getAsJsonArray("ids"));
        greedy = Arrays.copyOf(greedy, Math.min(greedy.length, most));
        assertThat(greedy(phi, tokens, greedy.length)).isEqualTo(greedy);
    }

    private static void checkLogits(float[] actual, JsonObject expected) {
        JsonArray values = expected.getAsJsonArray("values");
        boolean all = expected.get("ids").isJsonPrimitive();
        for (int i = 0; i < values.size(); i++) {
            int id = all ? i : expected.getAsJsonArray("ids").get(i).getAsInt();
            assertThat((double) actual[id])
                    .as("logit of token %d", id)
                    .isCloseTo(values.get(i).getAsDouble(), within(TOLERANCE));
        }
    }

    private static int[] greedy(ForwardPass phi, int[] tokens, int count) {
        int[] chosen = new int[count];
        try (Sequence sequence = new Sequence(phi, GgmlType.F32, tokens.length + count)) {
            sequence.become(tokens, Sequence.Progress.NONE);
            for (int i = 0; i < count; i++) {
                if (i > 0) sequence.append(chosen[i - 1], Sequence.Progress.NONE);
                chosen[i] = argmax(sequence.logits(), 0, phi.vocabularySize());
            }
        }
        return chosen;
    }

    private static int argmax(float[] logits, int at, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) if (logits[at + i] > logits[at + best]) best = i;
        return best;
    }

    private static int[] ints(JsonArray array) {
        return IntStream.range(0, array.size())
                .map(i -> array.get(i).getAsInt())
                .toArray();
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++)
            assertThat((double) actual[i]).isCloseTo(expected[i], within(tolerance));
    }

    private static final class Recorder implements ForwardObserver {
        private final int[][] ids;
        private final float[][] weights;
        private final double[][] norms;
        private final int dim;
        private int from;

        Recorder(ModelConfig config, int tokens) {
            ids = new int[config.blockCount()][2 * tokens];
            weights = new float[config.blockCount()][2 * tokens];
            norms = new double[config.blockCount()][tokens];
            dim = config.embeddingLength();
        }

        @Override
        public void routed(int layer, int n, int[] chosen, float[] weight) {
            System.arraycopy(chosen, 0, ids[layer], 2 * from, 2 * n);
            System.arraycopy(weight, 0, weights[layer], 2 * from, 2 * n);
        }

        @Override
        public void layerDone(int layer, int n, float[] x) {
            for (int t = 0; t < n; t++) {
                double sum = 0;
                for (int i = 0; i < dim; i++) sum += (double) x[t * dim + i] * x[t * dim + i];
                norms[layer][from + t] = Math.sqrt(sum);
            }
        }

        void check(JsonArray layers) {
            for (int layer = 0; layer < ids.length; layer++) {
                JsonObject expected = layers.get(layer).getAsJsonObject();
                for (int t = 0; t < norms[layer].length; t++) {
                    JsonArray chosen =
                            expected.getAsJsonArray("router_ids").get(t).getAsJsonArray();
                    JsonArray weight =
                            expected.getAsJsonArray("router_weights").get(t).getAsJsonArray();
                    double norm = expected.getAsJsonArray("hidden_l2_per_position")
                            .get(t)
                            .getAsDouble();
                    assertThat(norms[layer][t]).isCloseTo(norm, within(TOLERANCE * Math.max(1, norm)));
                    for (int k = 0; k < 2; k++) {
                        assertThat(ids[layer][2 * t + k])
                                .isEqualTo(chosen.get(k).getAsInt());
                        assertThat((double) weights[layer][2 * t + k])
                                .isCloseTo(weight.get(k).getAsDouble(), within(TOLERANCE));
                    }
                }
            }
        }
    }
}
