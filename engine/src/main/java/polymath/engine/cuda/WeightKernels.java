package polymath.engine.cuda;

import java.util.EnumMap;
import java.util.Map;
import polymath.engine.tensor.GgmlType;

/// Weights as floats, and products with them. See [DeviceKernels] for what holds for all.
public final class WeightKernels {
    private static final int PRODUCT_THREADS = 128;
    /// Rows that such a block of threads computes: two for each of its four warps.
    private static final int PRODUCT_ROWS = 8;
    /// Rows and tokens of one block of threads of [#matmul].
    private static final int TILE = 64;
    /// Values that one thread dequantises of a block format.
    private static final int UNIT = 16;

    private final KernelLauncher launcher;
    private final long quantize;
    private final Map<GgmlType, Long> matvec = new EnumMap<>(GgmlType.class);
    private final long matvecPairs;
    private final Map<Element, Map<GgmlType, Long>> dequantize = new EnumMap<>(Element.class);
    private final Map<Element, Long> matmul = new EnumMap<>(Element.class);

    WeightKernels(KernelLauncher launcher) {
        this.launcher = launcher;
        long values = launcher.load("dequantize");
        long vectors = launcher.load("matvec");
        long matrices = launcher.load("products");
        quantize = launcher.function(values, "quantize_rows");
        for (GgmlType type : GgmlType.values()) matvec.put(type, launcher.function(vectors, "matvec_" + type));
        matvecPairs = launcher.function(vectors, "matvec_Q4_0_pairs");
        for (Element element : Element.values()) {
            Map<GgmlType, Long> from = new EnumMap<>(GgmlType.class);
            for (GgmlType type : GgmlType.values())
                from.put(type, launcher.function(values, "dequantize_" + type + element.suffix()));
            dequantize.put(element, from);
            matmul.put(element, launcher.function(matrices, "matmul" + element.suffix()));
        }
    }

    /// Writes `w` [rows, cols] to `out` as `element`: as float32 what the CPU's kernels give, bit for bit, and else
    /// that rounded to the nearest, ties to even.
    ///
    /// @param out aligned to 16 bytes
    public void dequantize(DeviceMatrix w, Element element, DevicePlace out, long stream) {
        long values = (long) w.rows() * w.cols();
        long threads = w.type().blockValues() > 1 ? values / UNIT : values;
        launcher.arguments()
                .add(w.address())
                .add(out.address(values * element.bytes(), 16))
                .add(threads);
        launcher.launch(KernelLauncher.of(KernelLauncher.of(dequantize, element), w.type()), threads, 256, stream);
    }

    /// Bytes of a row of activations in 8 bits: `cols` signed bytes, then a float32 scale for each 32 of them, padded
    /// to a multiple of 16.
    public static long quantizedRowBytes(int cols) {
        KernelLauncher.within("cols modulo 32", cols % 32, 0, 0);
        return (cols + cols / 8 + 15L) / 16 * 16;
    }

    /// Writes `x` [n, cols] to `out` in 8 bits, for products with block formats: x is about scale * byte, scale the
    /// largest magnitude of 32 values / 127, rounded to float16 as in a block of Q8_0.
    ///
    /// @param out n rows of [#quantizedRowBytes], aligned to 16 bytes
    public void quantizeRows(DevicePlace x, DevicePlace out, int n, int cols, long stream) {
        KernelLauncher.within("n", n, 1, Integer.MAX_VALUE);
        launcher.arguments()
                .add(x.words((long) n * cols))
                .add(out.address(n * quantizedRowBytes(cols), 16))
                .add(n)
                .add(cols);
        launcher.launch(quantize, (long) n * cols, 128, stream);
    }

    /// `y = x · wᵀ` for a few rows of `x` [n, cols], `y` [n, rows].
    ///
    /// @param x rows of [#quantizedRowBytes] aligned to 16 bytes if `w` takes such, else float32
    /// @param n at most 65,535
    public void multiply(DeviceMatrix w, DevicePlace x, DevicePlace y, int n, long stream) {
        matvec(w, 0, 0, x, 1, 0, y, n, false, stream);
    }

    /// `y = x · wᵀ + bias`, or `y += x · wᵀ + bias` if `add`: as [#multiply], `bias` [rows] float32.
    public void linear(
            DeviceMatrix w, DevicePlace bias, DevicePlace x, DevicePlace y, int n, boolean add, long stream) {
        matvec(w, 0, 0, x, 1, bias.words(w.rows()), y, n, add, stream);
    }

    /// `y[s] = x[s / share] · wᵀ` with the matrix of expert `ids[s]` for each slot s: as [#multiply], `ids` [slots]
    /// int32, which must be below the number of experts, `x` [slots / share, cols], `y` [slots, rows].
    ///
    /// @param share how many slots have the same row of x: 2 where it is the token's, 1 where it is the slot's
    public void multiplyExperts(
            DeviceExperts w, DevicePlace ids, DevicePlace x, int share, DevicePlace y, int slots, long stream) {
        KernelLauncher.within("share", share, 1, slots);
        matvec(w.first(), ids.words(slots), w.stride(), x, share, 0, y, slots, false, stream);
    }

    private void matvec(
            DeviceMatrix w,
            long ids,
            long stride,
            DevicePlace x,
            int share,
            long bias,
            DevicePlace y,
            int slots,
            boolean add,
            long stream) {
        KernelLauncher.within("n", slots, 1, 65_535);
        long inputs = KernelLauncher.blocks(slots, share);
        launcher.arguments()
                .add(w.address())
                .add(ids)
                .add(stride)
                .add(
                        w.takesQuantizedRows()
                                ? x.address(inputs * quantizedRowBytes(w.cols()), 16)
                                : x.words(inputs * w.cols()))
                .add(share)
                .add(bias)
                .add(y.words((long) slots * w.rows()))
                .add(w.rows())
                .add(w.cols())
                .add(add ? 1 : 0);
        int blocks = (int) KernelLauncher.blocks(w.rows(), PRODUCT_ROWS);
        launcher.launch(matvecOf(w), Grid.of(blocks, slots, PRODUCT_THREADS), stream);
    }

    private long matvecOf(DeviceMatrix w) {
        boolean pairs = w.type() == GgmlType.Q4_0 && w.cols() % (2 * w.type().blockValues()) == 0;
        return pairs ? matvecPairs : KernelLauncher.of(matvec, w.type());
    }

    /// `y = x · wᵀ` without cuBLAS: `x` [n, cols] and `w` [rows, cols] of `element`, `y` [n, rows] float32, which
    /// accumulates in float32 along the columns.
    public void matmul(
            Element element, DevicePlace x, DevicePlace w, DevicePlace y, int n, int rows, int cols, long stream) {
        KernelLauncher.within("n", n, 1, 65_535 * TILE);
        KernelLauncher.within("rows", rows, 1, Integer.MAX_VALUE - TILE);
        KernelLauncher.within("cols", cols, 1, Integer.MAX_VALUE - TILE);
        launcher.arguments()
                .add(x.address((long) n * cols * element.bytes(), element.bytes()))
                .add(w.address((long) rows * cols * element.bytes(), element.bytes()))
                .add(y.words((long) n * rows))
                .add(n)
                .add(rows)
                .add(cols);
        Grid grid = Grid.of((int) KernelLauncher.blocks(rows, TILE), (int) KernelLauncher.blocks(n, TILE), 256);
        launcher.launch(KernelLauncher.of(matmul, element), grid, stream);
    }
}
