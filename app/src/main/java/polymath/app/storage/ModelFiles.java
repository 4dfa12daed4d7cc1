package polymath.app.storage;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The files of models that Polymath knows.
///
/// @param known paths of those that were loaded, the latest first; the demo is never among them
/// @param folder where files are fetched to; empty for the one beside the chats
public record ModelFiles(List<String> known, Optional<String> folder) {
    /// So many are remembered.
    public static final int MOST_KNOWN = 20;

    /// Of a fresh installation.
    public static final ModelFiles DEFAULT = new ModelFiles(List.of(), Optional.empty());

    public ModelFiles {
        known = List.copyOf(known);
        if (known.size() > MOST_KNOWN)
            throw new IllegalArgumentException("at most " + MOST_KNOWN + " files are known, got " + known.size());
    }

    /// The one that was loaded last.
    public Optional<String> last() {
        return known.stream().findFirst();
    }

    /// After a file was loaded.
    public ModelFiles withLast(String path) {
        Stream<String> before = known.stream().filter(other -> !other.equals(path));
        return new ModelFiles(
                Stream.concat(Stream.of(path), before).limit(MOST_KNOWN).toList(), folder);
    }

    public ModelFiles without(String path) {
        return new ModelFiles(
                known.stream().filter(other -> !other.equals(path)).toList(), folder);
    }

    public ModelFiles withFolder(String path) {
        return new ModelFiles(known, Optional.of(path));
    }
}
