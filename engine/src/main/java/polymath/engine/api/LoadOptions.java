package polymath.engine.api;

import java.util.Objects;

/// How a model is loaded.
///
/// @param contextTokens longest conversation in tokens; 0 takes the model's own limit, or what fits in memory
/// @param threads compute threads; 0 takes one per physical core
/// @param kvType number format of the key-value cache
public record LoadOptions(int contextTokens, int threads, KvType kvType) {

    /// A number format of cached keys and values: four, two or about one byte a value.
    public enum KvType {
        F32,
        F16,
        Q8
    }

    /// Everything chosen by the engine, the cache in half precision.
    public static final LoadOptions DEFAULT = new LoadOptions(0, 0, KvType.F16);

    public LoadOptions {
        Objects.requireNonNull(kvType);
        if (contextTokens < 0)
            throw new IllegalArgumentException("contextTokens must not be negative: " + contextTokens);
        if (threads < 0) throw new IllegalArgumentException("threads must not be negative: " + threads);
    }
}
