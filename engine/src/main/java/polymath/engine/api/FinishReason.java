package polymath.engine.api;

/// Why an answer ended.
public enum FinishReason {
    /// The model ended its turn.
    END_OF_TURN,
    /// One of the command's stop strings came up; it is not part of the text.
    STOP_STRING,
    /// The command's `maxTokens` are written.
    MAX_TOKENS,
    /// The conversation fills the context.
    CONTEXT_FULL,
    /// A [Command.Cancel] came.
    CANCELLED
}
