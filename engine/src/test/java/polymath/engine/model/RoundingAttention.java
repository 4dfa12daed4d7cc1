package polymath.engine.model;

import static polymath.engine.model.RoundingPhiMoe.added;

import polymath.engine.kernel.AttentionShape;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.KvView;

/// Attention of many new tokens as a card computes it over a cache in float16: queries times log2(e) / sqrt(size), and
/// the weights of each tile of positions, become halves before they are multiplied.
final class RoundingAttention {
    private static final int TILE = 64; // positions that one maximum holds for

    private final KvView cache;
    private final AttentionShape shape;
    private final Kernels kernels;
    private final int terms;

    /// @param terms see [RoundingPhiMoe]
    RoundingAttention(KvView cache, AttentionShape shape, Kernels kernels, int terms) {
        this.cache = cache;
        this.shape = shape;
        this.kernels = kernels;
        this.terms = terms;
    }

    /// See [Kernels#attention].
    void forward(int first, float[] q, float[] y, int n) {
        for (int t = 0; t < n; t++)
            for (int head = 0; head < shape.headCount(); head++)
                mix(first + t + 1, head / shape.group(), q, (t * shape.headCount() + head) * shape.headSize(), y);
    }

    private void mix(int seen, int kvHead, float[] q, int at, float[] y) {
        int size = shape.headSize();
        float scale = (float) (1 / (Math.log(2) * Math.sqrt(size)));
        float[] query = new float[size];
        for (int i = 0; i < size; i++) query[i] = halved(q[at + i] * scale);
        double[] out = new double[size];
        float m = Float.NEGATIVE_INFINITY;
        double l = 0;
        for (int from = 0; from < seen; from += TILE) {
            int positions = Math.min(TILE, seen - from);
            float[] scores = new float[positions];
            float largest = m;
            for (int p = 0; p < positions; p++) {
                double score = 0;
                float[] key = row(true, kvHead, from + p);
                for (int i = 0; i < size; i++) score = added(score, query[i] * key[i], i, terms);
                scores[p] = (float) score;
                largest = Math.max(largest, scores[p]);
            }
            double shrink = Math.pow(2, m - largest);
            m = largest;
            l = (float) (l * shrink);
            for (int i = 0; i < size; i++) out[i] = (float) (out[i] * shrink);
            for (int p = 0; p < positions; p++) {
                float weight = (float) Math.pow(2, scores[p] - m);
                l = added(l, weight, p, terms);
                float[] value = row(false, kvHead, from + p);
                for (int i = 0; i < size; i++) out[i] = added(out[i], halved(weight) * value[i], p, terms);
            }
        }
        for (int i = 0; i < size; i++) y[at + i] = (float) (out[i] / l);
    }

    private float[] row(boolean keys, int kvHead, int position) {
        int page = position / cache.pageTokens();
        float[] row = new float[shape.headSize()];
        kernels.dequantize(
                keys ? cache.keys(page) : cache.values(page),
                (long) kvHead * cache.pageTokens() + position % cache.pageTokens(),
                row,
                0);
        return row;
    }

    private static float halved(float x) {
        return Float.float16ToFloat(Float.floatToFloat16(x));
    }
}
