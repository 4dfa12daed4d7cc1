package polymath.app.chat;

/// What the model's own count says about a document before it is read.
///
/// @param tokens of the document alone
/// @param neededTokens with the conversation, the documents before it and room for an answer
/// @param limitTokens what the context holds
public record DocumentOutlook(int tokens, int neededTokens, int limitTokens) {

    /// How a document can be read.
    public enum Way {
        /// At once.
        WHOLE,
        /// At once, but it is longer than what the model reads well.
        LONG,
        /// Not with what else is attached or was said; alone it fits.
        CROWDED,
        /// In sections only: the context does not hold it.
        SECTIONS
    }

    /// What instructions and a summary take beside what is read.
    private static final int INSTRUCTION_TOKENS = 300;

    private static final int SUMMARY_TOKENS = 1_024;

    boolean fits() {
        return neededTokens <= limitTokens;
    }

    /// @param wholeTokens longest document that is read well at once
    public Way way(int wholeTokens) {
        if (!fits()) return tokens > room() ? Way.SECTIONS : Way.CROWDED;
        return tokens > wholeTokens ? Way.LONG : Way.WHOLE;
    }

    /// How much of the context it takes; above 100 it does not fit.
    public int percent() {
        return (int) Math.ceil(100.0 * tokens / Math.max(1, limitTokens));
    }

    /// About how many sections a summary of it is made in; 1 if it is read at once.
    public int sections(int wholeTokens) {
        int section = Math.max(1, Math.min(wholeTokens, room()));
        return Math.max(1, (tokens + section - 1) / section);
    }

    /// For a document alone.
    private int room() {
        return limitTokens - Math.min(SUMMARY_TOKENS, limitTokens / 4) - Math.min(INSTRUCTION_TOKENS, limitTokens / 8);
    }
}
