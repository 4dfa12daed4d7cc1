package polymath.installers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// Makes `jmod` files of JavaFX's jars. Their native libraries then lie in the image's `lib`; from jars, each user's
/// first start would unpack them into a cache.
final class JavafxModules {
    private JavafxModules() {}

    /// The jars of a module path without those of JavaFX that hold nothing: where a classifier names the system, the
    /// jar
    /// without one is empty, and `jlink` refuses it.
    static List<Path> filled(List<Path> jars) {
        return jars.stream().filter(jar -> !isEmptyJavafx(jar)).toList();
    }

    static boolean isJavafx(Path jar) {
        return Folders.name(jar).startsWith("javafx-");
    }

    private static boolean isEmptyJavafx(Path jar) {
        if (!isJavafx(jar)) return false;
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.getEntry("module-info.class") == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param work scratch folder
    static Path make(Path jar, Path work, Target target) throws IOException {
        String name = Folders.name(jar).replaceFirst("-\\d.*", "").replace('-', '.');
        Path classes = Folders.empty(work.resolve(name + "-classes"));
        Path libraries = Folders.empty(work.resolve(name + "-libraries"));
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : zip.stream().filter(e -> !e.isDirectory()).toList()) {
                Path place = target.isNativeLibrary(entry.getName())
                        ? libraries.resolve(Folders.name(Path.of(entry.getName())))
                        : classes.resolve(entry.getName()).normalize();
                if (!place.startsWith(work))
                    throw new PackagingException(jar + " has an entry outside of it: " + entry);
                Files.createDirectories(place.getParent());
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, place);
                }
            }
        }
        Path jmod = work.resolve(name + ".jmod");
        Files.deleteIfExists(jmod);
        List<String> arguments = new ArrayList<>(List.of("create", "--class-path", classes.toString()));
        if (!Folders.files(libraries, any -> true).isEmpty()) arguments.addAll(List.of("--libs", libraries.toString()));
        arguments.add(jmod.toString());
        Tool.run("jmod", arguments);
        return jmod;
    }
}
