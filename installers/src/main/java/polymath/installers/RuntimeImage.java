package polymath.installers;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The Java that is shipped: Polymath's modules and those of the JDK that it and its children need, linked into one.
final class RuntimeImage {
    /// What nothing requires by name: the engine's vectors and the charsets of old files.
    private static final Set<String> BESIDES = Set.of("jdk.incubator.vector", "jdk.charsets");

    private RuntimeImage() {}

    /// Links the image into `work/runtime`.
    static Path link(Inputs inputs, Target target) throws IOException {
        Path jmods = Files.createDirectories(inputs.work().resolve("jmods"));
        List<Path> path = new ArrayList<>();
        for (Path jar : JavafxModules.filled(Folders.files(inputs.modules(), name -> name.endsWith(".jar"))))
            path.add(JavafxModules.isJavafx(jar) ? JavafxModules.make(jar, jmods, target) : jar);
        Path image = inputs.work().resolve("runtime");
        Folders.delete(image);
        Tool.start(
                command(target, arguments(path, readerModules(inputs.reader()), image)),
                inputs.work().resolve("jlink.log"));
        // for heaps beyond 32 GB, which none of our processes has
        Files.deleteIfExists(image.resolve("lib/server/classes_nocoops.jsa"));
        Files.deleteIfExists(image.resolve("bin/server/classes_nocoops.jsa"));
        return image;
    }

    /// `jlink` as a program of its own, where no object has a hash code by chance: it runs its plugins in the order of
    /// theirs, and whether the classes that it makes are stripped depends on that. Two builds would differ.
    static List<String> command(Target target, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", target.program("jlink"))
                        .toString(),
                "-J-XX:+IgnoreUnrecognizedVMOptions",
                "-J-XX:+UnlockExperimentalVMOptions",
                "-J-XX:hashCode=2"));
        command.addAll(arguments);
        return command;
    }

    static List<String> arguments(List<Path> modulePath, Set<String> readerModules, Path image) {
        Set<String> roots = new LinkedHashSet<>(List.of("polymath.app", "polymath.engine"));
        BESIDES.stream().sorted().forEach(roots::add);
        readerModules.stream().sorted().forEach(roots::add);
        return List.of(
                "--module-path",
                modulePath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                "--add-modules",
                String.join(",", roots),
                "--strip-debug",
                "--no-header-files",
                "--no-man-pages",
                "--generate-cds-archive",
                "--exclude-resources", // our system's is beside the image, see Payload
                "/org.xerial.sqlitejdbc/org/sqlite/native/**",
                "--output",
                image.toString());
    }

    /// Modules of the JDK that the document reader's libraries use. They run on the class path, where `jlink` does not
    /// look.
    private static Set<String> readerModules(Path reader) throws IOException {
        List<String> jars = Folders.files(reader, name -> name.endsWith(".jar")).stream()
                .map(Path::toString)
                .toList();
        List<String> arguments = new ArrayList<>(List.of(
                "--print-module-deps",
                "--ignore-missing-deps",
                "--multi-release",
                String.valueOf(Runtime.version().feature()),
                "--module-path",
                reader.toString()));
        arguments.addAll(jars);
        String printed = Tool.run("jdeps", arguments).strip();
        return Set.of(printed.substring(printed.lastIndexOf('\n') + 1).split(","));
    }
}
