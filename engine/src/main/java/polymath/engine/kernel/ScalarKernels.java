package polymath.engine.kernel;

import polymath.engine.tensor.Matrix;

/// Every operation as its formula says, in plain loops: the oracle, and the way out on a JVM without vectors.
public final class ScalarKernels implements Kernels {
    private final WorkerPool pool;

    ScalarKernels(WorkerPool pool) {
        this.pool = pool;
    }

    @Override
    public String description() {
        return "scalar";
    }

    @Override
    public WorkerPool pool() {
        return pool;
    }

    @Override
    public void dequantize(Matrix m, long row, float[] out, int at) {
        Arguments.row(m, row, out, at);
        long start = row * m.rowBytes();
        int values = m.type().blockValues();
        for (int block = 0; block < m.cols() / values; block++)
            ScalarBlocks.dequantize(
                    m.type(), m.data(), start + (long) block * m.type().blockBytes(), out, at + block * values);
    }

    @Override
    public void quantize(float[] x, int at, Matrix m, long row) {
        RowQuantizer.quantize(x, at, m, row);
    }

    @Override
    public void matmul(Matrix w, float[] x, float[] y, int n) {
        Arguments.matmul(w, x, y, n);
        int rows = Math.toIntExact(w.rows());
        int cols = w.cols();
        pool.run(
                (row, worker) -> {
                    float[] weights = new float[cols];
                    dequantize(w, row, weights, 0);
                    for (int t = 0; t < n; t++) {
                        double sum = 0;
                        for (int i = 0; i < cols; i++) sum += (double) weights[i] * x[t * cols + i];
                        y[t * rows + row] = (float) sum;
                    }
                },
                rows);
    }

    @Override
    public void layerNorm(float[] x, float[] weight, float[] bias, float epsilon, float[] y, int n) {
        Arguments.layerNorm(x, weight, bias, y, n);
        int length = weight.length;
        for (int at = 0; at < n * length; at += length) {
            double mean = 0;
            for (int i = 0; i < length; i++) mean += x[at + i];
            mean /= length;
            double variance = 0;
            for (int i = 0; i < length; i++) variance += (x[at + i] - mean) * (x[at + i] - mean);
            double scale = 1 / Math.sqrt(variance / length + epsilon);
            for (int i = 0; i < length; i++) y[at + i] = (float) ((x[at + i] - mean) * scale) * weight[i] + bias[i];
        }
    }

    @Override
    public void attention(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n) {
        Arguments.attention(kv, shape, firstPosition, q, y, n);
        pool.run(
                (item, worker) -> {
                    int t = item / shape.headCount();
                    int head = item % shape.headCount();
                    attend(kv, shape, head, firstPosition + t, q, y, t * shape.queryLength() + head * shape.headSize());
                },
                n * shape.headCount());
    }

    // one query, at q[at..], against positions 0..position
    private void attend(KvView kv, AttentionShape shape, int head, int position, float[] q, float[] y, int at) {
        int size = shape.headSize();
        int page = kv.pageTokens();
        long firstRow = (long) (head / shape.group()) * page;
        float[] row = new float[kv.keys(0).cols()];
        double[] p = new double[position + 1];
        double largest = Double.NEGATIVE_INFINITY;
        for (int s = 0; s <= position; s++) {
            dequantize(kv.keys(s / page), firstRow + s % page, row, 0);
            for (int i = 0; i < size; i++) p[s] += (double) q[at + i] * row[i];
            p[s] *= shape.scale();
            largest = Math.max(largest, p[s]);
        }
        double sum = 0;
        for (int s = 0; s <= position; s++) {
            p[s] = Math.exp(p[s] - largest);
            sum += p[s];
        }
        double[] mixed = new double[size];
        for (int s = 0; s <= position; s++) {
            dequantize(kv.values(s / page), firstRow + s % page, row, 0);
            for (int i = 0; i < size; i++) mixed[i] += p[s] * row[i];
        }
        for (int i = 0; i < size; i++) y[at + i] = (float) (mixed[i] / sum);
    }

    @Override
    public void swiGlu(float[] gate, float[] up, int length) {
        for (int i = 0; i < length; i++) gate[i] = (float) (gate[i] / (1 + Math.exp(-gate[i]))) * up[i];
    }
}
