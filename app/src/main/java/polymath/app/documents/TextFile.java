package polymath.app.documents;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;
import org.mozilla.universalchardet.UniversalDetector;
import polymath.app.documents.DocumentException.Code;

/// A text file, read in full and made fit to be put before a model.
///
/// @param name of the file, without folders
/// @param text with `\n` line ends; invisible characters taken out
/// @param charset name of the encoding it was read with
/// @param removedCharacters how many invisible, direction-changing and control characters were taken out
public record TextFile(String name, String text, String charset, int removedCharacters) {
    /// Largest file read, in bytes.
    public static final long MAX_BYTES = 64L << 20;

    private static final int LARGEST_CONTROL_SHARE = 20; // one in twenty
    private static final int SAMPLE_BYTES = 1 << 20;

    /// The encoding a byte order mark names, and where the text begins.
    private record Mark(Optional<Charset> charset, int length) {}

    public TextFile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
        Objects.requireNonNull(charset);
    }

    /// Reads a file of any extension; blocks while it does.
    ///
    /// @throws DocumentException if it is no text file, or cannot be read
    public static TextFile read(Path file) throws DocumentException {
        String name = String.valueOf(file.getFileName());
        byte[] bytes = bytes(file, name);
        Mark mark = mark(bytes);
        Charset charset = mark.charset().orElseGet(() -> detected(bytes));
        String decoded = new String(bytes, mark.length(), bytes.length - mark.length(), charset);
        // Bytes are judged before they are decoded: an encoding can always be found that makes letters of them.
        if (mark.charset().isPresent() ? binary(decoded) : binary(new String(bytes, StandardCharsets.ISO_8859_1)))
            throw new DocumentException(Code.NOT_TEXT, name);
        VisibleText visible = VisibleText.of(decoded);
        if (visible.text().isBlank()) throw new DocumentException(Code.EMPTY, name);
        return new TextFile(name, visible.text(), charset.name(), visible.removed());
    }

    private static byte[] bytes(Path file, String name) throws DocumentException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            // Before it is opened: opening a pipe waits for its other end.
            if (!attributes.isRegularFile()) throw new DocumentException(Code.NOT_A_FILE, name);
            if (attributes.size() > MAX_BYTES)
                throw new DocumentException(Code.TOO_LARGE, name, attributes.size(), MAX_BYTES);
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes((int) MAX_BYTES + 1); // it may have grown
                if (bytes.length > MAX_BYTES)
                    throw new DocumentException(Code.TOO_LARGE, name, bytes.length, MAX_BYTES);
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw new DocumentException(Code.NOT_FOUND, name);
        } catch (IOException e) {
            throw new DocumentException(Code.UNREADABLE, name, String.valueOf(e.getMessage()));
        }
    }

    private static Mark mark(byte[] bytes) {
        if (starts(bytes, 0xef, 0xbb, 0xbf)) return new Mark(Optional.of(StandardCharsets.UTF_8), 3);
        if (starts(bytes, 0xff, 0xfe, 0, 0)) return new Mark(Optional.of(StandardCharsets.UTF_32LE), 4);
        if (starts(bytes, 0, 0, 0xfe, 0xff)) return new Mark(Optional.of(StandardCharsets.UTF_32BE), 4);
        if (starts(bytes, 0xff, 0xfe)) return new Mark(Optional.of(StandardCharsets.UTF_16LE), 2);
        if (starts(bytes, 0xfe, 0xff)) return new Mark(Optional.of(StandardCharsets.UTF_16BE), 2);
        return new Mark(Optional.empty(), 0);
    }

    private static boolean starts(byte[] bytes, int... expected) {
        if (bytes.length < expected.length) return false;
        for (int i = 0; i < expected.length; i++) if ((bytes[i] & 0xff) != expected[i]) return false;
        return true;
    }

    private static boolean binary(String characters) {
        if (characters.startsWith("%PDF-") || characters.startsWith("PK\u0003\u0004")) return true;
        long controls = characters
                .chars()
                .filter(c -> (c < 0x20 && "\t\n\f\r\u001b".indexOf(c) < 0) || c == 0x7f)
                .count();
        return controls > characters.length() / LARGEST_CONTROL_SHARE;
    }

    /// Of bytes without a mark: UTF-8 if they are that throughout, else what their frequencies look like.
    private static Charset detected(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return StandardCharsets.UTF_8;
        } catch (CharacterCodingException e) {
            UniversalDetector detector = new UniversalDetector();
            detector.handleData(bytes, 0, Math.min(bytes.length, SAMPLE_BYTES));
            detector.dataEnd();
            return Optional.ofNullable(detector.getDetectedCharset())
                    .filter(name -> !name.equals("US-ASCII") && Charset.isSupported(name))
                    .map(Charset::forName)
                    .orElse(Charset.forName("windows-1252"));
        }
    }
}
