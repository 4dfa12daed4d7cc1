package polymath.engine.cli;

import picocli.CommandLine.Option;
import polymath.engine.Cores;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;

/// `--threads` and `--kernels`.
final class ComputeOptions {
    @Option(names = "--threads", paramLabel = "N", description = "Compute threads. Default: one per physical core.")
    private int threads;

    @Option(names = "--kernels", description = "Which arithmetic: ${COMPLETION-CANDIDATES}. Default: auto.")
    private Kernels.Choice kernels = Kernels.Choice.AUTO;

    int threads() {
        if (threads < 0 || threads > 1024) throw new UsageException("--threads must be in 1..1024, got %d", threads);
        return threads == 0 ? Cores.physical() : threads;
    }

    Kernels kernels(StopSignal stop) {
        return Kernels.select(kernels, threads(), stop);
    }
}
