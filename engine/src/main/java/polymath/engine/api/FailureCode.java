package polymath.engine.api;

/// What can go wrong, each with the arguments its sentence takes. The English sentences are in `failures.properties`
/// beside this class; the window translates by code.
public enum FailureCode {
    /// path
    MODEL_NOT_FOUND,
    /// path, what it is (directory, device)
    MODEL_NOT_A_FILE,
    /// path, the system's reason
    MODEL_UNREADABLE,
    /// path, bytes
    MODEL_EMPTY,
    /// path, what it looks like
    MODEL_NOT_GGUF,
    /// path, version
    MODEL_VERSION,
    /// path, bytes needed, bytes there
    MODEL_TRUNCATED,
    /// path, byte offset, what is wrong there
    MODEL_DAMAGED,
    /// path, architecture
    MODEL_WRONG_ARCHITECTURE,
    /// path, compression type, types that are read
    MODEL_UNSUPPORTED_TYPE,
    /// path, tensor
    MODEL_TENSOR_MISSING,
    /// path, tensor, what is wrong with it
    MODEL_TENSOR_WRONG,
    /// path, key, value
    MODEL_BAD_SETTING,
    /// path, what is wrong
    MODEL_BAD_VOCABULARY,
    /// path of the missing or foreign part, its number, number of parts
    MODEL_PART_MISSING,
    /// bytes needed, bytes available, longest context that fits
    NOT_ENOUGH_MEMORY,
    /// context asked for, the model's limit
    CONTEXT_TOO_LONG,
    /// nothing
    NO_MODEL,
    /// name of the model
    NOT_A_CHAT_MODEL,
    /// prompt tokens, context tokens
    PROMPT_TOO_LONG,
    /// path
    MODEL_CHANGED,
    /// where
    MODEL_BAD_NUMBERS,
    /// nothing
    CANCELLED,
    /// why
    NO_GPU,
    /// exit status
    ENGINE_DIED,
    /// the system's reason
    ENGINE_NOT_STARTED,
    /// nothing
    OUT_OF_HEAP,
    /// what a programmer would want to know
    INTERNAL
}
