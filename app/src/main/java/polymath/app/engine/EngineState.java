package polymath.app.engine;

/// Where the engine host is.
public enum EngineState {
    /// Not started yet, or closed.
    STOPPED,
    /// The process is coming up (tens of milliseconds) and has not answered yet. Commands may be sent.
    STARTING,
    /// It answers.
    RUNNING,
    /// It ended unexpectedly or could not be started. The next command starts it again.
    DIED
}
