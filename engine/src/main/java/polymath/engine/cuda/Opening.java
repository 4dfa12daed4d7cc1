package polymath.engine.cuda;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What came of looking for a native library: the library, or why each place was rejected.
///
/// @param library the first that works, for the caller to close
/// @param path where it was found, or empty
/// @param rejected what was tried before it, in order
public record Opening<T>(Optional<T> library, String path, List<Rejection> rejected) {
    /// A place that was tried.
    ///
    /// @param reason what kept it from being taken, for people: it goes on after the path, such as `is not there`
    public record Rejection(String path, String reason) {}

    public Opening {
        rejected = List.copyOf(rejected);
    }

    /// In one line, for the log: where the library is, or what kept it from being used.
    public String summary() {
        if (library.isPresent()) return path;
        if (rejected.isEmpty()) return "not on this system";
        return rejected.stream().map(r -> r.path() + " " + r.reason()).collect(Collectors.joining("; "));
    }
}
