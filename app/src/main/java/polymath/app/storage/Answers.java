package polymath.app.storage;

import java.util.Objects;
import polymath.engine.api.SamplingParams;

/// How answers are written.
///
/// @param own values of [Style#OWN]; its seed 0 stands for a new one with every answer
/// @param maxTokens where an answer without end is cut off
public record Answers(Style style, SamplingParams own, int maxTokens) {
    public static final int FEWEST_TOKENS = 16;
    public static final int MOST_TOKENS = 131_072;

    /// Of a fresh installation.
    public static final Answers DEFAULT =
            new Answers(Style.EXACT, new SamplingParams(0.7f, 40, 0.95f, 0.05f, 1, 0), 8_192);

    /// How the next word is chosen.
    public enum Style {
        /// Always the likeliest: the reference's default.
        EXACT,
        BALANCED,
        CREATIVE,
        /// As the user set it.
        OWN
    }

    public Answers {
        Objects.requireNonNull(style);
        Objects.requireNonNull(own);
        if (maxTokens < FEWEST_TOKENS || maxTokens > MOST_TOKENS)
            throw new IllegalArgumentException(
                    "maxTokens must be in " + FEWEST_TOKENS + ".." + MOST_TOKENS + ", got " + maxTokens);
    }

    /// What the engine is told for one answer.
    ///
    /// @param freshSeed for styles that throw dice; without it "again" would write the same words
    public SamplingParams sampling(long freshSeed) {
        SamplingParams chosen = values();
        return chosen.temperature() == 0 || chosen.seed() != 0 ? chosen : withSeed(chosen, freshSeed);
    }

    /// The values of the style, its seed 0 where every answer gets its own.
    public SamplingParams values() {
        return switch (style) {
            case EXACT -> SamplingParams.GREEDY;
            case BALANCED -> new SamplingParams(0.7f, 40, 0.95f, 0.05f, 1, 0);
            case CREATIVE -> new SamplingParams(1, 0, 0.95f, 0.02f, 1.05f, 0);
            case OWN -> own;
        };
    }

    public Answers withStyle(Style newStyle) {
        return new Answers(newStyle, own, maxTokens);
    }

    /// With values of the user's own, in use from now on.
    public Answers withOwn(SamplingParams values) {
        return new Answers(Style.OWN, values, maxTokens);
    }

    public Answers withMaxTokens(int tokens) {
        return new Answers(style, own, tokens);
    }

    private static SamplingParams withSeed(SamplingParams p, long seed) {
        return new SamplingParams(p.temperature(), p.topK(), p.topP(), p.minP(), p.repeatPenalty(), seed);
    }
}
