package polymath.installers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortableTest {
    @TempDir
    Path folder;

    @Test
    void theFolderIsInTheArchiveWithItsProgramsAndLinks() throws IOException {
        Path archive = pack(image("one"), "one.tar.gz");
        List<String> found = new ArrayList<>();
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new GzipCompressorInputStream(Files.newInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String content = entry.isFile() ? new String(tar.readAllBytes(), StandardCharsets.UTF_8) : "";
                found.add(
                        "%s %o %s%s".formatted(entry.getName(), entry.getMode() & 0777, entry.getLinkName(), content));
            }
        }
        assertThat(found)
                .containsExactly(
                        "polymath/bin/ 755 ",
                        "polymath/bin/polymath 755 program",
                        "polymath/lib 755 bin",
                        "polymath/text 644 words");
    }

    @Test
    void theSameFolderGivesTheSameBytes() throws IOException {
        Path first = pack(image("one"), "one.tar.gz");
        Path second = pack(image("two"), "two.tar.gz");
        assertThat(Main.sha256(first)).isEqualTo(Main.sha256(second)).hasSize(64);
    }

    private Path pack(Path image, String name) throws IOException {
        Path archive = folder.resolve(name);
        Portable.write(image, archive, 1_700_000_000);
        return archive;
    }

    private Path image(String name) throws IOException {
        Path image = folder.resolve(name);
        Files.createDirectories(image.resolve("bin"));
        Path program = Files.writeString(image.resolve("bin").resolve("polymath"), "program");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.setLastModifiedTime(
                Files.writeString(image.resolve("text"), "words"), FileTime.fromMillis(name.hashCode() * 1000L));
        Files.createSymbolicLink(image.resolve("lib"), Path.of("bin"));
        return image;
    }
}
