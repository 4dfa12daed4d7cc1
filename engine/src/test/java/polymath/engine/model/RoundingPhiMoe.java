package polymath.engine.model;

import polymath.engine.cuda.Element;
import polymath.engine.kernel.AttentionShape;
import polymath.engine.kernel.Kernels;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// [PhiMoe] on the processor that rounds where a card does, so that the two differ by the order of sums only.
///
/// Reading, weights and activations become halves before they are multiplied, in attention too ([RoundingAttention]).
/// Writing, activations become 8 bits with a scale for each 32 of them where a matrix is in blocks, and weights stay as
/// they are. The router, attention and sums are float32, and logits are always written.
final class RoundingPhiMoe implements ForwardPass {
    /// What is done with the numbers before they are multiplied.
    private enum Rounding {
        NONE,
        HALVES,
        BYTES
    }

    /// Where the experts are, which decides how they are computed.
    enum Way {
        /// On the card: they are read or written like all else.
        RESIDENT,
        /// Sent to it: always read.
        STREAMED,
        /// Left to the processor, which does not round.
        HYBRID
    }

    private final ModelConfig config;
    private final Weights weights;
    private final Kernels kernels;
    private final Element half;
    private final Way way;
    private final int terms;
    private final int maxTokens;
    private final LongRope rope;

    /// @param terms products that are added up in float64 before the sum is rounded to float32: what that changes is
    /// what
    ///     the order of sums may change
    RoundingPhiMoe(EmulatedCard card, int maxTokens, Element half, Way way, int terms) {
        config = card.config;
        weights = card.weights;
        kernels = card.kernels;
        this.maxTokens = maxTokens;
        this.half = half;
        this.way = way;
        this.terms = terms;
        rope = new LongRope(config, weights.shortFactors(), weights.longFactors());
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
        LongRope.Factors factors = rope.factorsFor(totalTokens);
        cache.reserve(n, factors);
        Rounding rounding = n > DeviceWorkspace.MOST_WRITTEN ? Rounding.HALVES : Rounding.BYTES;
        float[] x = new float[n * dim];
        float[] h = new float[n * dim];

        for (int t = 0; t < n; t++) kernels.dequantize(weights.tokenEmbedding(), tokens[from + t], x, t * dim);
        for (int i = 0; i < config.blockCount(); i++) {
            Weights.Layer layer = weights.layers().get(i);
            norm(layer.attentionNorm(), x, h, n);
            Floats.addScaled(attention(layer, i, cache, factors, h, n, rounding), 0, 1, x, 0, n * dim);
            norm(layer.feedForwardNorm(), x, h, n);
            mix(layer, h, x, n, experts(rounding));
        }
        norm(weights.outputNorm(), x, h, n);
        int rows = Math.min(n, logits.length / vocabularySize());
        float[] last = new float[rows * dim];
        System.arraycopy(h, (n - rows) * dim, last, 0, last.length);
        System.arraycopy(linear(weights.output(), last, rows, Rounding.BYTES), 0, logits, 0, rows * vocabularySize());
        cache.advance(n);
    }

    private Rounding experts(Rounding rounding) {
        return switch (way) {
            case RESIDENT -> rounding;
            case STREAMED -> Rounding.HALVES;
            case HYBRID -> Rounding.NONE;
        };
    }

    private void norm(Weights.Norm norm, float[] x, float[] h, int n) {
        kernels.layerNorm(x, norm.weight(), norm.bias(), config.layerNormEpsilon(), h, n);
    }

    private float[] attention(
            Weights.Layer layer, int i, KvCache cache, LongRope.Factors factors, float[] h, int n, Rounding rounding) {
        float[] cos = new float[n * config.headSize() / 2];
        float[] sin = new float[cos.length];
        rope.table(factors, cache.length(), n, cos, sin);
        float[] q = linear(layer.query(), h, n, rounding);
        float[] k = linear(layer.key(), h, n, rounding);
        float[] v = linear(layer.value(), h, n, rounding);
        for (int t = 0; t < n; t++) {
            rope.rotate(q, t, config.headCount(), cos, sin);
            rope.rotate(k, t, config.headCountKv(), cos, sin);
        }
        cache.store(i, k, v, n, kernels); // as F16, which is the cache's business
        float[] mixed = new float[q.length];
        AttentionShape shape = new AttentionShape(config.headCount(), config.headCountKv(), config.headSize());
        if (rounding == Rounding.HALVES)
            new RoundingAttention(cache.layer(i), shape, kernels, terms).forward(cache.length(), q, mixed, n);
        else kernels.attention(cache.layer(i), shape, cache.length(), q, mixed, n);
        return linear(layer.attentionOutput(), mixed, n, rounding);
    }

    /// `x += w1 F_e1(h) + w2 F_e2(h)`.
    private void mix(Weights.Layer layer, float[] h, float[] x, int n, Rounding rounding) {
        int dim = config.embeddingLength();
        float[] scores = new float[n * config.expertCount()];
        int[] ids = new int[2 * n];
        float[] chosen = new float[2 * n];
        kernels.matmul(layer.router(), h, scores, n);
        SparseMixer.route(scores, n, config.expertCount(), config.routerJitterNoise(), ids, chosen);
        float[] row = new float[dim];
        for (int slot = 0; slot < 2 * n; slot++) {
            System.arraycopy(h, slot / 2 * dim, row, 0, dim);
            float[] gate = product(layer.gate().get(ids[slot]), row, 1, rounding);
            float[] up = product(layer.up().get(ids[slot]), row, 1, rounding);
            kernels.swiGlu(gate, up, gate.length);
            float[] down = product(layer.down().get(ids[slot]), gate, 1, rounding);
            Floats.addScaled(down, 0, chosen[slot], x, slot / 2 * dim, dim);
        }
    }

    private float[] linear(Weights.Linear linear, float[] x, int n, Rounding rounding) {
        float[] y = product(linear.weight(), x, n, rounding);
        for (int t = 0; t < n; t++) Floats.addBias(linear, y, t);
        return y;
    }

    /// `x · wᵀ` [n, rows] of `x` [n, cols], both rounded before.
    private float[] product(Matrix w, float[] x, int n, Rounding rounding) {
        int rows = Math.toIntExact(w.rows());
        int cols = w.cols();
        float[] in = x.clone();
        if (rounding == Rounding.HALVES) halve(in);
        if (rounding == Rounding.BYTES && w.type().blockValues() > 1) toBytes(in);
        float[] y = new float[n * rows];
        float[] row = new float[cols];
        for (int r = 0; r < rows; r++) {
            kernels.dequantize(w, r, row, 0);
            if (rounding == Rounding.HALVES) halve(row);
            for (int t = 0; t < n; t++) {
                double sum = 0;
                for (int i = 0; i < cols; i++) sum = added(sum, in[t * cols + i] * row[i], i, terms);
                y[t * rows + r] = (float) sum;
            }
        }
        return y;
    }

    /// The sum with its i-th term.
    static double added(double sum, double term, int i, int terms) {
        return i % terms == terms - 1 ? (float) (sum + term) : sum + term;
    }

    private void halve(float[] x) {
        for (int i = 0; i < x.length; i++)
            x[i] = half == Element.F16 ? Float.float16ToFloat(Float.floatToFloat16(x[i])) : brain(x[i]);
    }

    // to the nearest, ties to even
    private static float brain(float x) {
        int bits = Float.floatToRawIntBits(x);
        return Float.intBitsToFloat((bits + 0x7FFF + (bits >>> 16 & 1)) & 0xFFFF_0000);
    }

    // scale * byte for each 32, scale the largest magnitude / 127, which is then rounded to float16
    private static void toBytes(float[] x) {
        int block = GgmlType.Q8_0.blockValues();
        for (int from = 0; from < x.length; from += block) {
            float largest = 0;
            for (int i = from; i < from + block; i++) largest = Math.max(largest, Math.abs(x[i]));
            float inverse = largest == 0 ? 0 : 127 / largest;
            float scale = Float.float16ToFloat(Float.floatToFloat16(largest / 127));
            for (int i = from; i < from + block; i++) x[i] = scale * (float) Math.rint(x[i] * inverse);
        }
    }
}
