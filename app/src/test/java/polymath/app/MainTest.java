package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.platform.SingleInstance;
import polymath.app.platform.UserFolders;

class MainTest {
    @Test
    void theFirstStartMakesTheFolderForItsOwnerAlone(@TempDir Path home) throws IOException {
        assumeTrue(FileSystems.getDefault().supportedFileAttributeViews().contains("posix"), "no owners here");
        Path data = home.resolve("share/polymath");
        try (SingleInstance first =
                Main.claim(new UserFolders(data, home, home, home), List.of()).orElseThrow()) {
            assertThat(first).isNotNull();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                    .isEqualTo("rwx------");
        }
    }
}
