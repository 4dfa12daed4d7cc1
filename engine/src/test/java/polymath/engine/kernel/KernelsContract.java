package polymath.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// What every implementation of [Kernels] must do; one subclass for each runs it against the scalar form.
abstract class KernelsContract {
    private final StopSignal stop = new StopSignal();
    private final Random random = new Random(20261123);

    @SuppressWarnings("NullAway.Init")
    private Kernels kernels;

    @SuppressWarnings("NullAway.Init")
    private Kernels oracle;

    abstract Kernels.Choice choice();

    @BeforeEach
    void start() {
        kernels = Kernels.select(choice(), 2, stop);
        oracle = Kernels.select(Kernels.Choice.SCALAR, 1, new StopSignal());
    }

    @AfterEach
    void end() {
        kernels.close();
        oracle.close();
    }

    @ParameterizedTest
    @EnumSource
    void matmulMatchesScalarForEveryType(GgmlType type) {
        for (int n : new int[] {1, 3, 4, 9, 16, 33, 70}) matmul(type, 37, 512, n);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 8, 15, 16, 17, 31, 33, 300})
    void matmulMatchesScalarAtEveryTailLength(int cols) {
        for (int n : new int[] {1, 4, 5, 17}) matmul(GgmlType.F32, 19, cols, n);
    }

    private void matmul(GgmlType type, int rows, int cols, int n) {
        Matrix w = Blocks.matrix(type, rows, cols, random);
        float[] x = Blocks.gaussian(n * cols, random);
        float[] expected = new float[n * rows];
        float[] actual = new float[n * rows];
        oracle.matmul(w, x, expected, n);
        kernels.matmul(w, x, actual, n);
        assertClose(actual, expected, 1e-5 * Math.sqrt(cols));
    }

    @Test
    void matmulAgreesWithinRoundingForOneTokenAndForMany() {
        Matrix w = Blocks.matrix(GgmlType.Q4_K, 50, 512, random);
        float[] x = Blocks.gaussian(7 * 512, random);
        float[] together = new float[7 * 50];
        kernels.matmul(w, x, together, 7);
        for (int t = 0; t < 7; t++) {
            float[] alone = new float[50];
            kernels.matmul(w, Arrays.copyOfRange(x, t * 512, (t + 1) * 512), alone, 1);
            assertClose(alone, Arrays.copyOfRange(together, t * 50, (t + 1) * 50), 1e-5 * Math.sqrt(512));
        }
    }

    @Test
    void layerNormMatchesScalar() {
        for (int length : new int[] {1, 17, 64, 100}) {
            float[] x = Blocks.gaussian(3 * length, random);
            float[] weight = Blocks.gaussian(length, random);
            float[] bias = Blocks.gaussian(length, random);
            float[] expected = new float[3 * length];
            float[] actual = new float[3 * length];
            oracle.layerNorm(x, weight, bias, 1e-5f, expected, 3);
            kernels.layerNorm(x, weight, bias, 1e-5f, actual, 3);
            assertClose(actual, expected, 1e-4);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void attentionMatchesScalarAcrossBlocksAndPages(GgmlType type) {
        AttentionShape shape = new AttentionShape(6, 2, 96);
        for (int first : new int[] {0, 1, 60, 64, 127, 200}) {
            for (int n : new int[] {1, 5, 8, 19, 60}) {
                Pages pages = new Pages(type, shape, first + n, random, oracle);
                float[] q = Blocks.gaussian(n * shape.queryLength(), random);
                float[] expected = new float[q.length];
                float[] actual = new float[q.length];
                oracle.attention(pages, shape, first, q, expected, n);
                kernels.attention(pages, shape, first, q, actual, n);
                assertClose(actual, expected, 1e-4);
            }
        }
    }

    @Test
    void attentionReadsRowsThatAreLongerThanAHead() {
        AttentionShape shape = new AttentionShape(4, 2, 40);
        Pages pages = new Pages(GgmlType.Q8_0, new AttentionShape(4, 2, 64), 80, random, oracle);
        float[] q = Blocks.gaussian(3 * shape.queryLength(), random);
        float[] expected = new float[q.length];
        float[] actual = new float[q.length];
        oracle.attention(pages, shape, 77, q, expected, 3);
        kernels.attention(pages, shape, 77, q, actual, 3);
        assertClose(actual, expected, 1e-4);
    }

    @Test
    void swiGluMatchesItsFormulaOverTheWholeRange() {
        float[] z = new float[5001];
        for (int i = 0; i < z.length; i++) z[i] = (i - 2500) * 0.08f;
        float[] up = Blocks.gaussian(z.length, random);
        float[] actual = z.clone();
        kernels.swiGlu(actual, up, z.length);
        for (int i = 0; i < z.length; i++) {
            double expected = z[i] / (1 + Math.exp(-(double) z[i])) * up[i];
            assertThat((double) actual[i]).isCloseTo(expected, within(1e-6 + 1e-6 * Math.abs(expected)));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void whatIsStoredInTheCacheIsReadBackWithinItsPrecision(GgmlType type) {
        float[] x = Blocks.gaussian(64, random);
        Matrix m = Blocks.matrix(type, 2, 64, random);
        kernels.quantize(x, 0, m, 1);
        float[] back = new float[64];
        kernels.dequantize(m, 1, back, 0);
        double precision = switch (type) {
            case F32 -> 0;
            case F16 -> 4.0 / 2048;
            default -> 4.0 / 127;
        };
        assertClose(back, x, precision);
    }

    @Test
    void resultsAreTheSameBitsForEveryNumberOfThreads() {
        Matrix w = Blocks.matrix(GgmlType.Q6_K, 333, 256, random);
        AttentionShape shape = new AttentionShape(4, 2, 64);
        Pages pages = new Pages(GgmlType.F16, shape, 150, random, oracle);
        float[] x = Blocks.gaussian(5 * 256, random);
        float[][] products = new float[4][5 * 333];
        float[][] attended = new float[4][5 * 256];
        for (int threads = 1; threads <= 4; threads++) {
            try (Kernels some = Kernels.select(choice(), threads, stop)) {
                some.matmul(w, x, products[threads - 1], 5);
                some.attention(pages, shape, 145, x, attended[threads - 1], 5);
            }
        }
        for (int i = 1; i < 4; i++) {
            assertThat(products[i]).isEqualTo(products[0]);
            assertThat(attended[i]).isEqualTo(attended[0]);
        }
    }

    @Test
    void aRaisedStopSignalEndsAStep() {
        Matrix w = Blocks.matrix(GgmlType.F32, 64, 64, random);
        stop.raise();
        assertThatThrownBy(() -> kernels.matmul(w, new float[64], new float[64], 1))
                .isInstanceOf(CancellationException.class);
        stop.lower();
        kernels.matmul(w, new float[64], new float[64], 1);
    }

    @Test
    void buffersThatAreTooShortAreRefusedWithBothNumbers() {
        Matrix w = Blocks.matrix(GgmlType.F32, 8, 16, random);
        assertThatThrownBy(() -> kernels.matmul(w, new float[31], new float[16], 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("32")
                .hasMessageContaining("31");
    }

    private static void assertClose(float[] actual, float[] expected, double tolerance) {
        for (int i = 0; i < expected.length; i++)
            assertThat((double) actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], within(tolerance * Math.max(1, Math.abs(expected[i]))));
    }

    /// A cache of random keys and values, in pages of 64.
    static final class Pages implements KvView {
        private final Matrix[] keys;
        private final Matrix[] values;

        Pages(GgmlType type, AttentionShape shape, int tokens, Random random, Kernels oracle) {
            keys = new Matrix[(tokens + 63) / 64];
            values = new Matrix[keys.length];
            for (int p = 0; p < keys.length; p++) {
                keys[p] = Blocks.matrix(type, 64 * shape.headCountKv(), shape.headSize(), random);
                values[p] = Blocks.matrix(type, 64 * shape.headCountKv(), shape.headSize(), random);
                for (int row = 0; row < 64 * shape.headCountKv(); row++) {
                    oracle.quantize(Blocks.gaussian(shape.headSize(), random), 0, keys[p], row);
                    oracle.quantize(Blocks.gaussian(shape.headSize(), random), 0, values[p], row);
                }
            }
        }

        @Override
        public int pageTokens() {
            return 64;
        }

        @Override
        public Matrix keys(int page) {
            return keys[page];
        }

        @Override
        public Matrix values(int page) {
            return values[page];
        }
    }
}
