package polymath.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

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

    /// A file of the reference data in a folder `shared` beside the checkout, or where `-Dpolymath.shared` says; a test
    /// that needs it is skipped where it is absent.
    public static Path shared(String name) {
        Path file = Path.of(System.getProperty("polymath.shared", "../../shared"), name);
        assumeTrue(Files.isRegularFile(file), "no reference data at " + file.toAbsolutePath());
        return file;
    }
}
