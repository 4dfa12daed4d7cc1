package polymath.app.documents;

/// Hears how far a document is read. Called on the reading thread.
public interface ReadingListener {
    /// Once, before anything is read.
    ///
    /// @param stop ends the reading at once, on any thread, any number of times
    void begins(Runnable stop);

    /// @param pages 0 while it is not known
    void reading(int page, int pages);
}
