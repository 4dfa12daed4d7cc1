package polymath.app.storage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The presets, in one JSON file beside the settings; see [KeptFile]. Thread-safe.
public final class PresetStore implements AutoCloseable {
    private static final long MOST_BYTES = 64L << 20;

    private final KeptFile<PresetLibrary> kept;

    private PresetStore(KeptFile<PresetLibrary> kept) {
        this.kept = kept;
    }

    /// Reads the file, which takes a few milliseconds. Never fails: presets that cannot be read are left out, and the
    /// file is kept as `.damaged`.
    public static PresetStore open(Path file) {
        return new PresetStore(KeptFile.open(file, "presets", PresetJson::new));
    }

    public PresetLibrary library() {
        return kept.value();
    }

    public void change(UnaryOperator<PresetLibrary> change) {
        kept.change(change);
    }

    /// Writes a file for others; blocks.
    public void export(List<Preset> presets, Path file) throws IOException {
        AtomicFile.replace(file, PresetJson.exported(presets));
    }

    /// Adds the presets of a file; blocks.
    ///
    /// @return how many the library has more; empty if the file holds no presets
    /// @throws IOException if it cannot be read
    public Optional<Integer> importFrom(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) return Optional.empty();
        Optional<List<Preset>> read = PresetJson.imported(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        int before = library().presets().size();
        read.ifPresent(presets -> change(library -> library.importing(presets)));
        return read.map(presets -> library().presets().size() - before);
    }

    /// Writes what is not written yet; blocks up to 5 s.
    @Override
    public void close() {
        kept.close();
    }
}
