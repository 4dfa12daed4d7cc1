package polymath.app.chat;

import java.time.Duration;
import java.util.Optional;
import polymath.app.engine.ReadingTime;

/// How far the engine has read the prompt.
///
/// @param totalTokens 0 until the engine has counted them
/// @param seconds since it began
/// @param page mark of the page that is being read, about; empty outside of documents
public record ReadingProgress(
        int processedTokens, int totalTokens, int cachedTokens, double seconds, Optional<String> page) {
    public static final ReadingProgress UNKNOWN = new ReadingProgress(0, 0, 0, 0, Optional.empty());

    /// Before that a forecast would jump about.
    private static final double LEAST_SECONDS = 1;

    /// Tokens a second over what was not cached; 0 while unknown.
    public double tokensPerSecond() {
        int read = processedTokens - cachedTokens;
        return seconds < 0.2 || read <= 0 ? 0 : read / seconds;
    }

    /// Until all is read, from the speed so far: later tokens take longer. Zero while unknown.
    public Duration remaining() {
        if (seconds < LEAST_SECONDS || processedTokens <= cachedTokens) return Duration.ZERO;
        return ReadingTime.measured(cachedTokens, processedTokens, seconds).of(processedTokens, totalTokens);
    }

    /// Between 0 and 1.
    public double fraction() {
        return totalTokens <= 0 ? 0 : Math.clamp((double) processedTokens / totalTokens, 0, 1);
    }
}
