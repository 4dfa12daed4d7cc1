package polymath.engine.model;

import polymath.engine.kernel.AttentionShape;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.WorkerPool;

/// The attention half of a block: projections, rotation, the cache, and the mixture of values.
final class Attention {
    private final AttentionShape shape;
    private final LongRope rope;
    private final Kernels kernels;
    private final float[] cos; // [n, headSize / 2]
    private final float[] sin; // [n, headSize / 2]
    private final float[] q; // [n, headCount * headSize]; later what attention adds [n, dim]
    private final float[] k; // [n, headCountKv * headSize]
    private final float[] v; // [n, headCountKv * headSize]
    private final float[] mixed; // [n, headCount * headSize]
    private final WorkerPool.Job place = this::place;
    private final WorkerPool.Job addOutput = this::addOutput;

    // Fields are the arguments of the jobs; a job per call would be garbage per token.
    @SuppressWarnings("NullAway.Init")
    private Weights.Layer layer;

    private float[] x = {};

    Attention(ModelConfig config, LongRope rope, Kernels kernels, int maxTokens) {
        shape = new AttentionShape(config.headCount(), config.headCountKv(), config.headSize());
        this.rope = rope;
        this.kernels = kernels;
        cos = new float[maxTokens * config.headSize() / 2];
        sin = new float[cos.length];
        q = new float[maxTokens * config.embeddingLength()];
        k = new float[maxTokens * config.kvLength()];
        v = new float[k.length];
        mixed = new float[q.length];
    }

    /// Sets the angles of the positions that a step computes, the same in every layer.
    void turnTo(LongRope.Factors factors, int firstPosition, int n) {
        rope.table(factors, firstPosition, n, cos, sin);
    }

    /// `x += attention(h)`, both [n, embeddingLength], for tokens behind the cache's positions; stores their keys and
    /// values.
    void addTo(float[] x, Weights.Layer layer, int index, KvCache cache, float[] h, int n) {
        this.x = x;
        this.layer = layer;
        kernels.matmul(layer.query().weight(), h, q, n);
        kernels.matmul(layer.key().weight(), h, k, n);
        kernels.matmul(layer.value().weight(), h, v, n);
        kernels.pool().run(place, n);
        cache.store(index, k, v, n, kernels);
        kernels.attention(cache.layer(index), shape, cache.length(), q, mixed, n);
        kernels.matmul(layer.attentionOutput().weight(), mixed, q, n);
        kernels.pool().run(addOutput, n);
    }

    private void place(int t, int worker) {
        Floats.addBias(layer.query(), q, t);
        Floats.addBias(layer.key(), k, t);
        Floats.addBias(layer.value(), v, t);
        rope.rotate(q, t, shape.headCount(), cos, sin);
        rope.rotate(k, t, shape.headCountKv(), cos, sin);
    }

    private void addOutput(int t, int worker) {
        int dim = shape.queryLength();
        Floats.addBias(layer.attentionOutput(), q, t);
        Floats.addScaled(q, t * dim, 1, x, t * dim, dim);
    }
}
