package polymath.app.documents;

/// Hears how far a document is read. Called on the reading thread.
public interface ReadingListener {
    /// For who waits for the end, and stops the reading with the process.
    ReadingListener NONE = new ReadingListener() {
        @Override
        public void begins(Runnable stop) {}

        @Override
        public void reading(int page, int pages) {}
    };

    /// Once, before anything is read.
    ///
    /// @param stop ends the reading at once, on any thread, any number of times
    void begins(Runnable stop);

    /// @param pages 0 while it is not known
    void reading(int page, int pages);
}
