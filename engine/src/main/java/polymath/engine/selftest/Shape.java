package polymath.engine.selftest;

/// Sizes that kernels are tried with, named as in [polymath.engine.model.ModelConfig].
///
/// @param tokens of a prompt
/// @param productTokens that an expert gets of such a prompt, about
/// @param positions in the cache, a power of two of at least 64
/// @param pieces that attention splits them in when writing
/// @param spreadBytes of the matrices that launches take in turns, so that none is still in the card's cache
/// @param launches between two events
/// @param batches of launches, whose median counts
public record Shape(
        int embeddingLength,
        int feedForwardLength,
        int headCount,
        int headCountKv,
        int expertCount,
        int tokens,
        int productTokens,
        int positions,
        int pieces,
        long spreadBytes,
        int launches,
        int batches) {
    /// The published model's.
    public static final Shape FULL = new Shape(4096, 6400, 32, 8, 16, 2048, 256, 4096, 256, 256L << 20, 10, 5);

    /// With odd tails; an emulator takes seconds for it.
    public static final Shape SMALL = new Shape(256, 96, 8, 2, 5, 33, 19, 128, 5, 1, 1, 1);

    /// A model's that an emulator computes in a second.
    static final Shape TINY = new Shape(64, 32, 2, 1, 4, 1, 1, 64, 1, 1, 1, 1);

    int headSize() {
        return embeddingLength / headCount;
    }

    int kvLength() {
        return headCountKv * headSize();
    }
}
