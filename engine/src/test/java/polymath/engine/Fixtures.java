package polymath.engine;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Where tests find reference models and numbers.
public final class Fixtures {
    private Fixtures() {}

    /// A file among the test resources.
    public static Path resource(String name) {
        URL url = Objects.requireNonNull(Fixtures.class.getResource("/polymath/engine/fixtures/" + name), name);
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    public static JsonObject json(Path file) throws IOException {
        return new Gson().fromJson(Files.readString(file), JsonObject.class);
    }

    /// A file of the reference folder, which lies beside a checkout on some machines and is too large to be copied.
    public static Optional<Path> reference(String name) {
        Path beside = Path.of("").toAbsolutePath();
        return Stream.of(
                        Path.of(System.getProperty("polymath.shared", "")),
                        beside.resolve("../shared"),
                        beside.resolve("../../shared"))
                .map(folder -> folder.resolve("reference").resolve(name).normalize())
                .filter(Files::isRegularFile)
                .findFirst();
    }
}
