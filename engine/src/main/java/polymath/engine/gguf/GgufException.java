package polymath.engine.gguf;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import polymath.engine.tensor.GgmlType;

/// A model file cannot be used: which file, why, and where in it.
///
/// The message is English, for logs. [#kind] and [#arguments] are for whoever words it for users.
public final class GgufException extends Exception {
    private static final long serialVersionUID = 1;

    /// The reasons. Each carries its arguments in this order, the file's path first; numbers are plain digits.
    public enum Kind {
        /// path
        NOT_FOUND("there is no file %s"),
        /// path, what it is
        NOT_A_FILE("%s is a %s"),
        /// path, the system's reason
        UNREADABLE("%s cannot be read: %s"),
        /// path, bytes
        EMPTY("%s is no model: it has %s bytes"),
        /// path, what it looks like
        NOT_GGUF("%s is %s, not a GGUF file"),
        /// path, version
        VERSION("%s has GGUF version %s; 2 and 3 are read"),
        /// path, bytes needed (at least), bytes there
        TRUNCATED("%s ends early: it needs %s bytes and has %s"),
        /// path, byte offset, what is wrong there
        DAMAGED("%s is damaged at byte %s: %s"),
        /// path, architecture
        WRONG_ARCHITECTURE("%s holds a '%s' model"),
        /// path, compression type, types that are read
        UNSUPPORTED_TYPE("%s holds %s; read are %s"),
        /// path, tensor
        TENSOR_MISSING("%s lacks the tensor '%s'"),
        /// path, tensor, what is wrong with it
        TENSOR_WRONG("%s: tensor '%s' is wrong: %s"),
        /// path, key, value
        BAD_SETTING("%s: setting '%s' is %s"),
        /// path, what is wrong
        BAD_VOCABULARY("%s: damaged vocabulary: %s"),
        /// path of the missing or foreign part, its number (from 1), number of parts
        PART_MISSING("%s is missing or foreign: part %s of %s");

        private final String form;

        Kind(String form) {
            this.form = form;
        }
    }

    private final Kind kind;
    private final transient List<String> arguments;
    private final transient Path path;
    private final transient Optional<Long> offset;

    private GgufException(Kind kind, Path path, Optional<Long> offset, Object... details) {
        this.kind = kind;
        this.path = path;
        this.offset = offset;
        String[] texts = new String[details.length + 1];
        texts[0] = path.toString();
        for (int i = 0; i < details.length; i++) texts[i + 1] = Printable.of(String.valueOf(details[i]));
        this.arguments = List.of(texts);
    }

    private GgufException(Kind kind, Path path, Object... details) {
        this(kind, path, Optional.empty(), details);
    }

    public Kind kind() {
        return kind;
    }

    /// What the kind's sentence needs, in the order [Kind] names it; printable but for the path.
    public List<String> arguments() {
        return arguments;
    }

    /// The file; of a split model, the part.
    public Path path() {
        return path;
    }

    /// The byte of the file at which the fault was seen, where there is such a place.
    public Optional<Long> offset() {
        return offset;
    }

    @Override
    public String getMessage() {
        return kind.form.formatted(arguments.toArray());
    }

    public static GgufException notFound(Path path) {
        return new GgufException(Kind.NOT_FOUND, path);
    }

    /// @param what it is instead: "directory"
    public static GgufException notAFile(Path path, String what) {
        return new GgufException(Kind.NOT_A_FILE, path, what);
    }

    public static GgufException unreadable(Path path, Throwable cause) {
        GgufException exception = new GgufException(Kind.UNREADABLE, path, reason(cause));
        exception.initCause(cause);
        return exception;
    }

    public static GgufException empty(Path path, long bytes) {
        return new GgufException(Kind.EMPTY, path, bytes);
    }

    /// @param looksLike with its article: "a web page"
    public static GgufException notGguf(Path path, String looksLike) {
        return new GgufException(Kind.NOT_GGUF, path, looksLike);
    }

    public static GgufException version(Path path, String version) {
        return new GgufException(Kind.VERSION, path, version);
    }

    /// @param needed bytes the file needs at least
    /// @param there bytes the file has
    public static GgufException truncated(Path path, long needed, long there) {
        return new GgufException(Kind.TRUNCATED, path, Optional.of(there), needed, there);
    }

    public static GgufException damaged(Path path, long offset, String what) {
        return new GgufException(Kind.DAMAGED, path, Optional.of(offset), offset, what);
    }

    public static GgufException wrongArchitecture(Path path, String architecture) {
        return new GgufException(Kind.WRONG_ARCHITECTURE, path, architecture);
    }

    /// @param type ggml's name of it
    public static GgufException unsupportedType(Path path, String type) {
        return new GgufException(Kind.UNSUPPORTED_TYPE, path, type, GgmlType.names());
    }

    public static GgufException tensorMissing(Path path, String tensor) {
        return new GgufException(Kind.TENSOR_MISSING, path, tensor);
    }

    public static GgufException tensorWrong(Path path, String tensor, String what) {
        return new GgufException(Kind.TENSOR_WRONG, path, tensor, what);
    }

    /// @param value the value found, or "missing", or what it is instead
    public static GgufException badSetting(Path path, String key, String value) {
        return new GgufException(Kind.BAD_SETTING, path, key, value);
    }

    public static GgufException badVocabulary(Path path, String what) {
        return new GgufException(Kind.BAD_VOCABULARY, path, what);
    }

    /// @param part of the missing or foreign file
    /// @param number of the part, from 1
    public static GgufException partMissing(Path part, long number, long parts) {
        return new GgufException(Kind.PART_MISSING, part, number, parts);
    }

    private static String reason(Throwable cause) {
        // A FileSystemException's message repeats the path; its reason alone is what users can act on.
        if (cause instanceof FileSystemException refused && refused.getReason() != null) return refused.getReason();
        if (cause instanceof IOException && cause.getMessage() != null) return cause.getMessage();
        return cause.getClass().getSimpleName();
    }
}
