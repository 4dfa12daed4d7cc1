package polymath.app.documents;

import java.nio.file.Path;
import java.util.Objects;

/// A text file, read in full and made fit to be put before a model.
///
/// @param name of the file, without folders
/// @param text with `\n` line ends; invisible characters taken out
/// @param charset name of the encoding it was read with
/// @param removedCharacters how many invisible, direction-changing and control characters were taken out
public record TextFile(String name, String text, String charset, int removedCharacters) {
    /// Largest file read, in bytes.
    public static final long MAX_BYTES = 64L << 20;

    public TextFile {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
        Objects.requireNonNull(charset);
    }

    /// Reads a file of any extension; blocks while it does.
    ///
    /// @throws DocumentException if it is no text file, or cannot be read
    @SuppressWarnings("DoNotCallSuggester")
    public static TextFile read(Path file) throws DocumentException {
        throw new UnsupportedOperationException();
    }
}
