package polymath.engine.api;

import java.util.Objects;

/// How a model is loaded.
///
/// @param contextTokens longest conversation in tokens; 0 takes the model's own limit, or what fits in memory
/// @param threads compute threads; 0 takes one per physical core
/// @param kvType number format of the key-value cache
/// @param gpu absent in a message, [GpuUse#AUTO]
public record LoadOptions(int contextTokens, int threads, KvType kvType, GpuUse gpu) {

    /// A number format of cached keys and values: four, two or about one byte a value.
    public enum KvType {
        F32,
        F16,
        Q8
    }

    /// Everything chosen by the engine, the cache in half precision.
    public static final LoadOptions DEFAULT = new LoadOptions(0, 0, KvType.F16);

    /// With a graphics card, if there is one that can be used.
    public LoadOptions(int contextTokens, int threads, KvType kvType) {
        this(contextTokens, threads, kvType, GpuUse.AUTO);
    }

    public LoadOptions {
        Objects.requireNonNull(kvType);
        gpu = Objects.requireNonNullElse(gpu, GpuUse.AUTO);
        if (contextTokens < 0)
            throw new IllegalArgumentException("contextTokens must not be negative: " + contextTokens);
        if (threads < 0) throw new IllegalArgumentException("threads must not be negative: " + threads);
    }

    public LoadOptions withContextTokens(int tokens) {
        return new LoadOptions(tokens, threads, kvType, gpu);
    }

    public LoadOptions withThreads(int count) {
        return new LoadOptions(contextTokens, count, kvType, gpu);
    }

    public LoadOptions withKvType(KvType type) {
        return new LoadOptions(contextTokens, threads, type, gpu);
    }

    public LoadOptions withGpu(GpuUse use) {
        return new LoadOptions(contextTokens, threads, kvType, use);
    }
}
