package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import polymath.engine.kernel.AttentionShape;
import polymath.engine.kernel.Blocks;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.KvView;
import polymath.engine.kernel.StopSignal;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

class AttentionKernelsTest {
    /// Positions in the cache, and in the one page that the processor's kernels see.
    private static final int CAPACITY = 128;

    private final Random random = new Random(5);
    private DeviceFixture device;
    private AttentionKernels attention;

    @BeforeEach
    void start() {
        device = new DeviceFixture();
        attention = device.kernels().attention();
    }

    @AfterEach
    void end() {
        device.close();
    }

    /// A layer's cache with random numbers in all of it, on both sides.
    private record Cache(DeviceCache there, Matrix keys, Matrix values) implements KvView {
        @Override
        public int pageTokens() {
            return CAPACITY;
        }

        @Override
        public Matrix keys(int page) {
            return keys;
        }

        @Override
        public Matrix values(int page) {
            return values;
        }
    }

    private Cache cache(Element element, AttentionShape shape) {
        GgmlType type = element == Element.F32 ? GgmlType.F32 : GgmlType.F16;
        Matrix keys = Blocks.matrix(type, shape.headCountKv() * CAPACITY, shape.headSize(), random);
        Matrix values = Blocks.matrix(type, shape.headCountKv() * CAPACITY, shape.headSize(), random);
        DeviceCache there = new DeviceCache(
                element,
                shape.headCountKv(),
                CAPACITY,
                shape.headSize(),
                device.upload(keys.data()),
                device.upload(values.data()));
        return new Cache(there, keys, values);
    }

    private float[] expected(Cache cache, AttentionShape shape, int first, float[] q, int n) {
        float[] y = new float[q.length];
        try (Kernels oracle = Kernels.select(Kernels.Choice.SCALAR, 1, new StopSignal())) {
            oracle.attention(cache, shape, first, q, y, n);
        }
        return y;
    }

    private float[] read(Cache cache, AttentionShape shape, int first, float[] q, int n) {
        DevicePlace y = device.room(4L * q.length);
        attention.read(device.upload(q), cache.there, shape.headCount(), device.upload(first), y, n, device.stream());
        return device.floats(y, q.length);
    }

    private float[] write(Cache cache, AttentionShape shape, int first, int pieces, float[] q, int n) {
        DevicePlace y = device.room(4L * q.length);
        DevicePlace scratch =
                device.room(AttentionKernels.scratchBytes(n, shape.headCount(), shape.headSize(), pieces));
        attention.write(
                device.upload(q),
                cache.there,
                shape.headCount(),
                device.upload(first),
                pieces,
                scratch,
                y,
                n,
                device.stream());
        return device.floats(y, q.length);
    }

    /// Weights of a softmax and sums of float32: 1e-5 of numbers around 1, as for the vector kernels.
    private static final float FLOATS = 1e-5f;
    /// Queries and weights rounded to float16, 2^-11 of each.
    private static final float HALVES = 3e-3f;

    private static void assertClose(float[] actual, float[] expected, float by, String name) {
        for (int i = 0; i < expected.length; i++)
            assertThat(actual[i]).as("%s, element %d", name, i).isCloseTo(expected[i], within(by));
    }

    @ParameterizedTest
    @CsvSource({
        "F32, 4, 1, 128",
        "F16, 4, 1, 128",
        "F32, 3, 3, 32",
        "F16, 6, 2, 96",
        "F32, 5, 1, 64",
        "F16, 10, 2, 32",
        "F16, 4, 2, 8",
        "F32, 4, 1, 40"
    })
    void bothFormsMatchTheProcessor(Element element, int heads, int kvHeads, int size) {
        AttentionShape shape = new AttentionShape(heads, kvHeads, size);
        Cache cache = cache(element, shape);
        for (int[] step : new int[][] {{0, 1}, {0, 33}, {1, 2}, {31, 1}, {32, 8}, {100, 28}}) {
            int first = step[0];
            int n = step[1];
            float[] q = Blocks.gaussian(n * shape.queryLength(), random);
            float[] expected = expected(cache, shape, first, q, n);
            float by = element == Element.F32 ? FLOATS : HALVES;
            assertClose(read(cache, shape, first, q, n), expected, by, "reading %d from %d".formatted(n, first));
            if (n > 8) continue;
            for (int pieces : new int[] {1, 5, 16})
                assertClose(
                        write(cache, shape, first, pieces, q, n),
                        expected,
                        FLOATS,
                        "writing %d from %d in %d".formatted(n, first, pieces));
        }
    }

    @Test
    void largeScoresDoNotOverflow() {
        AttentionShape shape = new AttentionShape(2, 1, 32);
        Cache cache = cache(Element.F32, shape);
        float[] q = Blocks.gaussian(3 * shape.queryLength(), random);
        for (int i = 0; i < q.length; i++) q[i] *= 100; // scores of some hundreds: one position takes all
        float[] expected = expected(cache, shape, 70, q, 3);
        assertClose(read(cache, shape, 70, q, 3), expected, FLOATS, "reading");
        assertClose(write(cache, shape, 70, 7, q, 3), expected, FLOATS, "writing");
    }

    @ParameterizedTest
    @EnumSource(
            value = Element.class,
            names = {"F32", "F16"})
    void positionsBehindAQuerysOwnDoNotCount(Element element) {
        AttentionShape shape = new AttentionShape(4, 2, 64);
        Cache cache = cache(element, shape);
        float[] q = Blocks.gaussian(2 * shape.queryLength(), random);
        float[] reading = read(cache, shape, 40, q, 2);
        float[] writing = write(cache, shape, 40, 6, q, 2);
        for (DevicePlace part : new DevicePlace[] {cache.there.keys(), cache.there.values()})
            for (int head = 0; head < 2; head++) {
                long from = (head * CAPACITY + 42) * 64L * element.bytes();
                GgmlType type = element == Element.F32 ? GgmlType.F32 : GgmlType.F16;
                Matrix junk = Blocks.matrix(type, CAPACITY - 42, 64, random);
                device.overwrite(part.plus(from), junk.data());
            }
        assertThat(read(cache, shape, 40, q, 2)).isEqualTo(reading);
        assertThat(write(cache, shape, 40, 6, q, 2)).isEqualTo(writing);
    }

    @Test
    void wrongShapesAreRefused() {
        AttentionShape shape = new AttentionShape(4, 2, 32);
        DeviceCache cache = cache(Element.F32, shape).there;
        DevicePlace q = device.room(4 * 4 * 32);
        DevicePlace first = device.upload(0);
        assertThatThrownBy(() -> attention.read(q, cache, 3, first, q, 1, device.stream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3");
        assertThatThrownBy(() -> attention.read(q, cache, 4, first, q, 2, device.stream()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> attention.write(q, cache, 4, first, 8, q, q, 1, device.stream()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> attention.write(q, cache, 4, first, 0, q, q, 1, device.stream()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
