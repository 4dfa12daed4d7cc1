package polymath.app.chat;

/// Whether there is a model to answer.
public enum Readiness {
    /// None was chosen, or the one chosen cannot be used.
    NONE,
    /// It will be there; messages wait for it.
    LOADING,
    READY,
    /// The engine died. It starts again with the next message.
    DIED
}
