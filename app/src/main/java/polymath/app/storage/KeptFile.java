package polymath.app.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A value in one JSON file, replaced as a whole (temporary file, sync, rename; the previous one stays as `.bak`).
///
/// Thread-safe. Changes count at once and are written in the background, the latest wins; a write that fails is logged.
///
/// @param <T> an immutable value
final class KeptFile<T> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(KeptFile.class.getName());
    /// A window being dragged changes its place with every frame.
    private static final Duration GATHERING = Duration.ofMillis(300);

    /// The file's text, understood.
    interface Form<T> {
        T value();

        /// Keys that were there and could not be read, `*` for the whole file.
        List<String> unreadable();

        /// The file's text with another value; what this version does not know stays in it.
        String with(T changed);
    }

    private final Path file;
    private final Form<T> form;
    private final StorageThread thread;
    private T value;
    private boolean writing;

    private KeptFile(Path file, Form<T> form, StorageThread thread) {
        this.file = file;
        this.form = form;
        this.thread = thread;
        this.value = form.value();
    }

    /// Reads the file, which takes a few milliseconds. Never fails; a file with keys that cannot be read is copied
    /// aside before it is written again.
    ///
    /// @param name of what it holds, for the log
    /// @param reading gets the text, empty if there is none
    static <T> KeptFile<T> open(Path file, String name, Function<String, Form<T>> reading) {
        Form<T> form = reading.apply(text(file));
        if (!form.unreadable().isEmpty()) {
            LOG.log(Level.WARNING, "{0} reset: {1}", name, form.unreadable());
            keepAside(file);
        }
        return new KeptFile<>(file, form, new StorageThread(name));
    }

    /// Where a damaged file is kept.
    static Path aside(Path file) {
        return file.resolveSibling(file.getFileName() + ".damaged");
    }

    private static void keepAside(Path file) {
        try {
            Files.copy(file, aside(file), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the damaged file cannot be kept", e);
        }
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a file cannot be read", e);
            return "";
        }
    }

    synchronized T value() {
        return value;
    }

    List<String> unreadable() {
        return form.unreadable();
    }

    synchronized void change(UnaryOperator<T> change) {
        T changed = change.apply(value);
        if (changed.equals(value)) return;
        value = changed;
        if (writing) return;
        try {
            thread.later(GATHERING, this::write);
            writing = true;
        } catch (StorageException closed) {
            LOG.log(Level.WARNING, "changed after closing");
        }
    }

    private void write() {
        T latest;
        synchronized (this) {
            writing = false;
            latest = value;
        }
        try {
            AtomicFile.replace(file, form.with(latest));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "a file cannot be written", e);
        }
    }

    /// Writes what is not written yet; blocks up to 5 s.
    @Override
    public void close() {
        if (!thread.drain(Duration.ofSeconds(5))) LOG.log(Level.WARNING, "still being written: {0}", file);
    }
}
