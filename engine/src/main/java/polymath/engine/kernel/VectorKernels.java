package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.Matrix;

/// The operations on the machine's vectors, split over the pool.
public final class VectorKernels implements Kernels {
    /// From so many tokens on attention is two matrix products.
    private static final int MANY_TOKENS = 8;
    /// Floats of one piece of elementwise work.
    private static final int PIECE = 2048;

    private final WorkerPool pool;
    private final VectorProduct product;
    private final LayerNormJob layerNorm;
    private final SwiGluJob swiGlu;
    private final DotAttention dotAttention;
    private final TileAttention tileAttention;

    VectorKernels(WorkerPool pool) {
        this.pool = pool;
        product = new VectorProduct(pool);
        layerNorm = new LayerNormJob(pool.threads());
        swiGlu = new SwiGluJob(pool.threads());
        dotAttention = new DotAttention(pool.threads());
        tileAttention = new TileAttention(pool.threads());
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
        product.run(w, x, y, n);
    }

    @Override
    public void layerNorm(float[] x, float[] weight, float[] bias, float epsilon, float[] y, int n) {
        Arguments.layerNorm(x, weight, bias, y, n);
        layerNorm.x = x;
        layerNorm.weight = weight;
        layerNorm.bias = bias;
        layerNorm.epsilon = epsilon;
        layerNorm.y = y;
        pool.run(layerNorm, n);
    }

    private static final class LayerNormJob implements WorkerPool.Job {
        private float[] x = {};
        private float[] weight = {};
        private float[] bias = {};
        private float epsilon;
        private float[] y = {};
        private final float[][] lanes;

        LayerNormJob(int threads) {
            lanes = new float[threads][N];
        }

        @Override
        public void run(int item, int worker) {
            int length = weight.length;
            int vectors = F.loopBound(length);
            int at = item * length;
            FloatVector sums = FloatVector.zero(F);
            for (int i = 0; i < vectors; i += N) sums = sums.add(FloatVector.fromArray(F, x, at + i));
            sums.intoArray(lanes[worker], 0);
            float sum = Lanes.sum(lanes[worker], 0);
            for (int i = vectors; i < length; i++) sum += x[at + i];
            float mean = sum / length;

            FloatVector squares = FloatVector.zero(F);
            for (int i = 0; i < vectors; i += N) {
                FloatVector d = FloatVector.fromArray(F, x, at + i).sub(mean);
                squares = d.fma(d, squares);
            }
            squares.intoArray(lanes[worker], 0);
            float square = Lanes.sum(lanes[worker], 0);
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
        boolean tiles = n >= MANY_TOKENS && kv.keys(0).cols() <= TileAttention.LONGEST_ROW;
        AttentionJob attention = tiles ? tileAttention : dotAttention;
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
        private final float[][] exponentials;
        private float[] gate = {};
        private float[] up = {};
        private int length;

        SwiGluJob(int threads) {
            exponentials = new float[threads][PIECE];
        }

        @Override
        public void run(int item, int worker) {
            int from = item * PIECE;
            int count = Math.min(length - from, PIECE);
            int vectors = F.loopBound(count);
            float[] e = exponentials[worker];
            for (int i = 0; i < count; i++) e[i] = -gate[from + i];
            Lanes.exp(e, 0, vectors);
            for (int i = 0; i < vectors; i += N)
                FloatVector.fromArray(F, gate, from + i)
                        .div(FloatVector.fromArray(F, e, i).add(1f))
                        .mul(FloatVector.fromArray(F, up, from + i))
                        .intoArray(gate, from + i);
            for (int i = vectors; i < count; i++)
                gate[from + i] = (float) (gate[from + i] / (1 + Math.exp(e[i]))) * up[from + i];
        }
    }
}
