package polymath.engine.selftest;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.ExpertKernels;
import polymath.engine.cuda.WeightKernels;
import polymath.engine.kernel.Kernels;
import polymath.engine.model.SparseMixer;
import polymath.engine.selftest.TestBed.Case;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// [ExpertKernels] against the processor.
final class ExpertCases {
    private static final float EPSILON = 0.01f;
    /// A few roundings of float32.
    private static final double ROUNDED = 1e-6;

    private final TestBed bed;
    private final Kernels processor;
    private final RandomWeights random;
    private final ExpertKernels kernels;
    private final int n;
    private final int cols;
    private final int experts;

    ExpertCases(TestBed bed, Kernels processor, RandomWeights random) {
        this.bed = bed;
        this.processor = processor;
        this.random = random;
        kernels = bed.kernels().experts();
        n = bed.shape().tokens();
        cols = bed.shape().embeddingLength();
        experts = bed.shape().expertCount();
    }

    void run() {
        router(1);
        router(n);
        sparseMixer();
        sort();
        for (Element element : Element.values()) gather(element);
        for (Element element : Element.values()) swiGlu(element);
        swiGluRows();
        combine(false);
        combine(true);
    }

    private void router(int tokens) {
        Matrix m = random.matrix(GgmlType.F32, experts, cols, 0.02, bed.arena());
        float[] h = random.floats(tokens * cols, 0, 1);
        DevicePlace w = DevicePlace.start(bed.upload(m).buffer());
        DevicePlace rows = bed.upload(h);
        DevicePlace logits = bed.room(4L * tokens * experts);
        double bytes = 4.0 * (h.length + experts * cols + tokens * experts);
        bed.run(
                Case.of("router", "", WeightCases.SUMS, bytes, tokens, experts, cols),
                () -> kernels.router(rows, w, logits, tokens, experts, cols, bed.stream()),
                () -> {
                    float[] expected = new float[tokens * experts];
                    processor.matmul(m, h, expected, tokens);
                    return Differences.relative(bed.floats(logits, expected.length), expected);
                });
    }

    private void sparseMixer() {
        float[] logits = random.floats(n * experts, 0, 1);
        DevicePlace from = bed.upload(logits);
        DevicePlace ids = bed.room(8L * n);
        DevicePlace weights = bed.room(8L * n);
        bed.run(
                Case.of("sparse_mixer", "", ROUNDED, 4.0 * logits.length + 16.0 * n, n, experts),
                () -> kernels.sparseMixer(from, EPSILON, ids, weights, n, experts, bed.stream()),
                () -> {
                    int[] chosen = new int[2 * n];
                    float[] expected = new float[2 * n];
                    SparseMixer.route(logits, n, experts, EPSILON, chosen, expected);
                    return Differences.count(bed.ints(ids, 2 * n), chosen)
                            + Differences.relative(bed.floats(weights, 2 * n), expected);
                });
    }

    private void sort() {
        int[] ids = random.ints(2 * n, experts);
        DevicePlace from = bed.upload(ids);
        DevicePlace offsets = bed.room(4L * (experts + 1));
        DevicePlace slotAt = bed.room(8L * n);
        DevicePlace placeOf = bed.room(8L * n);
        bed.run(
                Case.of("sort_experts", "", 0, 24.0 * n, n, experts),
                () -> kernels.sort(from, offsets, slotAt, placeOf, n, experts, bed.stream()),
                () -> {
                    Order order = Order.of(ids, experts);
                    return Differences.count(bed.ints(offsets, experts + 1), order.offsets())
                            + Differences.count(bed.ints(slotAt, 2 * n), order.slotAt())
                            + Differences.count(bed.ints(placeOf, 2 * n), order.placeOf());
                });
    }

    /// Slots by expert, see [ExpertKernels#sort].
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Order(int[] offsets, int[] slotAt, int[] placeOf) {
        static Order of(int[] ids, int experts) {
            Order order = new Order(new int[experts + 1], new int[ids.length], new int[ids.length]);
            int place = 0;
            for (int e = 0; e < experts; e++) {
                for (int slot = 0; slot < ids.length; slot++) {
                    if (ids[slot] != e) continue;
                    order.slotAt[place] = slot;
                    order.placeOf[slot] = place++;
                }
                order.offsets[e + 1] = place;
            }
            return order;
        }
    }

    private void gather(Element element) {
        float[] h = random.floats(n * cols, 0, 1);
        int[] slots = Order.of(random.ints(2 * n, experts), experts).slotAt();
        DevicePlace rows = bed.upload(h);
        DevicePlace slotAt = bed.upload(slots);
        DevicePlace out = bed.room(2L * n * cols * element.bytes());
        bed.run(
                Case.of("gather_rows", element.name(), 0, 2.0 * n * cols * (4 + element.bytes()), 2 * n, cols),
                () -> kernels.gather(rows, n, slotAt, element, out, 2 * n, cols, bed.stream()),
                () -> {
                    float[] expected = new float[2 * n * cols];
                    for (int place = 0; place < slots.length; place++)
                        System.arraycopy(h, slots[place] / 2 * cols, expected, place * cols, cols);
                    return Differences.count(
                            bed.bits(element, out, expected.length), Differences.bits(element, expected));
                });
    }

    private void swiGlu(Element element) {
        int width = bed.shape().feedForwardLength();
        float[] gate = random.floats(2 * n * width, 0, 3);
        float[] up = random.floats(gate.length, 0, 1);
        DevicePlace left = bed.upload(gate);
        DevicePlace right = bed.upload(up);
        DevicePlace out = bed.room((long) gate.length * element.bytes());
        // exp and division are off by a few units in the last place, and halves then round to a neighbour
        double tolerance = switch (element) {
            case F32 -> 1e-5;
            case F16 -> 0.01;
            case BF16 -> 0.08;
        };
        double bytes = (double) gate.length * (8 + element.bytes());
        bed.run(
                Case.of("swiglu", element.name(), tolerance, bytes, 2 * n, width),
                () -> kernels.swiGlu(left, right, element, out, gate.length, bed.stream()),
                () -> {
                    float[] expected = gate.clone();
                    processor.swiGlu(expected, up, expected.length);
                    float[] actual = Differences.values(element, bed.bits(element, out, gate.length));
                    return Differences.relative(actual, expected);
                });
    }

    private void swiGluRows() {
        int width = bed.shape().feedForwardLength();
        float[] gate = random.floats(2 * width, 0, 3);
        float[] up = random.floats(gate.length, 0, 1);
        DevicePlace left = bed.upload(gate);
        DevicePlace right = bed.upload(up);
        DevicePlace out = bed.room(2 * WeightKernels.quantizedRowBytes(width));
        bed.run(
                Case.of("swiglu_rows", "", WeightCases.HALF_STEP, 9.125 * gate.length, 2, width),
                () -> kernels.swiGluRows(left, right, out, 2, width, bed.stream()),
                () -> {
                    float[] expected = gate.clone();
                    processor.swiGlu(expected, up, expected.length);
                    return Differences.steps(WeightCases.fromEightBits(bed, out, 2, width), expected);
                });
    }

    private void combine(boolean sorted) {
        float[] down = random.floats(2 * n * cols, 0, 1);
        float[] weights = random.floats(2 * n, 0.8, 0.1);
        int[] places = Order.of(random.ints(2 * n, experts), experts).placeOf();
        if (!sorted) Arrays.setAll(places, slot -> slot);
        float[] before = random.floats(n * cols, 0, 1);
        DevicePlace rows = bed.upload(MemorySegment.ofArray(down));
        DevicePlace placeOf = bed.upload(places);
        DevicePlace w = bed.upload(weights);
        DevicePlace out = bed.upload(before);
        bed.run(
                Case.of("combine", sorted ? "sorted" : "", ROUNDED, 16.0 * n * cols, n, cols),
                () -> {
                    if (sorted) kernels.combineSorted(rows, placeOf, w, out, n, cols, true, bed.stream());
                    else kernels.combine(rows, w, out, n, cols, true, bed.stream());
                },
                () -> {
                    float[] expected = before.clone();
                    for (int i = 0; i < expected.length; i++)
                        for (int slot = i / cols * 2; slot < i / cols * 2 + 2; slot++)
                            expected[i] += weights[slot] * down[places[slot] * cols + i % cols];
                    return Differences.relative(bed.floats(out, expected.length), expected);
                });
    }
}
