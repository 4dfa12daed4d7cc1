package polymath.app.engine;

import java.time.Duration;
import polymath.engine.api.Usage;

/// How long the model will take to read, from how long it took before. Attention costs more the longer the text: at
/// about 35,000 tokens it costs as much as the weights, so time does not grow in step with length.
///
/// @param tokensPerSecond of a short text
public record ReadingTime(double tokensPerSecond) {
    /// By the number of multiplications 25,000; those of attention are quicker. Measured on 2,000 to 16,000 tokens.
    private static final double ATTENTION_EQUALS_WEIGHTS = 35_000;

    /// From what an answer took.
    public static ReadingTime from(Usage usage) {
        double middle = (usage.cachedTokens() + usage.promptTokens()) / 2.0;
        return new ReadingTime(usage.prefillTokensPerSecond() * (1 + middle / ATTENTION_EQUALS_WEIGHTS));
    }

    /// From a text that was read from its beginning.
    public static ReadingTime measured(int tokens, double seconds) {
        return measured(0, tokens, seconds);
    }

    /// From tokens that were read behind others.
    ///
    /// @param from how many others
    /// @param to how many with them
    public static ReadingTime measured(int from, int to, double seconds) {
        return new ReadingTime(seconds <= 0 ? 0 : work(from, to) / seconds);
    }

    /// Of a text read from its beginning; zero where the speed is not known.
    public Duration of(int tokens) {
        return of(0, tokens);
    }

    /// Of tokens that are read behind others; zero where the speed is not known.
    public Duration of(int from, int to) {
        if (tokensPerSecond <= 0) return Duration.ZERO;
        return Duration.ofMillis(Math.round(work(from, to) / tokensPerSecond * 1_000));
    }

    /// In tokens of a short text.
    private static double work(int from, int to) {
        return (to - from) * (1 + (from + to) / 2.0 / ATTENTION_EQUALS_WEIGHTS);
    }
}
