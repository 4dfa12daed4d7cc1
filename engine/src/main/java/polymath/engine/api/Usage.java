package polymath.engine.api;

/// What an answer took.
///
/// @param promptTokens tokens of the prompt, template included
/// @param cachedTokens of them found in the cache and not read again
/// @param generatedTokens tokens written, the stop token not counted
/// @param secondsToFirstToken from the start of the work (not of waiting for it) to the first token; 0 if none came
/// @param prefillTokensPerSecond reading speed over the tokens that were not cached; 0 if there was nothing to read
/// @param decodeTokensPerSecond writing speed after the first token; 0 with fewer than two tokens
/// @param contextTokens tokens of the conversation with this answer
/// @param contextLimitTokens tokens it may hold
/// @param residentBytes memory of the engine's process, mapped weights included; 0 where unknown
public record Usage(
        int promptTokens,
        int cachedTokens,
        int generatedTokens,
        double secondsToFirstToken,
        double prefillTokensPerSecond,
        double decodeTokensPerSecond,
        int contextTokens,
        int contextLimitTokens,
        long residentBytes) {

    /// The same for an answer that was written in several goes.
    public Usage withGeneratedTokens(int tokens) {
        return new Usage(
                promptTokens,
                cachedTokens,
                tokens,
                secondsToFirstToken,
                prefillTokensPerSecond,
                decodeTokensPerSecond,
                contextTokens,
                contextLimitTokens,
                residentBytes);
    }

    /// The same with the memory that the engine's process holds.
    public Usage withResidentBytes(long bytes) {
        return new Usage(
                promptTokens,
                cachedTokens,
                generatedTokens,
                secondsToFirstToken,
                prefillTokensPerSecond,
                decodeTokensPerSecond,
                contextTokens,
                contextLimitTokens,
                bytes);
    }
}
