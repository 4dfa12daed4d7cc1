package polymath.engine.prefix;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import polymath.engine.model.KvCache;
import polymath.engine.model.ModelConfig;

/// What keys and values depend on beside the tokens before them: those on disk are of use only where all of it is the
/// same.
///
/// Tokenizer and chat template are in it by what they make, the token ids, which every page carries.
///
/// @param model digest of the model file; the tokenizer's tables are part of its header
/// @param arithmetic which kernels computed, since others round differently
/// @param kvType number format of the cache
/// @param shape blocks, key-value heads, length of a head, positions of a page
/// @param longFactors under which rotary factors
public record Fingerprint(String model, String arithmetic, String kvType, List<Integer> shape, boolean longFactors) {
    /// Of the files. A change of it makes every older file one to be deleted.
    static final int FORMAT = 1;

    public Fingerprint {
        shape = List.copyOf(shape);
    }

    /// Of what a cache will hold.
    ///
    /// @param model digest of the model file
    public static Fingerprint of(
            String model, String arithmetic, ModelConfig config, KvCache cache, boolean longFactors) {
        List<Integer> shape =
                List.of(config.blockCount(), config.headCountKv(), config.headSize(), KvCache.PAGE_TOKENS);
        return new Fingerprint(model, arithmetic, cache.type().name(), shape, longFactors);
    }

    String digest() {
        return Digest.of(Stream.of(FORMAT, model, arithmetic, kvType, shape, longFactors)
                .map(String::valueOf)
                .collect(Collectors.joining("\n")));
    }
}
