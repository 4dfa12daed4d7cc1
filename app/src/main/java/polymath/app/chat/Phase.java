package polymath.app.chat;

/// What a chat is doing.
public enum Phase {
    /// Nothing; a message may be sent.
    IDLE,
    /// The message is being stored.
    STORING,
    /// The message is stored and waits for the model to be loaded.
    WAITING,
    /// The engine has the message and has written nothing yet.
    READING,
    /// The answer is coming in.
    WRITING;

    /// Whether there is something to stop.
    public boolean working() {
        return this != IDLE;
    }
}
