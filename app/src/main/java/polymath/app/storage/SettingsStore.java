package polymath.app.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// The settings: one JSON file, replaced as a whole (temporary file, sync, rename; the previous one stays as `.bak`).
///
/// Thread-safe. Changes count at once and are written in the background, the latest wins; a write that fails is logged.
@SuppressWarnings("DoNotCallSuggester")
public final class SettingsStore implements AutoCloseable {
    private SettingsStore() {}

    /// Reads the file, which takes a few milliseconds; a missing one means [Settings#DEFAULT]. Never fails: keys that
    /// cannot be read keep their defaults, see [#unreadable].
    @SuppressWarnings("DoNotCallSuggester")
    public static SettingsStore open(Path file) {
        throw new UnsupportedOperationException();
    }

    public Settings settings() {
        throw new UnsupportedOperationException();
    }

    /// Keys that were there and could not be read, `*` for the whole file; the old file is kept as `.bak`.
    public List<String> unreadable() {
        throw new UnsupportedOperationException();
    }

    /// Applies a change, such as `s -> s.withTheme(DARK)`.
    public void change(UnaryOperator<Settings> change) {
        throw new UnsupportedOperationException();
    }

    /// Writes what is not written yet; blocks up to 5 s.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
