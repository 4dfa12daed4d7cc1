package polymath.installers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Folders emptied, copied and listed.
final class Folders {
    private Folders() {}

    /// Makes the folder, empty.
    static Path empty(Path folder) throws IOException {
        delete(folder);
        return Files.createDirectories(folder);
    }

    static void delete(Path path) throws IOException {
        if (!Files.exists(path)) return;
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(each);
        }
    }

    /// Files of a folder whose names are wanted, in the order of their names.
    static List<Path> files(Path folder, Predicate<String> wanted) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> wanted.test(name(file)))
                    .sorted()
                    .toList();
        }
    }

    /// The one thing in a folder.
    static Path only(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> found = all.toList();
            if (found.size() != 1) throw new PackagingException(folder + " should hold one thing, it holds " + found);
            return found.getFirst();
        }
    }

    static void copyInto(Path folder, List<Path> files) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files)
            Files.copy(
                    file,
                    folder.resolve(name(file)),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
    }

    static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /// The end of what a program printed.
    static String tail(Path log) throws IOException {
        String text = Files.readString(log, StandardCharsets.ISO_8859_1);
        return text.substring(Math.max(0, text.length() - 4_000));
    }
}
