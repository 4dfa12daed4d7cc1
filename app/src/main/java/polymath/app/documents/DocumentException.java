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
        EMPTY
    }

    private final Code code;
    private final transient List<String> arguments;

    DocumentException(Code code, Object... arguments) {
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
