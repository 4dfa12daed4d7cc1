package polymath.app.storage;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/// The settings: one JSON file, replaced as a whole (temporary file, sync, rename; the previous one stays as `.bak`).
///
/// Thread-safe. Changes count at once and are written in the background, the latest wins; a write that fails is logged.
public final class SettingsStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(SettingsStore.class.getName());
    /// A window being dragged changes its place with every frame.
    private static final Duration GATHERING = Duration.ofMillis(300);

    private final Path file;
    private final SettingsJson json;
    private final StorageThread thread = new StorageThread("settings");
    private Settings settings;
    private boolean writing;

    private SettingsStore(Path file, SettingsJson json) {
        this.file = file;
        this.json = json;
        this.settings = json.settings();
    }

    /// Reads the file, which takes a few milliseconds; a missing one means [Settings#DEFAULT]. Never fails: keys that
    /// cannot be read keep their defaults, see [#unreadable].
    public static SettingsStore open(Path file) {
        SettingsJson json = new SettingsJson(text(file));
        if (!json.unreadable().isEmpty()) LOG.log(Level.WARNING, "settings reset: {0}", json.unreadable());
        return new SettingsStore(file, json);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            LOG.log(Level.WARNING, "settings cannot be read", e);
            return "";
        }
    }

    public synchronized Settings settings() {
        return settings;
    }

    /// Keys that were there and could not be read, `*` for the whole file; the old file is kept as `.bak`.
    public List<String> unreadable() {
        return json.unreadable();
    }

    /// Applies a change, such as `s -> s.withTheme(DARK)`.
    public synchronized void change(UnaryOperator<Settings> change) {
        Settings changed = change.apply(settings);
        if (changed.equals(settings)) return;
        settings = changed;
        if (writing) return;
        try {
            thread.later(GATHERING, this::write);
            writing = true;
        } catch (StorageException closed) {
            LOG.log(Level.WARNING, "settings changed after closing");
        }
    }

    private void write() {
        Settings latest;
        synchronized (this) {
            writing = false;
            latest = settings;
        }
        try {
            AtomicFile.replace(file, json.with(latest));
        } catch (IOException e) {
            LOG.log(Level.WARNING, "settings cannot be written", e);
        }
    }

    /// Writes what is not written yet; blocks up to 5 s.
    @Override
    public void close() {
        if (!thread.drain(Duration.ofSeconds(5))) LOG.log(Level.WARNING, "settings are still being written");
    }
}
