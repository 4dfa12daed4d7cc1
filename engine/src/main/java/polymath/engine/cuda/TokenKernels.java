package polymath.engine.cuda;

/// What stands between the products: norms, sums, conversions, rotary positions, and storing keys and values. See
/// [DeviceKernels] for what holds for all.
public final class TokenKernels {
    private static final int THREADS = 256;
    private static final int NORM_THREADS = 512;

    private final KernelLauncher launcher;
    private final long layerNorm;
    private final long add;
    private final long addBias;
    private final long toHalf;
    private final long toBrain;
    private final long rope;
    private final long storeFloats;
    private final long storeHalves;

    TokenKernels(KernelLauncher launcher) {
        this.launcher = launcher;
        long module = launcher.load("norm_rope");
        layerNorm = launcher.function(module, "layer_norm");
        add = launcher.function(module, "add");
        addBias = launcher.function(module, "add_bias");
        toHalf = launcher.function(module, "convert_f16");
        toBrain = launcher.function(module, "convert_bf16");
        rope = launcher.function(module, "rope");
        storeFloats = launcher.function(module, "store_kv_f32");
        storeHalves = launcher.function(module, "store_kv_f16");
    }

    /// `y = (x - mean) / sqrt(variance + epsilon) * weight + bias` of each row: `x` and `y` [n, cols], `weight`
    /// and `bias` [cols].
    ///
    /// Source: Ba et al. 2016; the variance is the mean square distance from the mean.
    public void layerNorm(
            DevicePlace x,
            DevicePlace weight,
            DevicePlace bias,
            float epsilon,
            DevicePlace y,
            int n,
            int cols,
            long stream) {
        KernelLauncher.within("n", n, 1, Integer.MAX_VALUE);
        launcher.arguments()
                .add(x.words((long) n * cols))
                .add(weight.words(cols))
                .add(bias.words(cols))
                .add(epsilon)
                .add(y.words((long) n * cols))
                .add(cols);
        launcher.launch(layerNorm, Grid.of(n, NORM_THREADS), stream);
    }

    /// `x += y`, `count` numbers.
    public void add(DevicePlace x, DevicePlace y, long count, long stream) {
        launcher.arguments().add(x.words(count)).add(y.words(count)).add(count);
        launcher.launch(add, count, THREADS, stream);
    }

    /// Adds `bias` [rows] to each row of `y` [n, rows].
    public void addBias(DevicePlace y, DevicePlace bias, int n, int rows, long stream) {
        long count = (long) n * rows;
        launcher.arguments()
                .add(y.words(count))
                .add(bias.words(rows))
                .add(count)
                .add(rows);
        launcher.launch(addBias, count, THREADS, stream);
    }

    /// Writes `count` float32 numbers of `x` to `y` as F16 or BF16, rounded to the nearest, ties to even.
    public void convert(DevicePlace x, Element element, DevicePlace y, long count, long stream) {
        if (element == Element.F32) throw new IllegalArgumentException("float32 numbers are converted to F16 or BF16");
        launcher.arguments()
                .add(x.words(count))
                .add(y.address(count * element.bytes(), element.bytes()))
                .add(count);
        launcher.launch(element == Element.F16 ? toHalf : toBrain, count, THREADS, stream);
    }

    /// Turns pair (i, i + size/2) of every head by its token's angle, in place: `q` [n, heads * size], `k` [n,
    /// kvHeads * size], `cos` and `sin` [n, size/2], scaled as they are to be applied.
    public void rope(
            DevicePlace q,
            DevicePlace k,
            DevicePlace cos,
            DevicePlace sin,
            int n,
            int heads,
            int kvHeads,
            int size,
            long stream) {
        KernelLauncher.within("size modulo 2", size % 2, 0, 0);
        launcher.arguments()
                .add(q.words((long) n * heads * size))
                .add(k.words((long) n * kvHeads * size))
                .add(cos.words((long) n * size / 2))
                .add(sin.words((long) n * size / 2))
                .add(n)
                .add(heads)
                .add(kvHeads)
                .add(size);
        launcher.launch(rope, (long) n * (heads + kvHeads) * (size / 2), THREADS, stream);
    }

    /// Stores `k` and `v` [n, kvHeads * size] in the cache, from the position on that the int32 at `first` says.
    /// Positions behind the capacity are left out.
    public void storeKv(DevicePlace k, DevicePlace v, DeviceCache cache, DevicePlace first, int n, long stream) {
        long count = (long) n * cache.kvHeads() * cache.size();
        launcher.arguments()
                .add(k.words(count))
                .add(v.words(count))
                .add(cache.keysAddress())
                .add(cache.valuesAddress())
                .add(first.words(1))
                .add(n)
                .add(cache.kvHeads())
                .add(cache.size())
                .add(cache.capacity());
        launcher.launch(cache.element() == Element.F32 ? storeFloats : storeHalves, count, THREADS, stream);
    }
}
