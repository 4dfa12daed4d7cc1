package polymath.engine.selftest;

import polymath.engine.cuda.DeviceCache;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.TokenKernels;
import polymath.engine.kernel.Kernels;
import polymath.engine.selftest.TestBed.Case;

/// [TokenKernels] against the processor.
final class TokenCases {
    private static final float EPSILON = 1e-5f;
    /// A few roundings of float32.
    private static final double ROUNDED = 1e-6;

    private final TestBed bed;
    private final Kernels processor;
    private final RandomWeights random;
    private final TokenKernels kernels;
    private final int cols;

    TokenCases(TestBed bed, Kernels processor, RandomWeights random) {
        this.bed = bed;
        this.processor = processor;
        this.random = random;
        kernels = bed.kernels().tokens();
        cols = bed.shape().embeddingLength();
    }

    void run() {
        layerNorm(1);
        layerNorm(bed.shape().tokens());
        add();
        addBias();
        convert(Element.F16);
        convert(Element.BF16);
        rope();
        storeKv(Element.F32);
        storeKv(Element.F16);
    }

    private void layerNorm(int n) {
        float[] x = random.floats(n * cols, 2, 3);
        float[] weight = random.floats(cols, 1, 0.3);
        float[] bias = random.floats(cols, 0, 0.3);
        DevicePlace from = bed.upload(x);
        DevicePlace scale = bed.upload(weight);
        DevicePlace offset = bed.upload(bias);
        DevicePlace y = bed.room(4L * x.length);
        bed.run(
                Case.of("layer_norm", "", 1e-5, 8.0 * x.length, n, cols),
                () -> kernels.layerNorm(from, scale, offset, EPSILON, y, n, cols, bed.stream()),
                () -> {
                    float[] expected = new float[x.length];
                    processor.layerNorm(x, weight, bias, EPSILON, expected, n);
                    return Differences.relative(bed.floats(y, x.length), expected);
                });
    }

    private void add() {
        float[] x = random.floats(bed.shape().tokens() * cols, 0, 1);
        float[] y = random.floats(x.length, 0, 1);
        DevicePlace sum = bed.upload(x);
        DevicePlace addend = bed.upload(y);
        bed.run(
                Case.of("add", "", 0, 12.0 * x.length, bed.shape().tokens(), cols),
                () -> kernels.add(sum, addend, x.length, bed.stream()),
                () -> {
                    for (int i = 0; i < x.length; i++) x[i] += y[i];
                    return Differences.relative(bed.floats(sum, x.length), x);
                });
    }

    private void addBias() {
        int n = bed.shape().tokens();
        float[] x = random.floats(n * cols, 0, 1);
        float[] bias = random.floats(cols, 0, 1);
        DevicePlace sum = bed.upload(x);
        DevicePlace addend = bed.upload(bias);
        bed.run(
                Case.of("add_bias", "", 0, 8.0 * x.length, n, cols),
                () -> kernels.addBias(sum, addend, n, cols, bed.stream()),
                () -> {
                    for (int i = 0; i < x.length; i++) x[i] += bias[i % cols];
                    return Differences.relative(bed.floats(sum, x.length), x);
                });
    }

    private void convert(Element element) {
        float[] x = random.floats(bed.shape().tokens() * cols, 0, 1);
        DevicePlace from = bed.upload(x);
        DevicePlace to = bed.room(2L * x.length);
        bed.run(
                Case.of(
                        "convert",
                        element.name(),
                        0,
                        6.0 * x.length,
                        bed.shape().tokens(),
                        cols),
                () -> kernels.convert(from, element, to, x.length, bed.stream()),
                () -> Differences.count(bed.bits(element, to, x.length), Differences.bits(element, x)));
    }

    private void rope() {
        int n = bed.shape().tokens();
        int size = bed.shape().headSize();
        int heads = bed.shape().headCount();
        int kvHeads = bed.shape().headCountKv();
        float[] q = random.floats(n * heads * size, 0, 1);
        float[] k = random.floats(n * kvHeads * size, 0, 1);
        float[] cos = random.floats(n * size / 2, 0, 0.7);
        float[] sin = random.floats(cos.length, 0, 0.7);
        DevicePlace queries = bed.upload(q);
        DevicePlace keys = bed.upload(k);
        DevicePlace cosines = bed.upload(cos);
        DevicePlace sines = bed.upload(sin);
        bed.run(
                Case.of("rope", "", ROUNDED, 8.0 * (q.length + k.length), n, heads + kvHeads, size),
                () -> kernels.rope(queries, keys, cosines, sines, n, heads, kvHeads, size, bed.stream()),
                () -> Math.max(
                        Differences.relative(bed.floats(queries, q.length), turned(q, heads, size, cos, sin)),
                        Differences.relative(bed.floats(keys, k.length), turned(k, kvHeads, size, cos, sin))));
    }

    /// Every pair (i, i + size/2) by its angle.
    private static float[] turned(float[] x, int heads, int size, float[] cos, float[] sin) {
        int half = size / 2;
        float[] y = new float[x.length];
        for (int at = 0; at < x.length; at++) {
            int i = at % size;
            int angle = at / (heads * size) * half + i % half;
            y[at] = i < half
                    ? x[at] * cos[angle] - x[at + half] * sin[angle]
                    : x[at] * cos[angle] + x[at - half] * sin[angle];
        }
        return y;
    }

    /// The last positions that there is room for.
    private void storeKv(Element element) {
        Shape shape = bed.shape();
        int n = Math.min(shape.tokens(), shape.positions() - 1);
        int size = shape.headSize();
        int kvHeads = shape.headCountKv();
        int capacity = shape.positions();
        int first = capacity - n;
        long bytes = DeviceCache.bytes(element, kvHeads, capacity, size);
        float[] k = random.floats(n * shape.kvLength(), 0, 1);
        float[] v = random.floats(k.length, 0, 1);
        int[] nothing = new int[kvHeads * capacity * size];
        DeviceCache cache = new DeviceCache(
                element, kvHeads, capacity, size, bed.upload(element, nothing), bed.upload(element, nothing));
        DevicePlace keys = bed.upload(k);
        DevicePlace values = bed.upload(v);
        DevicePlace position = bed.upload(first);
        double moved = 2.0 * k.length * (4 + element.bytes());
        bed.run(
                Case.of("store_kv", element.name(), 0, moved, n, kvHeads, size),
                () -> kernels.storeKv(keys, values, cache, position, n, bed.stream()),
                () -> {
                    int count = Math.toIntExact(bytes / element.bytes());
                    return Differences.count(
                                    bed.bits(element, cache.keys(), count),
                                    stored(Differences.bits(element, k), first, count))
                            + Differences.count(
                                    bed.bits(element, cache.values(), count),
                                    stored(Differences.bits(element, v), first, count));
                });
    }

    private int[] stored(int[] bits, int first, int count) {
        int size = bed.shape().headSize();
        int kvHeads = bed.shape().headCountKv();
        int[] cache = new int[count];
        for (int i = 0; i < bits.length; i++) {
            int position = first + i / size / kvHeads;
            cache[(i / size % kvHeads * bed.shape().positions() + position) * size + i % size] = bits[i];
        }
        return cache;
    }
}
