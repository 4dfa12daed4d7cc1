package polymath.installers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/// What lies beside the runtime in an installation: the document reader's jars, the database's native library, the demo
/// model and the licences.
///
/// @param folder where it was put together
/// @param sqliteLibrary name of the database's library in it
record Payload(Path folder, String sqliteLibrary) {

    static Payload gather(Inputs inputs, Target target) throws IOException {
        Path folder = Folders.empty(inputs.work().resolve("payload"));
        Path reader = folder.resolve("reader");
        Folders.copyInto(reader, Folders.files(inputs.reader(), name -> name.endsWith(".jar")));
        // the reader runs on the class path, where a module of the image cannot be named
        Folders.copyInto(reader, Folders.files(inputs.modules(), Payload::isOfReader));
        String library = sqliteLibrary(inputs, target, folder);
        if (!Files.isRegularFile(inputs.demoModel()))
            throw new PackagingException(inputs.demoModel() + " is not there: the first start would have no model");
        Folders.copyInto(folder, List.of(inputs.demoModel()));
        Licences.gather(inputs, folder.resolve("licences"));
        return new Payload(folder, library);
    }

    private static boolean isOfReader(String jar) {
        return jar.startsWith("app-")
                || jar.startsWith("engine-")
                || jar.startsWith("gson-")
                || jar.startsWith("juniversalchardet-");
    }

    /// The driver would unpack it into the temporary folder at each start, which fails where nothing may be run there.
    private static String sqliteLibrary(Inputs inputs, Target target, Path folder) throws IOException {
        Path jar = Folders.files(inputs.modules(), name -> name.startsWith("sqlite-jdbc-")).stream()
                .findFirst()
                .orElseThrow(() -> new PackagingException("no sqlite-jdbc in " + inputs.modules()));
        String place = sqliteFolder(target, System.getProperty("os.arch"));
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.stream()
                    .filter(e -> e.getName().startsWith(place) && target.isNativeLibrary(e.getName()))
                    .findFirst()
                    .orElseThrow(() -> new PackagingException(jar + " has no library in " + place));
            String name = entry.getName().substring(place.length());
            try (var in = zip.getInputStream(entry)) {
                Files.copy(in, folder.resolve(name));
            }
            return name;
        }
    }

    static String sqliteFolder(Target target, String architecture) {
        String system = switch (target) {
            case LINUX -> "Linux";
            case WINDOWS -> "Windows";
            case MACOS -> "Mac";
        };
        String processor = switch (architecture.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "aarch64";
            default -> throw new PackagingException("no packages are made for processors of type " + architecture);
        };
        return "org/sqlite/native/" + system + "/" + processor + "/";
    }
}
