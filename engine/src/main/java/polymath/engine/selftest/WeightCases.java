package polymath.engine.selftest;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import polymath.engine.cuda.DeviceExperts;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.WeightKernels;
import polymath.engine.kernel.Kernels;
import polymath.engine.selftest.TestBed.Case;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// [WeightKernels] against the processor.
final class WeightCases {
    /// Sums of some thousand terms in float32, taken in another order: a few roundings of each.
    static final double SUMS = 1e-4;
    /// Half a step, and 127 times what rounding the scale to float16 adds.
    static final double HALF_STEP = 0.5 + 127 / 2048.0;

    private static final int COMPARED_ROWS = 64;

    private final TestBed bed;
    private final Kernels processor;
    private final RandomWeights random;
    private final WeightKernels kernels;
    private final int rows;
    private final int cols;

    WeightCases(TestBed bed, Kernels processor, RandomWeights random) {
        this.bed = bed;
        this.processor = processor;
        this.random = random;
        kernels = bed.kernels().weights();
        rows = bed.shape().feedForwardLength();
        cols = bed.shape().embeddingLength();
    }

    void run() {
        for (GgmlType type : GgmlType.values()) experts(type, cols);
        experts(GgmlType.Q4_0, cols + GgmlType.Q4_0.blockValues()); // blocks that are no pairs go another way
        linear();
        for (GgmlType type : GgmlType.values()) for (Element element : Element.values()) dequantize(type, element);
        quantizeRows();
        for (Element element : Element.values()) matmul(element);
    }

    /// What writing a token asks for: two experts of many, other ones each time.
    private void experts(GgmlType type, int cols) {
        long bytes = rows * type.rowBytes(cols);
        int count = Math.clamp(bed.shape().spreadBytes() / bytes, 3, bed.shape().expertCount());
        Matrix all = random.matrix(type, (long) count * rows, cols, 0.02, bed.arena());
        DeviceMatrix uploaded = bed.upload(all);
        DeviceExperts experts = new DeviceExperts(uploaded.slice(0, rows), count, bytes);
        Inputs x = inputs(uploaded, 1);
        int[] ids = new int[2 * count];
        Arrays.setAll(ids, i -> (2 * count - 1 - i) % count);
        DevicePlace chosen = bed.upload(ids);
        DevicePlace y = bed.room(8L * rows);
        AtomicInteger turn = new AtomicInteger();
        bed.run(
                Case.of("matvec", type.name(), SUMS, 2.0 * bytes, 2, rows, cols),
                () -> kernels.multiplyExperts(
                        experts, chosen.plus(8L * (turn.getAndIncrement() % count)), x.there(), 2, y, 2, bed.stream()),
                () -> {
                    float[] expected = new float[2 * rows];
                    for (int slot = 0; slot < 2; slot++) {
                        float[] one = new float[rows];
                        processor.matmul(all.slice((long) ids[slot] * rows, rows), x.here(), one, 1);
                        System.arraycopy(one, 0, expected, slot * rows, rows);
                    }
                    return Differences.relative(bed.floats(y, 2 * rows), expected);
                });
    }

    private void linear() {
        int n = 3;
        Matrix m = random.matrix(GgmlType.Q4_0, cols, cols, 0.02, bed.arena());
        DeviceMatrix w = bed.upload(m);
        Inputs x = inputs(w, n);
        float[] bias = random.floats(cols, 0, 1);
        float[] before = random.floats(n * cols, 0, 1);
        DevicePlace addend = bed.upload(bias);
        DevicePlace y = bed.upload(before);
        bed.run(
                Case.of("matvec and bias", "Q4_0", SUMS, (double) w.bytes(), n, cols, cols),
                () -> kernels.linear(w, addend, x.there(), y, n, true, bed.stream()),
                () -> {
                    float[] expected = new float[n * cols];
                    processor.matmul(m, x.here(), expected, n);
                    for (int i = 0; i < expected.length; i++) expected[i] += before[i] + bias[i % cols];
                    return Differences.relative(bed.floats(y, expected.length), expected);
                });
    }

    /// Rows as a product takes them, and what they say.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Inputs(DevicePlace there, float[] here) {}

    private Inputs inputs(DeviceMatrix w, int n) {
        float[] x = random.floats(n * w.cols(), 0, 1);
        DevicePlace floats = bed.upload(x);
        if (!w.takesQuantizedRows()) return new Inputs(floats, x);
        DevicePlace there = bed.room(n * WeightKernels.quantizedRowBytes(w.cols()));
        kernels.quantizeRows(floats, there, n, w.cols(), bed.stream());
        return new Inputs(there, fromEightBits(bed, there, n, w.cols()));
    }

    /// Rows in 8 bits as floats.
    static float[] fromEightBits(TestBed bed, DevicePlace place, int n, int cols) {
        long rowBytes = WeightKernels.quantizedRowBytes(cols);
        MemorySegment rows = MemorySegment.ofArray(bed.bytes(place, n * rowBytes));
        float[] x = new float[n * cols];
        for (int i = 0; i < x.length; i++) {
            long row = i / cols * rowBytes;
            float scale = rows.get(ValueLayout.JAVA_FLOAT_UNALIGNED, row + cols + i % cols / 32 * 4L);
            x[i] = scale * rows.get(ValueLayout.JAVA_BYTE, row + i % cols);
        }
        return x;
    }

    private void dequantize(GgmlType type, Element element) {
        Matrix m = random.matrix(type, rows, cols, 0.02, bed.arena());
        DeviceMatrix w = bed.upload(m);
        DevicePlace out = bed.room((long) rows * cols * element.bytes());
        double bytes = w.bytes() + (double) rows * cols * element.bytes();
        bed.run(
                Case.of("dequantize", type + " to " + element, 0, bytes, rows, cols),
                () -> kernels.dequantize(w, element, out, bed.stream()),
                () -> {
                    double wrong = 0;
                    for (int row : comparedRows()) {
                        float[] expected = new float[cols];
                        processor.dequantize(m, row, expected, 0);
                        int[] actual = bed.bits(element, out.plus((long) row * cols * element.bytes()), cols);
                        wrong += Differences.count(actual, Differences.bits(element, expected));
                    }
                    return wrong;
                });
    }

    /// Some of them, the first and the last included: all would take longer than all else here.
    private List<Integer> comparedRows() {
        List<Integer> compared = new ArrayList<>();
        for (int row = 0; row < rows - 1; row += Math.max(1, rows / COMPARED_ROWS)) compared.add(row);
        compared.add(rows - 1);
        return compared;
    }

    private void quantizeRows() {
        int n = bed.shape().tokens();
        float[] x = random.floats(n * cols, 0, 1);
        DevicePlace from = bed.upload(x);
        DevicePlace out = bed.room(n * WeightKernels.quantizedRowBytes(cols));
        double bytes = 4.0 * x.length + n * WeightKernels.quantizedRowBytes(cols);
        bed.run(
                Case.of("quantize_rows", "", HALF_STEP, bytes, n, cols),
                () -> kernels.quantizeRows(from, out, n, cols, bed.stream()),
                () -> Differences.steps(fromEightBits(bed, out, n, cols), x));
    }

    private void matmul(Element element) {
        int n = bed.shape().productTokens();
        GgmlType type = GgmlType.valueOf(element.name());
        Matrix m = random.matrix(type, rows, cols, 0.02, bed.arena());
        int[] bits = Differences.bits(element, random.floats(n * cols, 0, 1));
        DevicePlace w = DevicePlace.start(bed.upload(m).buffer());
        DevicePlace x = bed.upload(element, bits);
        DevicePlace y = bed.room(4L * n * rows);
        bed.run(
                Case.computing("matmul", element.name(), SUMS, 2.0 * n * rows * cols, n, rows, cols),
                () -> kernels.matmul(element, x, w, y, n, rows, cols, bed.stream()),
                () -> {
                    float[] expected = new float[n * rows];
                    processor.matmul(m, Differences.values(element, bits), expected, n);
                    return Differences.relative(bed.floats(y, expected.length), expected);
                });
    }
}
