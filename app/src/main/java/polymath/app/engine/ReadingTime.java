package polymath.app.engine;

import java.time.Duration;
import polymath.engine.api.Usage;

/// How long the model will take to read, from how long it took before. Attention costs more the longer the text: at
/// about 25,000 tokens it costs as much as the weights, so time does not grow in step with length.
///
/// @param tokensPerSecond of a short text
public record ReadingTime(double tokensPerSecond) {
    private static final double ATTENTION_EQUALS_WEIGHTS = 25_000;

    /// From what an answer took.
    public static ReadingTime from(Usage usage) {
        double middle = (usage.cachedTokens() + usage.promptTokens()) / 2.0;
        return new ReadingTime(usage.prefillTokensPerSecond() * (1 + middle / ATTENTION_EQUALS_WEIGHTS));
    }

    /// From a text that was read from its beginning.
    public static ReadingTime measured(int tokens, double seconds) {
        return new ReadingTime(seconds <= 0 ? 0 : tokens / seconds * (1 + tokens / 2.0 / ATTENTION_EQUALS_WEIGHTS));
    }

    /// Of a text read from its beginning; zero where the speed is not known.
    public Duration of(int tokens) {
        if (tokensPerSecond <= 0) return Duration.ZERO;
        double seconds = tokens / tokensPerSecond * (1 + tokens / 2.0 / ATTENTION_EQUALS_WEIGHTS);
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }
}
