package polymath.app.transfer;

import java.util.List;
import java.util.Objects;

/// A file was not imported, and nothing of it. The window words it by its code.
public final class ImportException extends Exception {
    private static final long serialVersionUID = 1;

    /// Why; after the dash the arguments of its sentence.
    public enum Code {
        /// It is not there, or may not be read – name.
        UNREADABLE,
        /// More bytes, chats or messages than an import takes – name.
        TOO_LARGE,
        /// Neither our JSON nor ChatGPT's – name.
        NOT_CHATS,
        /// It begins as such a file and then is something else – name, the place in it.
        DAMAGED,
        /// A later version of our JSON – name.
        NEWER
    }

    private final Code code;
    private final transient List<String> arguments;

    ImportException(Code code, String... arguments) {
        super(code + " " + String.join(" ", arguments));
        this.code = Objects.requireNonNull(code);
        this.arguments = List.of(arguments);
    }

    public Code code() {
        return code;
    }

    public List<String> arguments() {
        return arguments;
    }
}
