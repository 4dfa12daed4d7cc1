package polymath.engine.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds and opens NVIDIA's libraries, each when it is asked for; they stay loaded until the process ends.
///
/// That there is none, or none that works, is an answer, not an exception. Where there is no driver, asking costs a
/// few milliseconds; opening cuBLAS takes up to a second and 0.2 GB of memory, so ask for it when it is needed.
@SuppressWarnings("restricted")
public final class CudaLibraries {
    static final String NO_FILE = "is not there";
    static final String NOT_INSTALLED = "is not installed";

    private final LibraryCandidates candidates;

    CudaLibraries(LibraryCandidates candidates) {
        this.candidates = candidates;
    }

    public static CudaLibraries ofThisComputer() {
        Map<String, String> properties = new HashMap<>();
        for (String name : List.of("polymath.cuda", "polymath.cublas")) {
            String value = System.getProperty(name);
            if (value != null) properties.put(name, value);
        }
        return new CudaLibraries(new LibraryCandidates(
                LibraryCandidates.Os.of(System.getProperty("os.name")),
                System.getenv(),
                properties,
                CudaLibraries::names));
    }

    private static List<String> names(String folder) {
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException | UncheckedIOException | InvalidPathException e) {
            return List.of(); // no folder, or none that we may read
        }
    }

    /// The driver, which then belongs to this thread.
    public Opening<CudaDriver> openDriver() {
        return open(candidates.driver(), NativeCudaDriver::new);
    }

    /// cuBLAS for the device that this thread uses.
    ///
    /// @param driverVersion see [CudaDriver#version]; an old driver does not run a new cuBLAS
    public Opening<Cublas> openCublas(int driverVersion) {
        return open(candidates.cublas(driverVersion), NativeCublas::new);
    }

    private static <T> Opening<T> open(
            List<LibraryCandidates.Candidate> candidates, Function<SymbolLookup, ? extends T> binding) {
        List<Opening.Rejection> rejected = new ArrayList<>();
        for (LibraryCandidates.Candidate candidate : candidates) {
            try {
                for (String needed : candidate.before()) if (Files.exists(Path.of(needed))) load(needed);
                return new Opening<>(Optional.of(binding.apply(load(candidate.path()))), candidate.path(), rejected);
            } catch (IllegalCallerException e) {
                rejected.add(new Opening.Rejection(
                        candidate.path(),
                        "was not opened: Java was started without --enable-native-access=polymath.engine"));
            } catch (IllegalArgumentException | CudaException | UnsupportedOperationException e) {
                rejected.add(new Opening.Rejection(candidate.path(), String.valueOf(e.getMessage())));
            }
        }
        return new Opening<>(Optional.empty(), "", rejected);
    }

    /// @throws IllegalArgumentException with the reason, if it cannot be loaded
    private static SymbolLookup load(String path) {
        Path file = Path.of(path);
        boolean named = file.getParent() == null; // for the system to look for
        if (!named && !Files.exists(file)) throw new IllegalArgumentException(NO_FILE);
        try {
            return SymbolLookup.libraryLookup(path, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    named
                            ? NOT_INSTALLED
                            : "cannot be loaded: it is no library for this computer, or one that it needs is missing",
                    e);
        }
    }
}
