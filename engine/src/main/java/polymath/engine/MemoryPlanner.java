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
    /// Tokens of one step of reading.
    public static final int BLOCK_TOKENS = 256;

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
        int fitting = fittingContext(config, fileBytes, kv);
        int planned = contextTokens != 0 ? contextTokens : Math.max(1, fitting);
        return new MemoryPlan(
                fileBytes,
                KvCache.bytes(config, type(kv), planned),
                workspace(config),
                physicalBytes,
                availableBytes,
                planned,
                fitting);
    }

    private int fittingContext(ModelConfig config, long fileBytes, KvType kv) {
        if (availableBytes == 0) return config.contextLength();
        long free = availableBytes - fileBytes - workspace(config);
        long pageBytes = KvCache.bytes(config, type(kv), KvCache.PAGE_TOKENS);
        if (free < pageBytes) return 0;
        return (int) Math.min(config.contextLength(), free / pageBytes * KvCache.PAGE_TOKENS);
    }

    private static long workspace(ModelConfig config) {
        return PROCESS_BYTES + PhiMoe.workspaceBytes(config, BLOCK_TOKENS);
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
