package polymath.installers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// The licences of all that a package holds, as the jars bring them, and those of fonts, which lie in `assets`.
final class Licences {
    private Licences() {}

    static void gather(Inputs inputs, Path folder) throws IOException {
        Files.createDirectories(folder);
        Folders.copyInto(folder, Folders.files(inputs.assets().resolve("licences"), any -> true));
        Folders.copyInto(
                folder, List.of(inputs.assets().resolveSibling("LICENSE").normalize()));
        List<Path> jars = new ArrayList<>(Folders.files(inputs.modules(), name -> name.endsWith(".jar")));
        jars.addAll(Folders.files(inputs.reader(), name -> name.endsWith(".jar")));
        for (Path jar : jars) gather(jar, folder.resolve(Folders.name(jar).replaceFirst("\\.jar$", "")));
    }

    private static void gather(Path jar, Path folder) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile());
                Stream<? extends ZipEntry> entries = zip.stream()) {
            for (ZipEntry entry : entries.filter(e -> isLicence(e.getName())).toList()) {
                Files.createDirectories(folder);
                try (var in = zip.getInputStream(entry)) {
                    Files.copy(in, folder.resolve(entry.getName().replace('/', '-')));
                }
            }
        }
    }

    static boolean isLicence(String entry) {
        String name = entry.substring(entry.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        boolean onTop = !entry.contains("/") || entry.startsWith("META-INF/");
        return onTop && name.matches("(licen[cs]e|notice|copying)s?([-.].*)?");
    }
}
