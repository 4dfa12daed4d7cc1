package polymath.engine;

import java.lang.management.ManagementFactory;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.MemoryPlan;
import polymath.engine.model.KvCache;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.PhiMoe;
import polymath.engine.tensor.GgmlType;

/// Works out what a model will take before it is loaded. A pure function of its arguments.
///
/// @param physicalBytes memory of the machine or container; 0 if unknown
/// @param availableBytes free or reclaimable now, not counting what this process holds; 0 if unknown
public record MemoryPlanner(long physicalBytes, long availableBytes) {
    /// Tokens of one step of reading, memory permitting: the more, the less often each weight is turned into floats.
    public static final int MOST_BLOCK_TOKENS = 2048;
    /// Where memory is short.
    private static final int LEAST_BLOCK_TOKENS = 256;
    /// A context that is not given up for longer steps.
    private static final int GOOD_CONTEXT = 8192;

    /// Heap and code of this process beside the buffers that are planned for.
    private static final long PROCESS_BYTES = 300L << 20;

    /// For this machine, as it is now.
    public static MemoryPlanner ofThisMachine() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long available = ProcessMemory.availableBytes();
        return new MemoryPlanner(system.getTotalMemorySize(), available);
    }

    /// @param contextTokens 0 for the longest that fits, at most the model's own
    public MemoryPlan plan(ModelConfig config, long fileBytes, KvType kv, int contextTokens) {
        int block = blockTokens(config, fileBytes, kv, contextTokens);
        int fitting = fittingContext(config, fileBytes, kv, block);
        int planned = contextTokens != 0 ? contextTokens : Math.max(1, fitting);
        return new MemoryPlan(
                fileBytes,
                KvCache.bytes(config, type(kv), planned),
                workspace(config, block),
                physicalBytes,
                availableBytes,
                planned,
                fitting);
    }

    /// Tokens of one step of reading: fewer where the wanted context, or a good one, would not fit otherwise.
    ///
    /// @param contextTokens 0 for the longest that fits
    public int blockTokens(ModelConfig config, long fileBytes, KvType kv, int contextTokens) {
        int wanted = Math.min(config.contextLength(), contextTokens == 0 ? GOOD_CONTEXT : contextTokens);
        int block = MOST_BLOCK_TOKENS;
        while (block > LEAST_BLOCK_TOKENS && fittingContext(config, fileBytes, kv, block) < wanted) block /= 2;
        return block;
    }

    private int fittingContext(ModelConfig config, long fileBytes, KvType kv, int block) {
        if (availableBytes == 0) return config.contextLength();
        long free = availableBytes - fileBytes - workspace(config, block);
        long pageBytes = KvCache.bytes(config, type(kv), KvCache.PAGE_TOKENS);
        if (free < pageBytes) return 0;
        return (int) Math.min(config.contextLength(), free / pageBytes * KvCache.PAGE_TOKENS);
    }

    private static long workspace(ModelConfig config, int block) {
        return PROCESS_BYTES + PhiMoe.workspaceBytes(config, block);
    }

    /// The block type a cache of this kind is kept in.
    public static GgmlType type(KvType kv) {
        return switch (kv) {
            case F32 -> GgmlType.F32;
            case F16 -> GgmlType.F16;
            case Q8 -> GgmlType.Q8_0;
        };
    }
}
