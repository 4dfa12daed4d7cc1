package polymath.app.chat;

/// How full the context is, counted by the model's own tokenizer.
///
/// @param systemTokens of the system prompt
/// @param conversationTokens of all messages, documents and template
/// @param attachedTokens of documents attached to the message that is being written
/// @param draftTokens of what is written there so far
/// @param limitTokens what the context holds; 0 while unknown
public record ContextUse(
        int systemTokens, int conversationTokens, int attachedTokens, int draftTokens, int limitTokens) {
    public static final ContextUse UNKNOWN = new ContextUse(0, 0, 0, 0, 0);

    public int usedTokens() {
        return systemTokens + conversationTokens + attachedTokens + draftTokens;
    }

    ContextUse withConversation(int system, int conversation, int limit) {
        return new ContextUse(system, conversation, attachedTokens, draftTokens, limit);
    }

    ContextUse withAttached(int tokens) {
        return new ContextUse(systemTokens, conversationTokens, tokens, draftTokens, limitTokens);
    }

    ContextUse withDraft(int tokens) {
        return new ContextUse(systemTokens, conversationTokens, attachedTokens, tokens, limitTokens);
    }

    public int freeTokens() {
        return Math.max(0, limitTokens - usedTokens());
    }

    public boolean known() {
        return limitTokens > 0;
    }
}
