package polymath.engine.model;

import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.WorkerPool;

/// The feed-forward half of a block: a router sends each token to two of the experts, and their answers are added with
/// the router's weights.
///
/// Tokens are gathered by expert, so that each expert's weights are read once a step:
/// `F(h) = W2 (silu(W1 h) * (W3 h))`.
final class Experts {
    /// Most tokens of one expert at a time. A step's tokens seldom agree on one, so buffers for all of them would lie
    /// idle.
    private static final int MOST_TOKENS = 512;

    private final ModelConfig config;
    private final Kernels kernels;
    private final float[] logits; // [n, experts]
    private final int[] ids; // [n, 2]
    private final float[] weights; // [n, 2]
    private final int[] chosenBy; // slots (token * 2 + 0 or 1) that chose the expert in work
    private final float[] gathered; // [m, dim]
    private final float[] gate; // [m, feedForwardLength]
    private final float[] up; // [m, feedForwardLength]
    private final float[] down; // [m, dim]
    private final WorkerPool.Job gather = this::gather;
    private final WorkerPool.Job scatter = this::scatter;

    // Fields are the arguments of the jobs; a job per call would be garbage per token.
    private float[] h = {};
    private float[] x = {};
    private int from; // first of the slots in work

    Experts(ModelConfig config, Kernels kernels, int maxTokens) {
        this.config = config;
        this.kernels = kernels;
        logits = new float[maxTokens * config.expertCount()];
        ids = new int[maxTokens * 2];
        weights = new float[maxTokens * 2];
        chosenBy = new int[maxTokens];
        gathered = new float[atOnce(maxTokens) * config.embeddingLength()];
        gate = new float[atOnce(maxTokens) * config.feedForwardLength()];
        up = new float[gate.length];
        down = new float[gathered.length];
    }

    private static int atOnce(int maxTokens) {
        return Math.min(maxTokens, MOST_TOKENS);
    }

    /// Bytes of the large buffers for steps of `maxTokens` tokens.
    static long bytes(ModelConfig config, int maxTokens) {
        return 8L * atOnce(maxTokens) * (config.embeddingLength() + config.feedForwardLength());
    }

    /// `x += w1 F_e1(h) + w2 F_e2(h)`, `h` and `x` [n, embeddingLength].
    void addTo(float[] x, Weights.Layer layer, int index, float[] h, int n, ForwardObserver observer) {
        this.h = h;
        this.x = x;
        kernels.matmul(layer.router(), h, logits, n);
        SparseMixer.route(logits, n, config.expertCount(), config.routerJitterNoise(), ids, weights);
        observer.routed(index, n, ids, weights);
        int atOnce = gathered.length / config.embeddingLength();
        for (int e = 0; e < config.expertCount(); e++) {
            int all = choose(e, n);
            for (from = 0; from < all; from += atOnce) {
                int m = Math.min(atOnce, all - from);
                kernels.pool().run(gather, m);
                kernels.matmul(layer.gate().get(e), gathered, gate, m);
                kernels.matmul(layer.up().get(e), gathered, up, m);
                kernels.swiGlu(gate, up, m * config.feedForwardLength());
                kernels.matmul(layer.down().get(e), gate, down, m);
                kernels.pool().run(scatter, m);
            }
        }
    }

    // how many tokens chose an expert
    private int choose(int expert, int n) {
        int m = 0;
        for (int slot = 0; slot < 2 * n; slot++) if (ids[slot] == expert) chosenBy[m++] = slot;
        return m;
    }

    private void gather(int i, int worker) {
        int dim = config.embeddingLength();
        System.arraycopy(h, chosenBy[from + i] / 2 * dim, gathered, i * dim, dim);
    }

    private void scatter(int i, int worker) {
        int dim = config.embeddingLength();
        int slot = chosenBy[from + i];
        Floats.addScaled(down, i * dim, weights[slot], x, slot / 2 * dim, dim);
    }
}
