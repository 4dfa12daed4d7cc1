package polymath.engine.api;

import java.util.Objects;

/// What a model file says about itself.
///
/// @param name `general.name`, made printable and cut to 120 characters
/// @param quantization of most weights, such as `Q4_0`
/// @param fileBytes size of all parts together
/// @param parameterCount weights in all tensors
/// @param trainedContextTokens longest sequence the model was made for
/// @param chatCapable whether the vocabulary has the chat template's markers; without them it can be traced and timed
/// @param wellReadTokens longest document that this very model reads well at once, as its file says; 0 if it does not
public record ModelInfo(
        String path,
        String name,
        String quantization,
        long fileBytes,
        long parameterCount,
        int blockCount,
        int embeddingLength,
        int expertCount,
        int vocabularySize,
        int trainedContextTokens,
        boolean chatCapable,
        int wellReadTokens) {
    public ModelInfo {
        Objects.requireNonNull(path);
        Objects.requireNonNull(name);
        Objects.requireNonNull(quantization);
        if (wellReadTokens < 0)
            throw new IllegalArgumentException("wellReadTokens must not be negative, got " + wellReadTokens);
    }

    /// Longest document that is to be read at once, where up to `wanted` tokens are wanted.
    public int wholeTokens(int wanted) {
        return wellReadTokens == 0 ? wanted : Math.min(wanted, wellReadTokens);
    }
}
