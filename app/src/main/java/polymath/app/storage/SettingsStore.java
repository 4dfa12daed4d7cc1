package polymath.app.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// The settings, in one JSON file; see [KeptFile]. Thread-safe.
public final class SettingsStore implements AutoCloseable {
    private final KeptFile<Settings> kept;

    private SettingsStore(KeptFile<Settings> kept) {
        this.kept = kept;
    }

    /// Reads the file, which takes a few milliseconds; a missing one means [Settings#DEFAULT]. Never fails: keys that
    /// cannot be read keep their defaults, see [#unreadable].
    public static SettingsStore open(Path file) {
        return new SettingsStore(KeptFile.open(file, "settings", SettingsJson::new));
    }

    public Settings settings() {
        return kept.value();
    }

    /// Keys that were there and could not be read, `*` for the whole file; the old file is kept as `.damaged`.
    public List<String> unreadable() {
        return kept.unreadable();
    }

    /// Applies a change, such as `s -> s.withTheme(DARK)`.
    public void change(UnaryOperator<Settings> change) {
        kept.change(change);
    }

    /// Writes what is not written yet; blocks up to 5 s.
    @Override
    public void close() {
        kept.close();
    }
}
