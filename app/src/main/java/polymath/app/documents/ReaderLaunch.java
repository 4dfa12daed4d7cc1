package polymath.app.documents;

import com.google.gson.Gson;
import java.io.File;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.mozilla.universalchardet.UniversalDetector;
import polymath.engine.api.Document;

/// How the document reader is started: on the class path, because its libraries are no modules.
///
/// @param classPath jars and folders; `FOLDER/*` stands for all jars of a folder
/// @param main its class
public record ReaderLaunch(List<String> classPath, String main) {
    /// By name: the window must not load what the reader is made of.
    private static final String MAIN = "polymath.app.reader.ReaderMain";

    public ReaderLaunch {
        classPath = List.copyOf(classPath);
    }

    /// The reader of this very program. The system property `polymath.reader` names the folder with its libraries; in
    /// an image, where our own classes lie in no file that another Java can name, their jars are in that folder too.
    public static ReaderLaunch ofThisProgram() {
        Set<String> classPath = new LinkedHashSet<>();
        for (Class<?> type : List.of(ReaderLaunch.class, Document.class, Gson.class, UniversalDetector.class)) {
            CodeSource source = type.getProtectionDomain().getCodeSource();
            URI location = source == null || source.getLocation() == null ? URI.create("jrt:/") : uri(source);
            if ("file".equals(location.getScheme()))
                classPath.add(Path.of(location).toString());
        }
        String folder = System.getProperty("polymath.reader", "reader");
        classPath.add(Path.of(folder).toAbsolutePath().resolve("*").toString());
        return new ReaderLaunch(List.copyOf(classPath), MAIN);
    }

    private static URI uri(CodeSource source) {
        try {
            return source.getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /// @param scratch folder for its temporary files
    /// @param from first page to read
    /// @param skipped pages to leave out
    List<String> command(Path file, Path scratch, int from, Set<Integer> skipped) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Xss2m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", // most documents are read before the better compiler would pay
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + scratch.resolve("crash.log"),
                "-Djava.io.tmpdir=" + scratch,
                "-Djava.awt.headless=true",
                "-cp",
                String.join(File.pathSeparator, classPath),
                main,
                file.toAbsolutePath().toString(),
                String.valueOf(from)));
        if (!skipped.isEmpty())
            command.add(skipped.stream().sorted().map(String::valueOf).collect(Collectors.joining(",")));
        return command;
    }
}
