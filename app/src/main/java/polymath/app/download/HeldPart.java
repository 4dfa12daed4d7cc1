package polymath.app.download;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import polymath.app.storage.AtomicFile;

/// What is here of a file whose download has not come to its end.
///
/// @param paused whether the user wanted it to wait
public record HeldPart(long bytes, long total, boolean paused) {
    private static final String STATE = ".part.json";

    public static Optional<HeldPart> find(Path folder, ModelFile file) throws IOException {
        return PartState.read(stateFile(folder, file))
                .filter(state -> state.source().equals(file.source().toString()))
                .map(state -> new HeldPart(state.bytes(), state.total(), state.paused()));
    }

    /// The files of which a part is in the folder, in the order of their names.
    public static List<ModelFile> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return List.of();
        List<ModelFile> found = new ArrayList<>();
        try (DirectoryStream<Path> states = Files.newDirectoryStream(folder, "*" + STATE)) {
            for (Path state : states) {
                String name = String.valueOf(state.getFileName());
                fileOf(name.substring(0, name.length() - STATE.length()), PartState.read(state))
                        .ifPresent(found::add);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        found.sort(Comparator.comparing(ModelFile::name));
        return found;
    }

    private static Optional<ModelFile> fileOf(String name, Optional<PartState> state) {
        try {
            return state.map(part -> new ModelFile(
                    URI.create(part.source()), name, OptionalLong.empty(), Optional.ofNullable(part.sha256())));
        } catch (IllegalArgumentException e) { // no name or address of ours
            return Optional.empty();
        }
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
        return folder.resolve(file.name() + STATE);
    }
}
