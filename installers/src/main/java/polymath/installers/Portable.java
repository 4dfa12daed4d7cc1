package polymath.installers;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/// The program's folder as one archive, to be unpacked anywhere. The same folder gives the same bytes.
final class Portable {
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    private Portable() {}

    /// @param seconds time of all entries, since 1970
    static void write(Path image, Path archive, long seconds) throws IOException {
        GzipParameters gzip = new GzipParameters();
        gzip.setCompressionLevel(9);
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(archive));
                TarArchiveOutputStream tar = new TarArchiveOutputStream(new GzipCompressorOutputStream(file, gzip));
                Stream<Path> all = Files.walk(image)) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            List<Path> entries =
                    all.filter(path -> !path.equals(image)).sorted().toList();
            for (Path path : entries) put(tar, image, path, seconds);
        }
    }

    private static void put(TarArchiveOutputStream tar, Path image, Path path, long seconds) throws IOException {
        String name = "polymath/" + image.relativize(path).toString().replace('\\', '/');
        boolean link = Files.isSymbolicLink(path);
        boolean folder = !link && Files.isDirectory(path);
        TarArchiveEntry entry = link
                ? new TarArchiveEntry(name, TarConstants.LF_SYMLINK)
                : new TarArchiveEntry(folder ? name + "/" : name);
        if (link) entry.setLinkName(Files.readSymbolicLink(path).toString());
        entry.setMode(folder || Files.isExecutable(path) ? EXECUTABLE : PLAIN);
        entry.setModTime(seconds * 1000);
        entry.setIds(0, 0);
        if (!link && !folder) entry.setSize(Files.size(path));
        tar.putArchiveEntry(entry);
        if (!link && !folder) Files.copy(path, tar);
        tar.closeArchiveEntry();
    }
}
