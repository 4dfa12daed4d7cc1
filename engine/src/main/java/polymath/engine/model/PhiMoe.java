package polymath.engine.model;

import polymath.engine.kernel.Kernels;

/// Phi-3.5-MoE: tokens in, logits out.
///
/// Used by one thread. It owns the buffers of a step and none of the weights, the cache or the kernels.
///
/// Source: Hugging Face `PhimoeForCausalLM` of transformers 4.52 in evaluation.
public final class PhiMoe implements ForwardPass {
    private final ModelConfig config;
    private final Weights weights;
    private final Kernels kernels;
    private final LongRope rope;
    private final Attention attention;
    private final Experts experts;
    private final int maxTokens;
    private final float[] x; // residual stream [n, dim]
    private final float[] h; // its normalised form [n, dim]
    private final float[] last; // the last token's row of h [dim]

    /// @param maxTokens most tokens of one step
    public PhiMoe(ModelConfig config, Weights weights, Kernels kernels, int maxTokens) {
        this.config = config;
        this.weights = weights;
        this.kernels = kernels;
        this.maxTokens = maxTokens;
        rope = new LongRope(config, weights.shortFactors(), weights.longFactors());
        attention = new Attention(config, rope, kernels, maxTokens);
        experts = new Experts(config, kernels, maxTokens);
        x = new float[maxTokens * config.embeddingLength()];
        h = new float[x.length];
        last = new float[config.embeddingLength()];
    }

    @Override
    public ModelConfig config() {
        return config;
    }

    @Override
    public int vocabularySize() {
        return weights.vocabularySize();
    }

    @Override
    public int maxTokens() {
        return maxTokens;
    }

    /// Bytes of the buffers of a step with `maxTokens` tokens, that of the kernels for a product's input included.
    public static long workspaceBytes(ModelConfig config, int maxTokens) {
        long dim = config.embeddingLength();
        return 4L * maxTokens * (5 * dim + 2L * config.kvLength()) + Experts.bytes(config, maxTokens);
    }

    @Override
    public boolean takesLongFactors(int totalTokens) {
        return rope.factorsFor(totalTokens) == LongRope.Factors.LONG;
    }

    @Override
    public boolean fits(KvCache cache, int totalTokens) {
        return cache.length() == 0 || cache.factors() == rope.factorsFor(totalTokens);
    }

    @Override
    public void forward(
            KvCache cache, int[] tokens, int from, int n, int totalTokens, float[] logits, ForwardObserver observer) {
        int dim = config.embeddingLength();
        if (n < 1 || n > maxTokens)
            throw new IllegalArgumentException("n must be in 1..%d, got %d".formatted(maxTokens, n));
        LongRope.Factors factors = rope.factorsFor(totalTokens);
        if (!cache.bringHere())
            throw new IllegalStateException("keys and values were lost with the device that computed them");
        cache.reserve(n, factors);
        attention.turnTo(factors, cache.length(), n);

        for (int t = 0; t < n; t++) kernels.dequantize(weights.tokenEmbedding(), tokens[from + t], x, t * dim);
        for (int i = 0; i < config.blockCount(); i++) {
            Weights.Layer layer = weights.layers().get(i);
            norm(layer.attentionNorm(), n);
            attention.addTo(x, layer, i, cache, h, n);
            norm(layer.feedForwardNorm(), n);
            experts.addTo(x, layer, i, h, n, observer);
            observer.layerDone(i, n, x);
        }
        norm(weights.outputNorm(), n);
        if (logits.length >= n * vocabularySize()) {
            Floats.linear(kernels, weights.output(), h, logits, n);
        } else {
            System.arraycopy(h, (n - 1) * dim, last, 0, dim);
            Floats.linear(kernels, weights.output(), last, logits, 1);
        }
        cache.advance(n);
    }

    private void norm(Weights.Norm norm, int n) {
        kernels.layerNorm(x, norm.weight(), norm.bias(), config.layerNormEpsilon(), h, n);
    }
}
