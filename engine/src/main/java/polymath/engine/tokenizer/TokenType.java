package polymath.engine.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/// What kind of entry of the vocabulary a token is, numbered as in GGUF files.
public enum TokenType {
    /// A piece of text.
    NORMAL(1),
    /// Stands for what the vocabulary cannot say; some converters give it to padding entries, too.
    UNKNOWN(2),
    /// A marker that no text stands for.
    CONTROL(3),
    /// A marker that is recognised in any text.
    USER_DEFINED(4),
    /// Only there to round up the size.
    UNUSED(5),
    /// One byte, for characters the vocabulary lacks.
    BYTE(6);

    private final int id;

    TokenType(int id) {
        this.id = id;
    }

    static Optional<TokenType> ofId(int id) {
        return Arrays.stream(values()).filter(type -> type.id == id).findFirst();
    }
}
