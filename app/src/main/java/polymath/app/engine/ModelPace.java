package polymath.app.engine;

import java.time.Duration;
import polymath.engine.api.Usage;

/// What texts cost with the loaded model on this computer: memory as planned, time as measured.
///
/// @param bytesPerToken of the keys and values that are kept of what was read; 0 while unknown
/// @param reading how long it takes to read
/// @param writeTokensPerSecond 0 while unknown
public record ModelPace(double bytesPerToken, ReadingTime reading, double writeTokensPerSecond) {
    /// No model, or one that was never measured.
    public static final ModelPace UNKNOWN = new ModelPace(0, new ReadingTime(0), 0);

    /// A shorter reading says more about starting than about speed.
    private static final int FEWEST_TOKENS = 64;

    /// What a summary of a section takes to write: about ten bullet points.
    private static final int SUMMARY_TOKENS = 350;

    /// With what one more answer took; as it was where that says nothing.
    public ModelPace after(Usage usage) {
        boolean read =
                usage.prefillTokensPerSecond() > 0 && usage.promptTokens() - usage.cachedTokens() >= FEWEST_TOKENS;
        return new ModelPace(
                bytesPerToken,
                read ? ReadingTime.from(usage) : reading,
                usage.decodeTokensPerSecond() > 0 ? usage.decodeTokensPerSecond() : writeTokensPerSecond);
    }

    /// With another model, or the cache of another precision.
    public ModelPace withBytesPerToken(double bytes) {
        return new ModelPace(bytes, reading, writeTokensPerSecond);
    }

    /// With another speed of reading.
    public ModelPace withReading(ReadingTime measured) {
        return new ModelPace(bytesPerToken, measured, writeTokensPerSecond);
    }

    public boolean known() {
        return reading.tokensPerSecond() > 0;
    }

    /// Memory that a text takes once it is read.
    public long bytes(int tokens) {
        return Math.round(tokens * bytesPerToken);
    }

    /// To read a section and to summarize it; zero while unknown.
    public Duration summary(int tokens) {
        if (!known()) return Duration.ZERO;
        double writing = writeTokensPerSecond > 0 ? SUMMARY_TOKENS / writeTokensPerSecond : 0;
        return reading.of(tokens).plusMillis(Math.round(writing * 1_000));
    }

    /// To summarize a document section by section; zero while unknown.
    public Duration summary(int tokens, int sections) {
        return summary(tokens / Math.max(1, sections)).multipliedBy(sections);
    }
}
