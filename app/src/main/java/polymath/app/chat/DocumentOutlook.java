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
        /// In sections only: the context does not hold it.
        SECTIONS
    }

    boolean fits() {
        return neededTokens <= limitTokens;
    }

    /// @param wholeTokens longest document that is read well at once
    public Way way(int wholeTokens) {
        if (!fits()) return Way.SECTIONS;
        return tokens > wholeTokens ? Way.LONG : Way.WHOLE;
    }

    /// How much of the context it takes; above 1 it does not fit.
    public double share() {
        return (double) tokens / Math.max(1, limitTokens);
    }

    /// About how many sections a summary of it is made in.
    public int sections(int wholeTokens) {
        int section = Math.max(1, Math.min(wholeTokens, limitTokens * 3 / 4 - 512));
        return Math.max(1, (tokens + section - 1) / section);
    }
}
