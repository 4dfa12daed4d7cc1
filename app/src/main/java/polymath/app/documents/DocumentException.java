package polymath.app.documents;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/// A document that cannot be attached; the window words it by code and arguments.
public final class DocumentException extends Exception {
    private static final long serialVersionUID = 1;

    /// Why, with the arguments of its sentence.
    public enum Code {
        /// name
        NOT_FOUND,
        /// name; a folder, pipe or device
        NOT_A_FILE,
        /// name, the system's reason
        UNREADABLE,
        /// name, bytes, bytes allowed
        TOO_LARGE,
        /// name; most likely another format, such as PDF or an image
        NOT_TEXT,
        /// name; nothing but white space
        EMPTY,
        /// name; it is a picture
        PICTURE,
        /// name; Word, Excel or PowerPoint before 2007
        OLD_OFFICE,
        /// name; encrypted, and the key is not empty
        PASSWORD,
        /// name, pages; pictures of pages without text
        SCANNED,
        /// name; its fonts do not say which characters they draw
        GARBLED,
        /// name; broken, or not what it says it is
        DAMAGED,
        /// name; takes more time, memory or depth than a document does
        TOO_COMPLEX,
        /// name; a small file that would become a huge one
        EXPANDS,
        /// name; it became another file while it was read
        CHANGED,
        /// name; the process that reads documents could not be started
        NO_READER,
        /// name; the user took it back
        CANCELLED
    }

    private final Code code;
    private final transient List<String> arguments;

    public DocumentException(Code code, Object... arguments) {
        super(code + " " + Arrays.toString(arguments));
        this.code = Objects.requireNonNull(code);
        this.arguments = Arrays.stream(arguments).map(String::valueOf).toList();
    }

    public Code code() {
        return code;
    }

    /// In the order [Code] names them; numbers are plain digits.
    public List<String> arguments() {
        return arguments;
    }
}
