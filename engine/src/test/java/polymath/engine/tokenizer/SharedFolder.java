package polymath.engine.tokenizer;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The reference data that lies in a folder `shared` beside the checkout, or where `-Dpolymath.shared` says.
final class SharedFolder {
    private SharedFolder() {}

    /// A file of it; a test that needs it is skipped where it is absent.
    static Path file(String name) {
        Path file = Path.of(System.getProperty("polymath.shared", "../../shared"), name);
        assumeTrue(Files.exists(file), "no reference data at " + file.toAbsolutePath());
        return file;
    }
}
