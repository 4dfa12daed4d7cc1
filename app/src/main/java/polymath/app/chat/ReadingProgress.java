package polymath.app.chat;

/// How far the engine has read the prompt.
///
/// @param totalTokens 0 until the engine has counted them
/// @param seconds since it began
public record ReadingProgress(int processedTokens, int totalTokens, int cachedTokens, double seconds) {
    public static final ReadingProgress UNKNOWN = new ReadingProgress(0, 0, 0, 0);

    /// Tokens a second over what was not cached; 0 while unknown.
    public double tokensPerSecond() {
        int read = processedTokens - cachedTokens;
        return seconds < 0.2 || read <= 0 ? 0 : read / seconds;
    }

    /// Between 0 and 1.
    public double fraction() {
        return totalTokens <= 0 ? 0 : Math.clamp((double) processedTokens / totalTokens, 0, 1);
    }
}
