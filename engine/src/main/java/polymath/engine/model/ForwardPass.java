package polymath.engine.model;

/// Phi-3.5-MoE as those see it who read and write with it: tokens in, logits out. [PhiMoe] computes it on the
/// processor, [OffloadedPhiMoe] with a graphics card.
///
/// Used by one thread.
public interface ForwardPass {
    ModelConfig config();

    int vocabularySize();

    /// Most tokens of one step.
    int maxTokens();

    /// Whether a sequence of this length is computed under the long rotary factors.
    boolean takesLongFactors(int totalTokens);

    /// Whether `cache` can go on to a sequence of `totalTokens`: positions computed with the rotary factors of another
    /// length cannot.
    boolean fits(KvCache cache, int totalTokens);

    /// Computes `n` tokens behind the cache's positions and adds them to the cache.
    ///
    /// @param tokens ids of the whole sequence, those of the cache's positions included
    /// @param from the cache's length
    /// @param totalTokens length of the sequence that this step is part of, up to which the rotary factors hold; at
    ///     least the cache's length after the step
    /// @param logits the last token's, [vocabulary], or every token's, [n, vocabulary], by its length
    /// @throws java.util.concurrent.CancellationException if the stop signal was raised; the cache is as before
    void forward(
            KvCache cache, int[] tokens, int from, int n, int totalTokens, float[] logits, ForwardObserver observer);
}
