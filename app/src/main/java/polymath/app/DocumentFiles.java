package polymath.app;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import polymath.app.chat.DocumentSource;
import polymath.app.documents.DocumentException;
import polymath.app.documents.ReaderProcess;
import polymath.app.documents.ReadingListener;
import polymath.app.storage.Attachment;
import polymath.app.ui.Strings;

/// Files of every format as documents for a chat; what cannot be read is said in the user's language.
final class DocumentFiles implements DocumentSource, AutoCloseable {
    /// Readers at once: each may take half a gigabyte.
    private static final int READERS = 2;

    private final ReaderProcess reader;
    private final Supplier<Strings> strings;
    private final Semaphore free = new Semaphore(READERS);
    private final Set<Runnable> running = ConcurrentHashMap.newKeySet(); // each stops a reading
    private volatile boolean closed;

    /// @param strings in the language of the moment
    DocumentFiles(ReaderProcess reader, Supplier<Strings> strings) {
        this.reader = reader;
        this.strings = strings;
    }

    @Override
    public Attachment read(Path file, Watcher watcher) throws RefusedException {
        free.acquireUninterruptibly();
        Passing listener = new Passing(watcher);
        try {
            return reader.read(file, listener);
        } catch (DocumentException e) {
            throw new RefusedException(
                    strings.get().get("document." + e.code(), e.arguments().toArray()));
        } finally {
            listener.ended();
            free.release();
        }
    }

    /// Stops whatever is being read, and what is still to be.
    @Override
    public void close() {
        closed = true;
        running.forEach(Runnable::run);
    }

    /// Passes on what happens, and keeps how to stop it.
    private final class Passing implements ReadingListener {
        private final Watcher watcher;
        private Optional<Runnable> stopping = Optional.empty();

        Passing(Watcher watcher) {
            this.watcher = watcher;
        }

        @Override
        public void begins(Runnable stop) {
            stopping = Optional.of(stop);
            running.add(stop);
            if (closed) stop.run();
            watcher.begins(stop);
        }

        @Override
        public void reading(int page, int pages) {
            watcher.reading(page, pages);
        }

        void ended() {
            stopping.ifPresent(running::remove);
        }
    }
}
