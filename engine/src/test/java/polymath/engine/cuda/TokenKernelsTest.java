package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.engine.kernel.Blocks;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;

class TokenKernelsTest {
    private final Random random = new Random(4);
    private DeviceFixture device;
    private TokenKernels tokens;

    @BeforeEach
    void start() {
        device = new DeviceFixture();
        tokens = device.kernels().tokens();
    }

    @AfterEach
    void end() {
        device.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 100, 512, 1500})
    void layerNormMatchesTheProcessor(int cols) {
        float[] x = Blocks.gaussian(3 * cols, random);
        for (int i = 0; i < x.length; i++) x[i] = 5 + 3 * x[i]; // a mean that sums have to keep apart
        float[] weight = Blocks.gaussian(cols, random);
        float[] bias = Blocks.gaussian(cols, random);
        float[] expected = new float[x.length];
        try (Kernels oracle = Kernels.select(Kernels.Choice.SCALAR, 1, new StopSignal())) {
            oracle.layerNorm(x, weight, bias, 1e-5f, expected, 3);
        }
        DevicePlace y = device.room(4L * x.length);
        tokens.layerNorm(
                device.upload(x), device.upload(weight), device.upload(bias), 1e-5f, y, 3, cols, device.stream());
        float[] actual = device.floats(y, x.length);
        for (int i = 0; i < actual.length; i++) assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }

    @Test
    void sumsAndBiasesAreAddedExactly() {
        float[] x = Blocks.gaussian(7 * 100, random);
        float[] y = Blocks.gaussian(7 * 100, random);
        float[] bias = Blocks.gaussian(100, random);
        DevicePlace place = device.upload(x);
        tokens.add(place, device.upload(y), x.length, device.stream());
        for (int i = 0; i < x.length; i++) x[i] += y[i];
        assertThat(device.floats(place, x.length)).isEqualTo(x);
        tokens.addBias(place, device.upload(bias), 7, 100, device.stream());
        for (int i = 0; i < x.length; i++) x[i] += bias[i % 100];
        assertThat(device.floats(place, x.length)).isEqualTo(x);
    }

    @Test
    void conversionsRoundToTheNearestWithTiesToEven() {
        float[] x = Blocks.gaussian(1000, random);
        System.arraycopy(
                new float[] {0f, -0f, 1e-7f, 65504f, 65519.9f, 65520f, 1e30f, 3.39e38f, Float.POSITIVE_INFINITY},
                0,
                x,
                0,
                9);
        for (int i = 9; i < 300; i++) // halfway between two of them, and just beside
        x[i] = Float.intBitsToFloat((0x3F00 + i << 16) + 0x8000 + i % 3 - 1);
        DevicePlace from = device.upload(x);
        DevicePlace to = device.room(2L * x.length);
        short[] halves = new short[x.length];
        short[] brains = new short[x.length];
        for (int i = 0; i < x.length; i++) {
            halves[i] = Float.floatToFloat16(x[i]);
            brains[i] = Float.isInfinite(x[i]) ? 0x7F80 : WeightKernelsTest.brain(x[i]);
        }
        tokens.convert(from, Element.F16, to, x.length, device.stream());
        assertThat(device.shorts(to, x.length)).isEqualTo(halves);
        tokens.convert(from, Element.BF16, to, x.length, device.stream());
        assertThat(device.shorts(to, x.length)).isEqualTo(brains);
    }

    @Test
    void whatIsNoNumberStaysSo() {
        float[] x = {Float.NaN, Float.intBitsToFloat(0x7F800001), Float.intBitsToFloat(0xFFFFFFFF)};
        DevicePlace to = device.room(6);
        tokens.convert(device.upload(x), Element.BF16, to, 3, device.stream());
        for (short bits : device.shorts(to, 3))
            assertThat(Float.intBitsToFloat(bits << 16)).isNaN();
    }

    @Test
    void keysAndValuesGoToTheirPositions() {
        int size = 32;
        int kvHeads = 3;
        int capacity = 10;
        int n = 4;
        float[] k = Blocks.gaussian(n * kvHeads * size, random);
        float[] v = Blocks.gaussian(k.length, random);
        for (int first : new int[] {0, 5, 8}) {
            float[] untouched = Blocks.gaussian(kvHeads * capacity * size, random);
            short[] halves = new short[untouched.length];
            DeviceCache floats = new DeviceCache(
                    Element.F32, kvHeads, capacity, size, device.upload(untouched), device.upload(untouched));
            DeviceCache half =
                    new DeviceCache(Element.F16, kvHeads, capacity, size, device.upload(halves), device.upload(halves));
            for (DeviceCache cache : new DeviceCache[] {floats, half})
                tokens.storeKv(device.upload(k), device.upload(v), cache, device.upload(first), n, device.stream());
            float[] keys = untouched.clone();
            float[] values = untouched.clone();
            short[] halfValues = halves.clone();
            for (int i = 0; i < k.length; i++) {
                int position = first + i / size / kvHeads;
                if (position >= capacity) continue; // those behind the room are left out
                int to = (i / size % kvHeads * capacity + position) * size + i % size;
                keys[to] = k[i];
                values[to] = v[i];
                halfValues[to] = Float.floatToFloat16(v[i]);
            }
            assertThat(device.floats(floats.keys(), keys.length)).isEqualTo(keys);
            assertThat(device.floats(floats.values(), keys.length)).isEqualTo(values);
            assertThat(device.shorts(half.values(), keys.length)).isEqualTo(halfValues);
        }
    }

    @Test
    void wrongShapesAreRefused() {
        DevicePlace x = device.room(64);
        assertThatThrownBy(() -> tokens.add(x, x, 17, device.stream())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> tokens.convert(x, Element.F32, x, 1, device.stream()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> tokens.add(x.plus(2), x, 1, device.stream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("aligned");
        assertThatThrownBy(() -> new DeviceCache(Element.F32, 1, 1, 36, x, x))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("36");
        assertThatThrownBy(() -> new DeviceCache(Element.F32, 1, 1, 32, x, x))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
