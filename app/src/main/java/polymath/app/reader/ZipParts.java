package polymath.app.reader;

import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;

/// Entries of a zip file, by exact name, never written to a disk. What comes out is counted as it comes: the sizes in
/// the file's own tables are whatever its author wrote there.
final class ZipParts implements AutoCloseable {
    static final int MOST_ENTRIES = 10_000;
    static final long MOST_BYTES = 512L << 20;
    static final long MOST_ENTRY_BYTES = 64L << 20;
    private static final long RATIO_FROM_BYTES = 1 << 20;
    private static final long MOST_RATIO = 200;

    private final ZipFile zip;
    private final String name;
    private long inflated;

    /// More came out than a document holds.
    static final class ExpandsException extends IOException {
        private static final long serialVersionUID = 1;

        ExpandsException(String message) {
            super(message);
        }
    }

    /// @param name of the file, for what is said about it
    ZipParts(Path file, String name) throws IOException, DocumentException {
        this.name = name;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw new DocumentException(Code.DAMAGED, name);
        }
        if (zip.size() > MOST_ENTRIES) {
            zip.close();
            throw new DocumentException(Code.EXPANDS, name);
        }
    }

    boolean has(String entry) {
        return zip.getEntry(entry) != null;
    }

    /// The first entry of that name.
    ///
    /// @throws DocumentException if there is none, or it is encrypted
    InputStream open(String entry) throws IOException, DocumentException {
        ZipEntry found = zip.getEntry(entry);
        if (found == null) throw new DocumentException(Code.DAMAGED, name);
        try {
            return new Counted(zip.getInputStream(found), Math.max(1, found.getCompressedSize()));
        } catch (ZipException e) {
            boolean encrypted =
                    String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("encrypt");
            throw new DocumentException(encrypted ? Code.PASSWORD : Code.DAMAGED, name);
        }
    }

    byte[] bytes(String entry) throws IOException, DocumentException {
        try (InputStream in = open(entry)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    String text(String entry) throws IOException, DocumentException {
        return new String(bytes(entry), StandardCharsets.UTF_8);
    }

    /// Unpacks every entry that another library is going to read, and throws the bytes away.
    void checkXml() throws IOException, DocumentException {
        for (ZipEntry entry : zip.stream().toList()) {
            String lower = entry.getName().toLowerCase(Locale.ROOT);
            if (!lower.endsWith(".xml") && !lower.endsWith(".rels")) continue;
            try (InputStream in = open(entry.getName())) {
                in.transferTo(java.io.OutputStream.nullOutputStream());
            }
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Counted extends FilterInputStream {
        private final long packed;
        private long here;

        Counted(InputStream in, long packed) {
            super(in);
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) count(1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int count = super.read(bytes, offset, length);
            if (count > 0) count(count);
            return count;
        }

        private void count(int count) throws IOException {
            here += count;
            inflated += count;
            if (here > MOST_ENTRY_BYTES || inflated > MOST_BYTES)
                throw new ExpandsException("an entry has more than " + here + " bytes, all have " + inflated);
            if (here > RATIO_FROM_BYTES && here / packed > MOST_RATIO)
                throw new ExpandsException(packed + " bytes became more than " + here);
        }
    }
}
