package polymath.engine.cli;

import picocli.CommandLine.Option;
import polymath.engine.Cards;
import polymath.engine.Offload;
import polymath.engine.api.GpuUse;
import polymath.engine.cuda.CudaException;

/// `--gpu` and what goes with it.
final class GpuOptions {
    @Option(names = "--gpu", description = "Use a graphics card: ${COMPLETION-CANDIDATES}. Default: auto.")
    private GpuUse.Mode mode = GpuUse.Mode.AUTO;

    @Option(
            names = "--gpu-layers",
            paramLabel = "auto|N",
            description = "Layers whose experts go to the card. Default: auto, as many as fit.")
    private String layers = "auto";

    @Option(
            names = "--gpu-mem",
            paramLabel = "MIB",
            description = "How much of the card's memory may be taken. Default: what is free.")
    private int megabytes;

    @Option(
            names = "--gpu-device",
            paramLabel = "N",
            description = "Which card, as gpu-info counts. Default: the first.")
    private int device = -1;

    GpuUse use() {
        if (megabytes < 0) throw new UsageException("--gpu-mem must be positive, got %d", megabytes);
        if (device < -1) throw new UsageException("--gpu-device must be 0 or more, got %d", device);
        return new GpuUse(mode, layers(), megabytes, device);
    }

    /// The model as these options want it computed.
    Offload.Result bring(Offload.Job job) {
        Offload.Result result = new Offload(Cards.ofThisComputer(), use()).bring(job, GpuOptions::lost);
        if (mode == GpuUse.Mode.REQUIRE && result.card().isEmpty())
            throw new UsageException("no graphics card can be used: %s", result.obstacle());
        return result;
    }

    private static void lost(CudaException reason) {
        Main.err("the graphics card failed, the processor goes on: " + reason.getMessage());
    }

    private int layers() {
        if (layers.equalsIgnoreCase("auto")) return -1;
        if (!layers.matches("\\d{1,6}"))
            throw new UsageException("--gpu-layers is auto or a number of layers, got '%s'", layers);
        return Integer.parseInt(layers);
    }
}
