package polymath.engine.model;

/// Rotary position embedding with two sets of frequency divisors: a sequence of up to `originalContextLength` tokens
/// takes the short one, a longer one takes the long one for every position.
///
/// Pair (i, i + headSize/2) of a head turns by `position * inv[i]`, `inv[i] = 1 / (f[i] * base^(2i / headSize))`, and
/// is
/// scaled; as in the reference, inv and the angle are float32.
///
/// Source: Ding et al. 2024 (LongRoPE), Hugging Face `PhimoeRotaryEmbedding`.
final class LongRope {
    /// Which divisors; keys and values computed under one set are void under the other.
    enum Factors {
        SHORT,
        LONG
    }

    private final int headSize;
    private final int originalContextLength;
    private final float[] shortFrequencies;
    private final float[] longFrequencies;
    private final float shortScale;
    private final float longScale;

    LongRope(ModelConfig config, float[] shortFactors, float[] longFactors) {
        headSize = config.headSize();
        originalContextLength = config.originalContextLength();
        shortFrequencies = frequencies(shortFactors, config.ropeFreqBase());
        longFrequencies = frequencies(longFactors, config.ropeFreqBase());
        shortScale = config.shortScale();
        longScale = config.longScale();
    }

    private float[] frequencies(float[] factors, float base) {
        float[] inv = new float[headSize / 2];
        for (int i = 0; i < inv.length; i++) inv[i] = 1 / (factors[i] * (float) Math.pow(base, 2.0 * i / headSize));
        return inv;
    }

    /// The set for a sequence of this total length.
    Factors factorsFor(int totalTokens) {
        return totalTokens <= originalContextLength ? Factors.SHORT : Factors.LONG;
    }

    /// Scaled cosines and sines of `n` positions from `first` on, [n, headSize / 2] each.
    void table(Factors factors, int first, int n, float[] cos, float[] sin) {
        float[] inv = factors == Factors.SHORT ? shortFrequencies : longFrequencies;
        float scale = factors == Factors.SHORT ? shortScale : longScale;
        for (int t = 0; t < n; t++) {
            for (int i = 0; i < inv.length; i++) {
                float angle = (first + t) * inv[i];
                cos[t * inv.length + i] = (float) (scale * Math.cos(angle));
                sin[t * inv.length + i] = (float) (scale * Math.sin(angle));
            }
        }
    }

    /// Turns every head of token `t` of `x` [n, heads * headSize] by the table's angles, in place.
    void rotate(float[] x, int t, int heads, float[] cos, float[] sin) {
        int half = headSize / 2;
        for (int h = 0; h < heads; h++) {
            int at = (t * heads + h) * headSize;
            for (int i = 0; i < half; i++) {
                float a = x[at + i];
                float b = x[at + i + half];
                float c = cos[t * half + i];
                float s = sin[t * half + i];
                x[at + i] = a * c - b * s;
                x[at + i + half] = b * c + a * s;
            }
        }
    }
}
