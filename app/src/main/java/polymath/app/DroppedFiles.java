package polymath.app;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/// Files to be attached, those in dropped folders among them.
///
/// @param files as many as are taken at once
/// @param found how many there were, up to [#MOST_FOUND]
record DroppedFiles(List<Path> files, int found) {
    static final int MOST = 50;
    static final int MOST_FOUND = 10_000;
    private static final int DEPTH = 8;

    /// Whether they can be taken as they are, without a look at the disk that may take long.
    static boolean plain(List<Path> dropped) {
        return dropped.size() <= MOST && dropped.stream().noneMatch(Files::isDirectory);
    }

    /// Looks into folders, not through links and not at what is hidden; blocks while it does.
    static DroppedFiles in(List<Path> dropped) {
        List<Path> found = new ArrayList<>();
        for (Path path : dropped) {
            if (Files.isDirectory(path)) collect(path, found);
            else found.add(path);
        }
        return new DroppedFiles(List.copyOf(found.subList(0, Math.min(MOST, found.size()))), found.size());
    }

    private static void collect(Path folder, List<Path> found) {
        List<Path> inside = new ArrayList<>();
        try {
            Files.walkFileTree(folder, EnumSet.noneOf(FileVisitOption.class), DEPTH, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    boolean skip = !directory.equals(folder) && hidden(directory);
                    return skip ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && !hidden(file)) inside.add(file);
                    return found.size() + inside.size() < MOST_FOUND
                            ? FileVisitResult.CONTINUE
                            : FileVisitResult.TERMINATE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException e) {
                    return FileVisitResult.CONTINUE; // what the user may not see is not in the folder
                }
            });
        } catch (IOException e) { // it went away: what was found so far stays
            System.getLogger(DroppedFiles.class.getName()).log(System.Logger.Level.DEBUG, "folder", e);
        }
        inside.sort(null);
        found.addAll(inside);
    }

    private static boolean hidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }
}
