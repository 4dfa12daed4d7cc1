package polymath.app.download;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import polymath.app.storage.AtomicFile;

/// What is here of a file whose download has not come to its end.
///
/// @param paused whether the user wanted it to wait
public record HeldPart(long bytes, long total, boolean paused) {

    public static Optional<HeldPart> find(Path folder, ModelFile file) throws IOException {
        return PartState.read(stateFile(folder, file))
                .filter(state -> state.source().equals(file.source().toString()))
                .map(state -> new HeldPart(state.bytes(), state.total(), state.paused()));
    }

    /// Notes whether it is to wait, so that the next start of the program knows.
    public static void setPaused(Path folder, ModelFile file, boolean paused) throws IOException {
        Optional<PartState> state = PartState.read(stateFile(folder, file));
        if (state.isPresent() && state.get().paused() != paused)
            state.get().withPaused(paused).write(stateFile(folder, file));
    }

    /// Deletes what is here.
    public static void discard(Path folder, ModelFile file) throws IOException {
        AtomicFile.delete(stateFile(folder, file));
        Files.deleteIfExists(dataFile(folder, file));
    }

    static Path dataFile(Path folder, ModelFile file) {
        return folder.resolve(file.name() + ".part");
    }

    static Path stateFile(Path folder, ModelFile file) {
        return folder.resolve(file.name() + ".part.json");
    }
}
