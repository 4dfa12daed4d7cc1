package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.Matrix;

/// The operations on the machine's vectors, split over the pool.
///
/// A matrix product takes weight rows in panels: a worker turns a panel into floats in a buffer of its own and
/// multiplies it with all tokens before it takes the next, so each weight is converted once a step.
public final class VectorKernels implements Kernels {
    /// Rows of a panel: its floats (16 x 6400) stay in the second-level cache while the tokens pass by.
    private static final int PANEL_ROWS = 16;
    /// Rows converted at a time for fewer than four tokens; smaller, to stay in the first-level cache.
    private static final int SMALL_PANEL_ROWS = 4;
    /// Floats of one piece of elementwise work.
    private static final int PIECE = 2048;

    private final WorkerPool pool;
    private final float[][] panels;
    private final float[][] sums;
    private final MatmulJob matmul = new MatmulJob();
    private final LayerNormJob layerNorm = new LayerNormJob();
    private final SwiGluJob swiGlu = new SwiGluJob();
    private final VectorAttention attention;

    VectorKernels(WorkerPool pool) {
        this.pool = pool;
        panels = new float[pool.threads()][0];
        sums = new float[pool.threads()][DotTiles.SUMS];
        attention = new VectorAttention(pool.threads());
    }

    @Override
    public String description() {
        return F.vectorBitSize() + "-bit vectors";
    }

    @Override
    public WorkerPool pool() {
        return pool;
    }

    @Override
    public void dequantize(Matrix m, long row, float[] out, int at) {
        Arguments.row(m, row, out, at);
        VectorBlocks.dequantize(m.type(), m.data(), row * m.rowBytes(), m.cols(), out, at);
    }

    @Override
    public void quantize(float[] x, int at, Matrix m, long row) {
        RowQuantizer.quantize(x, at, m, row);
    }

    @Override
    public void matmul(Matrix w, float[] x, float[] y, int n) {
        Arguments.matmul(w, x, y, n);
        for (int i = 0; i < panels.length; i++)
            if (panels[i].length < PANEL_ROWS * w.cols()) panels[i] = new float[PANEL_ROWS * w.cols()];
        matmul.w = w;
        matmul.x = x;
        matmul.y = y;
        matmul.n = n;
        matmul.rowBytes = w.rowBytes();
        pool.run(matmul, Math.toIntExact((w.rows() + PANEL_ROWS - 1) / PANEL_ROWS));
    }

    // Fields are the arguments of the step in work; a job per call would be garbage per token.
    private final class MatmulJob implements WorkerPool.Job {
        @SuppressWarnings("NullAway.Init")
        private Matrix w;

        private float[] x = {};
        private float[] y = {};
        private int n;
        private long rowBytes;

        @Override
        public void run(int item, int worker) {
            int rows = (int) w.rows();
            int last = Math.min(rows, (item + 1) * PANEL_ROWS);
            int step = n < 4 ? SMALL_PANEL_ROWS : PANEL_ROWS;
            float[] panel = panels[worker];
            for (int row = item * PANEL_ROWS; row < last; row += step) {
                int count = Math.min(step, last - row);
                for (int r = 0; r < count; r++)
                    VectorBlocks.dequantize(w.type(), w.data(), (row + r) * rowBytes, w.cols(), panel, r * w.cols());
                DotTiles.dot(panel, 0, count, x, 0, n, w.cols(), sums[worker], y, row, rows);
            }
        }
    }

    @Override
    public void layerNorm(float[] x, float[] weight, float[] bias, float epsilon, float[] y, int n) {
        Arguments.layerNorm(x, weight, bias, y, n);
        layerNorm.x = x;
        layerNorm.weight = weight;
        layerNorm.bias = bias;
        layerNorm.epsilon = epsilon;
        layerNorm.y = y;
        if (n == 1) layerNorm.run(0, 0);
        else pool.run(layerNorm, n);
    }

    private static final class LayerNormJob implements WorkerPool.Job {
        private float[] x = {};
        private float[] weight = {};
        private float[] bias = {};
        private float epsilon;
        private float[] y = {};

        @Override
        public void run(int item, int worker) {
            int length = weight.length;
            int vectors = F.loopBound(length);
            int at = item * length;
            FloatVector sums = FloatVector.zero(F);
            for (int i = 0; i < vectors; i += N) sums = sums.add(FloatVector.fromArray(F, x, at + i));
            float sum = Lanes.sum(sums);
            for (int i = vectors; i < length; i++) sum += x[at + i];
            float mean = sum / length;

            FloatVector squares = FloatVector.zero(F);
            for (int i = 0; i < vectors; i += N) {
                FloatVector d = FloatVector.fromArray(F, x, at + i).sub(mean);
                squares = d.fma(d, squares);
            }
            float square = Lanes.sum(squares);
            for (int i = vectors; i < length; i++) square += (x[at + i] - mean) * (x[at + i] - mean);
            float scale = (float) (1 / Math.sqrt(square / length + epsilon));

            for (int i = 0; i < vectors; i += N)
                FloatVector.fromArray(F, x, at + i)
                        .sub(mean)
                        .mul(scale)
                        .fma(FloatVector.fromArray(F, weight, i), FloatVector.fromArray(F, bias, i))
                        .intoArray(y, at + i);
            for (int i = vectors; i < length; i++) y[at + i] = Math.fma((x[at + i] - mean) * scale, weight[i], bias[i]);
        }
    }

    @Override
    public void attention(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n) {
        Arguments.attention(kv, shape, firstPosition, q, y, n);
        attention.prepare(kv, shape, firstPosition, q, y, n);
        pool.run(attention, attention.items());
    }

    @Override
    public void swiGlu(float[] gate, float[] up, int length) {
        Arguments.holds(gate, length, "gate");
        Arguments.holds(up, length, "up");
        swiGlu.gate = gate;
        swiGlu.up = up;
        swiGlu.length = length;
        pool.run(swiGlu, (length + PIECE - 1) / PIECE);
    }

    private static final class SwiGluJob implements WorkerPool.Job {
        private float[] gate = {};
        private float[] up = {};
        private int length;

        @Override
        public void run(int item, int worker) {
            int from = item * PIECE;
            int to = Math.min(length, from + PIECE);
            int i = from;
            for (; i + N <= to; i += N) {
                FloatVector z = FloatVector.fromArray(F, gate, i);
                z.div(Lanes.exp(z.neg()).add(1f))
                        .mul(FloatVector.fromArray(F, up, i))
                        .intoArray(gate, i);
            }
            for (; i < to; i++) gate[i] = (float) (gate[i] / (1 + Math.exp(-gate[i]))) * up[i];
        }
    }
}
