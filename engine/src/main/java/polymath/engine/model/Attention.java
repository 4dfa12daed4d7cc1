package polymath.engine.model;

import polymath.engine.kernel.AttentionShape;
import polymath.engine.kernel.Kernels;

/// The attention half of a block: projections, rotation, the cache, and the mixture of values.
final class Attention {
    private final AttentionShape shape;
    private final LongRope rope;
    private final Kernels kernels;
    private final float[] cos; // [n, headSize / 2]
    private final float[] sin; // [n, headSize / 2]
    private final float[] q; // [n, headCount * headSize]
    private final float[] k; // [n, headCountKv * headSize]
    private final float[] v; // [n, headCountKv * headSize]
    private final float[] mixed; // [n, headCount * headSize]

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

    /// `out = attention(h)` [n, embeddingLength] for tokens behind the cache's positions; stores their keys and values.
    void forward(Weights.Layer layer, int index, KvCache cache, float[] h, float[] out, int n) {
        Floats.linear(kernels, layer.query(), h, q, n);
        Floats.linear(kernels, layer.key(), h, k, n);
        Floats.linear(kernels, layer.value(), h, v, n);
        rope.rotate(q, n, shape.headCount(), cos, sin);
        rope.rotate(k, n, shape.headCountKv(), cos, sin);
        cache.store(index, k, v, n, kernels);
        kernels.attention(cache.layer(index), shape, cache.length(), q, mixed, n);
        Floats.linear(kernels, layer.attentionOutput(), mixed, out, n);
    }
}
