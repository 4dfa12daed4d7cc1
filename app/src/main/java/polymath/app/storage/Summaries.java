package polymath.app.storage;

/// How documents are summarized.
///
/// @param wholeTokens longest document, in tokens, that is read at once
/// @param keepAwake whether the computer is kept from falling asleep while documents are summarized
public record Summaries(int wholeTokens, boolean keepAwake) {
    public static final int FEWEST_TOKENS = 1_024;
    public static final int MOST_TOKENS = 131_072;

    /// Of a fresh installation. In its makers' own measurements (RULER) the model finds 91.6 % at 32K tokens, 85.7 % at
    /// 64K and 64.2 % at 128K.
    public static final Summaries DEFAULT = new Summaries(32_768, true);

    public Summaries {
        if (wholeTokens < FEWEST_TOKENS || wholeTokens > MOST_TOKENS)
            throw new IllegalArgumentException(
                    "wholeTokens must be in " + FEWEST_TOKENS + ".." + MOST_TOKENS + ", got " + wholeTokens);
    }

    public Summaries withWholeTokens(int tokens) {
        return new Summaries(tokens, keepAwake);
    }

    public Summaries withKeepAwake(boolean awake) {
        return new Summaries(wholeTokens, awake);
    }
}
