package polymath.engine.cli;

import picocli.CommandLine.Option;
import polymath.engine.api.LoadOptions;

/// How the model is loaded.
final class EngineOptions {
    /// Whether a graphics card is to be used.
    enum Gpu {
        AUTO,
        OFF,
        REQUIRE
    }

    @Option(names = "--context", paramLabel = "N", description = "Longest conversation in tokens. Default: what fits.")
    private int context;

    @Option(names = "--threads", paramLabel = "N", description = "Compute threads. Default: one per physical core.")
    private int threads;

    @Option(names = "--gpu", description = "Use a graphics card: ${COMPLETION-CANDIDATES}. Default: auto.")
    private Gpu gpu = Gpu.AUTO;

    LoadOptions options() {
        if (gpu == Gpu.REQUIRE) throw new UsageException("%s; use --gpu auto or off", GpuInfo.NONE);
        if (context < 0) throw new UsageException("--context must be positive, got %d", context);
        if (threads < 0) throw new UsageException("--threads must be positive, got %d", threads);
        return new LoadOptions(context, threads, LoadOptions.DEFAULT.kvType());
    }
}
