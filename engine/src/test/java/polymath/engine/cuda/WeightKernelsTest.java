package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polymath.engine.Fixtures;
import polymath.engine.kernel.Blocks;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

class WeightKernelsTest {
    private final Random random = new Random(3);
    private DeviceFixture device;
    private WeightKernels weights;
    private Kernels oracle;

    @BeforeEach
    void start() {
        device = new DeviceFixture();
        weights = device.kernels().weights();
        oracle = Kernels.select(Kernels.Choice.SCALAR, 1, new StopSignal());
    }

    @AfterEach
    void end() {
        oracle.close();
        device.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsDequantizedBitForBitAsOnTheProcessor(GgmlType type) {
        for (int cols : new int[] {1, 17, 32, 96, 256, 768}) {
            if (cols % type.blockValues() != 0) continue;
            Matrix m = Blocks.matrix(type, 5, cols, random);
            DeviceMatrix w = device.upload(m);
            float[] expected = dequantized(m);
            for (Element element : Element.values()) {
                DevicePlace out = device.room((long) expected.length * element.bytes());
                weights.dequantize(w, element, out, device.stream());
                assertThat(bits(element, out, expected.length))
                        .as("%s [5, %d] as %s", type, cols, element)
                        .isEqualTo(bits(element, expected));
            }
        }
    }

    @Test
    void everyReferenceBlockIsReadBitForBit() throws IOException {
        JsonObject types = Fixtures.json(Fixtures.resource("blocks.json"));
        for (GgmlType type : GgmlType.values())
            for (JsonElement block : types.getAsJsonObject(type.name()).getAsJsonArray("blocks")) {
                byte[] bytes = hex(block, "hex");
                byte[] expected = hex(block, "f32_le_hex");
                DevicePlace place = device.upload(MemorySegment.ofArray(bytes));
                DeviceMatrix w = new DeviceMatrix(type, 1, type.blockValues(), place.buffer(), 0);
                DevicePlace out = device.room(expected.length);
                weights.dequantize(w, Element.F32, out, device.stream());
                assertThat(device.bytes(out, expected.length)).as(type.name()).isEqualTo(expected);
            }
    }

    private static byte[] hex(JsonElement block, String name) {
        return HexFormat.of().parseHex(block.getAsJsonObject().get(name).getAsString());
    }

    private int[] bits(Element element, DevicePlace place, int count) {
        int[] bits = new int[count];
        if (element == Element.F32) {
            float[] values = device.floats(place, count);
            Arrays.setAll(bits, i -> Float.floatToRawIntBits(values[i]));
        } else {
            short[] values = device.shorts(place, count);
            Arrays.setAll(bits, i -> values[i]);
        }
        return bits;
    }

    private static int[] bits(Element element, float[] values) {
        int[] bits = new int[values.length];
        Arrays.setAll(bits, i -> switch (element) {
            case F32 -> Float.floatToRawIntBits(values[i]);
            case F16 -> Float.floatToFloat16(values[i]);
            case BF16 -> brain(values[i]);
        });
        return bits;
    }

    /// The nearest bfloat16, by comparing both neighbours.
    static short brain(float value) {
        int below = Float.floatToRawIntBits(value) >>> 16;
        double down = value - (double) Float.intBitsToFloat(below << 16);
        double up = (double) Float.intBitsToFloat((below + 1) << 16) - value;
        boolean takesDown = Math.abs(down) < Math.abs(up) || (Math.abs(down) == Math.abs(up) && below % 2 == 0);
        return (short) (takesDown ? below : below + 1);
    }

    private float[] dequantized(Matrix m) {
        int rows = Math.toIntExact(m.rows());
        float[] values = new float[rows * m.cols()];
        for (int row = 0; row < rows; row++) oracle.dequantize(m, row, values, row * m.cols());
        return values;
    }

    @Test
    void rowsInEightBitsAreTheNearestMultiplesOfTheirScale() {
        int cols = 96;
        float[] x = Blocks.gaussian(3 * cols, random);
        Arrays.fill(x, 32, 64, 0);
        DevicePlace out = device.room(3 * WeightKernels.quantizedRowBytes(cols));
        weights.quantizeRows(device.upload(x), out, 3, cols, device.stream());
        float[] back = quantized(out, 3, cols);
        for (int at = 0; at < x.length; at += 32) {
            float largest = 0;
            for (int i = at; i < at + 32; i++) largest = Math.max(largest, Math.abs(x[i]));
            for (int i = at; i < at + 32; i++)
                assertThat(back[i]).as("value %d", i).isCloseTo(x[i], within(largest / 127 * (0.5001f + 127 / 2048f)));
        }
    }

    /// Rows in 8 bits as floats.
    private float[] quantized(DevicePlace place, int n, int cols) {
        int rowBytes = (int) WeightKernels.quantizedRowBytes(cols);
        MemorySegment rows = MemorySegment.ofArray(device.bytes(place, n * rowBytes));
        float[] x = new float[n * cols];
        for (int i = 0; i < x.length; i++) {
            long row = (long) (i / cols) * rowBytes;
            float scale = rows.get(ValueLayout.JAVA_FLOAT_UNALIGNED, row + cols + i % cols / 32 * 4L);
            x[i] = scale * rows.get(ValueLayout.JAVA_BYTE, row + i % cols);
        }
        return x;
    }

    @ParameterizedTest
    @EnumSource
    void productsOfEveryTypeMatchWhatTheirInputsSay(GgmlType type) {
        for (int rows : new int[] {1, 7, 8, 19})
            for (int blocks : new int[] {1, 3, 37}) {
                int cols = type.blockValues() > 32 ? 256 * (1 + blocks / 10) : 32 * blocks;
                product(type, rows, cols, 1 + rows % 3);
            }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16"})
    void productsOfPlainNumbersTakeAnyLength(GgmlType type) {
        for (int cols : new int[] {1, 3, 4, 31, 33, 127, 130, 516}) product(type, 9, cols, 2);
    }

    private void product(GgmlType type, int rows, int cols, int n) {
        Matrix m = Blocks.matrix(type, rows, cols, random);
        DeviceMatrix w = device.upload(m);
        DevicePlace x = activations(w, n);
        float[] bias = Blocks.gaussian(rows, random);
        float[] before = Blocks.gaussian(n * rows, random);
        DevicePlace y = device.room(4L * n * rows);
        DevicePlace sum = device.upload(before);
        weights.multiply(w, x, y, n, device.stream());
        weights.linear(w, device.upload(bias), x, sum, n, true, device.stream());
        float[] alone = device.floats(y, n * rows);
        float[] added = device.floats(sum, n * rows);
        float[] values = dequantized(m);
        float[] inputs = values(w, x, n);
        for (int i = 0; i < n * rows; i++) {
            int row = i % rows;
            Sum expected = sum(values, row * cols, inputs, i / rows * cols, cols);
            expected.check("%s [%d, %d], element %d".formatted(type, rows, cols, i), alone[i]);
            assertThat(added[i]).isCloseTo(before[i] + (alone[i] + bias[row]), within(1e-5f));
        }
    }

    /// Random rows as the product takes them.
    private DevicePlace activations(DeviceMatrix w, int n) {
        DevicePlace x = device.upload(Blocks.gaussian(n * w.cols(), random));
        if (!w.takesQuantizedRows()) return x;
        DevicePlace rows = device.room(n * WeightKernels.quantizedRowBytes(w.cols()));
        weights.quantizeRows(x, rows, n, w.cols(), device.stream());
        return rows;
    }

    /// What those say.
    private float[] values(DeviceMatrix w, DevicePlace x, int n) {
        return w.takesQuantizedRows() ? quantized(x, n, w.cols()) : device.floats(x, n * w.cols());
    }

    private record Sum(double value, double magnitude) {
        /// Float32 sums of up to a few dozen terms on each lane, then five more: below 50 roundings of 2^-24 each.
        void check(String name, float actual) {
            assertThat((double) actual).as(name).isCloseTo(value, within(3e-6 * magnitude + 1e-30));
        }
    }

    private static Sum sum(float[] a, int aAt, float[] b, int bAt, int count) {
        double value = 0;
        double magnitude = 0;
        for (int i = 0; i < count; i++) {
            double term = (double) a[aAt + i] * b[bAt + i];
            value += term;
            magnitude += Math.abs(term);
        }
        return new Sum(value, magnitude);
    }

    @Test
    void slotsTakeTheMatrixOfTheirExpert() {
        int rows = 5;
        int cols = 256;
        Matrix all = Blocks.matrix(GgmlType.Q4_K, 4 * rows, cols, random);
        DeviceMatrix w = device.upload(all);
        DeviceExperts experts =
                new DeviceExperts(w.slice(0, rows), 4, rows * w.type().rowBytes(cols));
        int[] ids = {3, 0, 2, 3};
        for (int share : new int[] {1, 2}) {
            DevicePlace x = activations(w, 4 / share);
            DevicePlace y = device.room(4L * 4 * rows);
            weights.multiplyExperts(experts, device.upload(ids), x, share, y, 4, device.stream());
            float[] actual = device.floats(y, 4 * rows);
            float[] values = dequantized(all);
            float[] inputs = values(w, x, 4 / share);
            for (int i = 0; i < actual.length; i++) {
                int slot = i / rows;
                int row = ids[slot] * rows + i % rows;
                sum(values, row * cols, inputs, slot / share * cols, cols).check("element " + i, actual[i]);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void matricesAreMultipliedAtEveryTail(Element element) {
        for (int[] shape : new int[][] {{1, 1, 1}, {3, 65, 17}, {64, 64, 16}, {70, 130, 100}}) {
            int n = shape[0];
            int rows = shape[1];
            int cols = shape[2];
            float[] x = rounded(element, Blocks.gaussian(n * cols, random));
            float[] w = rounded(element, Blocks.gaussian(rows * cols, random));
            DevicePlace y = device.room(4L * n * rows);
            weights.matmul(element, upload(element, x), upload(element, w), y, n, rows, cols, device.stream());
            float[] actual = device.floats(y, n * rows);
            for (int i = 0; i < actual.length; i++)
                sum(w, i % rows * cols, x, i / rows * cols, cols).check("element " + i, actual[i]);
        }
    }

    private static float[] rounded(Element element, float[] values) {
        for (int i = 0; i < values.length; i++)
            values[i] = switch (element) {
                case F32 -> values[i];
                case F16 -> Float.float16ToFloat(Float.floatToFloat16(values[i]));
                case BF16 -> Float.intBitsToFloat(brain(values[i]) << 16);
            };
        return values;
    }

    private DevicePlace upload(Element element, float[] values) {
        if (element == Element.F32) return device.upload(values);
        short[] halves = new short[values.length];
        for (int i = 0; i < halves.length; i++)
            halves[i] = element == Element.F16 ? Float.floatToFloat16(values[i]) : brain(values[i]);
        return device.upload(halves);
    }

    @Test
    void wrongShapesAreRefusedWithTheirNumbers() {
        DeviceMatrix w = device.upload(Blocks.matrix(GgmlType.Q4_0, 4, 64, random));
        DevicePlace x = device.room(WeightKernels.quantizedRowBytes(64));
        DevicePlace y = device.room(16);
        assertThatThrownBy(() -> weights.multiply(w, x, y, 2, device.stream()))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessageContaining("160")
                .hasMessageContaining("80");
        assertThatThrownBy(() -> weights.multiply(w, x, y, 0, device.stream()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> weights.dequantize(w, Element.F32, y, device.stream()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> weights.quantizeRows(x, x, 1, 16, device.stream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
        assertThatThrownBy(() ->
                        new DeviceMatrix(GgmlType.Q4_K, 1, 256, device.room(256).buffer(), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("16");
        assertThatThrownBy(() -> new DeviceExperts(w, 2, w.bytes())).isInstanceOf(IndexOutOfBoundsException.class);
    }
}
