package polymath.engine.api;

/// How the next token is chosen from the logits. The filters apply in the order repeat penalty, temperature, top-k,
/// top-p, min-p.
///
/// @param temperature 0 takes the most likely token (greedy); logits are divided by it otherwise
/// @param topK keeps the k most likely; 0 keeps all
/// @param topP keeps the fewest tokens whose probabilities reach this sum, in (0, 1]; 1 keeps all
/// @param minP drops tokens less likely than this share of the most likely one, in [0, 1]; 0 keeps all
/// @param repeatPenalty divides positive and multiplies negative logits of the last 64 tokens, at least 1; 1 is off
/// @param seed of the random numbers; the same seed gives the same tokens, whatever the number of threads
public record SamplingParams(float temperature, int topK, float topP, float minP, float repeatPenalty, long seed) {

    /// The reference's default: always the most likely token.
    public static final SamplingParams GREEDY = new SamplingParams(0, 0, 1, 0, 1, 0);

    public SamplingParams {
        check(temperature >= 0 && temperature <= 100, "temperature", "in 0..100", temperature);
        check(topK >= 0, "top-k", "0 or more", topK);
        check(topP > 0 && topP <= 1, "top-p", "above 0 and at most 1", topP);
        check(minP >= 0 && minP <= 1, "min-p", "in 0..1", minP);
        check(repeatPenalty >= 1 && repeatPenalty <= 10, "repeat-penalty", "in 1..10", repeatPenalty);
    }

    private static void check(boolean allowed, String name, String range, Number value) {
        if (!allowed) throw new IllegalArgumentException(name + " must be " + range + ", got " + value);
    }
}
