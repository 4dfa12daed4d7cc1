package polymath.app.storage;

/// How far a stored message got.
public enum MessageState {
    /// Said in full.
    COMPLETE,
    /// Being written now. A store that finds one when it opens calls it [#INTERRUPTED].
    WRITING,
    /// The user stopped it.
    STOPPED,
    /// The window or the engine died while it was written.
    INTERRUPTED,
    /// The engine refused or gave up.
    FAILED,
    /// The context was full, or the most tokens allowed were written.
    LIMIT
}
