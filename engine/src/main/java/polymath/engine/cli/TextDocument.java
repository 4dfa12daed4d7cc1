package polymath.engine.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import polymath.engine.api.Document;
import polymath.engine.api.PlainText;

/// Plain text files as documents; the window's reader takes other formats too.
final class TextDocument {
    private static final long MAX_BYTES = 64L << 20;

    private TextDocument() {}

    /// The file that a typed line names, as a terminal pastes the path of a file that is dropped on it: in quotes, or
    /// with spaces escaped. Empty if there is no such file.
    static Optional<Path> named(String line) {
        String path = line.strip();
        if (path.length() > 1 && "'\"".indexOf(path.charAt(0)) >= 0 && path.charAt(0) == path.charAt(path.length() - 1))
            path = path.substring(1, path.length() - 1);
        try {
            Path asWritten = Path.of(path);
            if (Files.isRegularFile(asWritten)) return Optional.of(asWritten);
            Path unescaped = Path.of(path.replace("\\ ", " "));
            return Files.isRegularFile(unescaped) ? Optional.of(unescaped) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty(); // a sentence, no path
        }
    }

    /// Reads a whole file of UTF-8.
    ///
    /// @throws UsageException if it is no text, holds none, or is too large
    static Document read(Path file) throws IOException {
        long bytes = Files.size(file);
        if (bytes > MAX_BYTES)
            throw new UsageException(
                    "%s has %,d bytes, more than the %,d that are read as one document", file, bytes, MAX_BYTES);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString()
                    .replace("\r\n", "\n");
            if (text.isBlank()) throw new UsageException("%s holds no text", file);
            if (text.indexOf('\0') >= 0) throw new UsageException("%s is no text file", file);
            return PlainText.of(
                    String.valueOf(file.getFileName()), text.startsWith("\ufeff") ? text.substring(1) : text);
        } catch (CharacterCodingException e) {
            throw new UsageException("%s is no text in UTF-8: save it as UTF-8, or open it in the window", file);
        }
    }
}
