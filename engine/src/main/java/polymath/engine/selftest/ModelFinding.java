package polymath.engine.selftest;

import java.util.Map;

/// What became of a model on a card.
///
/// @param placement what of it was on the card, in words; why it was not tried if it was not
/// @param half what weights became for products with many tokens
/// @param positions that were compared
/// @param readingCosine between logits of card and processor, the median of the positions that were read; a router's
///     close decision may fall otherwise at a few
/// @param writingCosine the same of positions that were written
/// @param equalTokens share of all positions where both would write the same token
/// @param firstBlockAgrees see [polymath.engine.model.OffloadedPhiMoe#agreesWithProcessor]
/// @param wanted what makes it right
/// @param tokensPerSecond by what was done, in order
public record ModelFinding(
        String model,
        String placement,
        String half,
        int positions,
        double readingCosine,
        double writingCosine,
        double equalTokens,
        boolean firstBlockAgrees,
        Wanted wanted,
        Map<String, Double> tokensPerSecond) {

    /// The least that is right.
    public record Wanted(double cosine, double equalTokens) {
        /// All in float32.
        static final Wanted EXACT = new Wanted(0.99999, 0.95);
        /// Weights of two bytes and activations of one, with a model that learnt something.
        static final Wanted ROUNDED = new Wanted(0.999, 0.95);
        /// The same with random weights, whose likeliest token is a matter of chance.
        static final Wanted RANDOM = new Wanted(0.99, 0);
        /// The same through 32 layers, where a few other experts are another text.
        static final Wanted FIRST_BLOCK = new Wanted(-1, 0);
    }

    public boolean tried() {
        return positions > 0;
    }

    /// One that was not tried is not wrong.
    public boolean right() {
        return !tried()
                || (firstBlockAgrees
                        && Math.min(readingCosine, writingCosine) >= wanted.cosine()
                        && equalTokens >= wanted.equalTokens());
    }

    static ModelFinding untried(String model, String reason, ModelFinding.Wanted wanted) {
        return new ModelFinding(model, reason, "", 0, 0, 0, 0, false, wanted, Map.of());
    }
}
