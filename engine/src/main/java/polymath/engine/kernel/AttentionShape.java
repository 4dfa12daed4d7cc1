package polymath.engine.kernel;

/// Shape of grouped-query attention: query head h reads the keys and values of head `h / (headCount / headCountKv)`.
public record AttentionShape(int headCount, int headCountKv, int headSize) {
    public AttentionShape {
        if (headCountKv < 1 || headCount % headCountKv != 0)
            throw new IllegalArgumentException(
                    "headCount must be a multiple of headCountKv, got " + headCount + " and " + headCountKv);
    }

    /// Query heads that share one head of keys and values.
    public int group() {
        return headCount / headCountKv;
    }

    /// Floats of one token's queries, and of its attention output.
    public int queryLength() {
        return headCount * headSize;
    }

    /// What a query-key product is multiplied with.
    public float scale() {
        return (float) (1 / Math.sqrt(headSize));
    }
}
