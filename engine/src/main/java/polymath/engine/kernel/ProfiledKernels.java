package polymath.engine.kernel;

import java.util.Locale;
import polymath.engine.tensor.Matrix;

/// Other kernels with a clock beside them.
final class ProfiledKernels implements Kernels {
    private final Kernels kernels;
    private final Profile profile;

    ProfiledKernels(Kernels kernels, Profile profile) {
        this.kernels = kernels;
        this.profile = profile;
    }

    @Override
    public String description() {
        return kernels.description();
    }

    @Override
    public WorkerPool pool() {
        return kernels.pool();
    }

    @Override
    public void dequantize(Matrix m, long row, float[] out, int at) {
        long start = System.nanoTime();
        kernels.dequantize(m, row, out, at);
        profile.add("embedding", start, m.rowBytes(), 0);
    }

    @Override
    public void quantize(float[] x, int at, Matrix m, long row) {
        long start = System.nanoTime();
        kernels.quantize(x, at, m, row);
        profile.add("storing in the cache", start, m.rowBytes(), 0);
    }

    @Override
    public void matmul(Matrix w, float[] x, float[] y, int n) {
        long start = System.nanoTime();
        kernels.matmul(w, x, y, n);
        double weights = (double) w.rows() * w.cols();
        String size = String.format(Locale.ROOT, "%d x %d", w.rows(), w.cols());
        profile.add("product " + w.type() + " " + size, start, w.rows() * w.rowBytes(), 2 * weights * n);
    }

    @Override
    public void layerNorm(float[] x, float[] weight, float[] bias, float epsilon, float[] y, int n) {
        long start = System.nanoTime();
        kernels.layerNorm(x, weight, bias, epsilon, y, n);
        profile.add("layer norm", start, 0, 8.0 * n * weight.length);
    }

    @Override
    public void attention(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n) {
        long start = System.nanoTime();
        kernels.attention(kv, shape, firstPosition, q, y, n);
        double pairs = n * (firstPosition + (n + 1) / 2.0); // of a query and a position it sees
        long rowBytes = kv.keys(0).rowBytes() + kv.values(0).rowBytes();
        profile.add(
                "attention",
                start,
                (long) (firstPosition + n) * shape.headCountKv() * rowBytes,
                4.0 * pairs * shape.headCount() * shape.headSize());
    }

    @Override
    public void swiGlu(float[] gate, float[] up, int length) {
        long start = System.nanoTime();
        kernels.swiGlu(gate, up, length);
        profile.add("swiglu", start, 0, 0);
    }
}
