package polymath.engine.cli;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.Cards;
import polymath.engine.ModelFile;
import polymath.engine.cuda.CudaException;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.selftest.ReportMap;
import polymath.engine.selftest.ReportTable;
import polymath.engine.selftest.SelfTest;
import polymath.engine.selftest.SelfTestReport;
import polymath.engine.selftest.TriedModel;

/// Whether a graphics card does what it should, and how fast. Exit status 2 if it does not, or if there is none.
@Command(
        name = "gpu-selftest",
        description = "Try a graphics card: copies, products, every kernel and a model against the processor,"
                + " and how fast they are.")
final class GpuSelftest implements Callable<Integer> {
    private static final String NAME = "gpu-selftest";

    private final Cards cards;

    @Option(names = "--model", paramLabel = "FILE", description = "Also try this model and time it.")
    private Optional<Path> model = Optional.empty();

    @Option(
            names = "--full",
            description = "Also try random weights in the model's full shape: 23 GB on the card, 1 GB here.")
    private boolean full;

    @Option(
            names = "--gpu-mem",
            paramLabel = "MIB",
            description = "Try that model once more with so much of the card, and time the processor beside it.")
    private int gpuMegabytes;

    @Option(names = "--gpu-device", paramLabel = "N", description = "Which, as gpu-info counts. Default: the first.")
    private int device = -1;

    @Option(names = "--megabytes", paramLabel = "N", description = "Size of what is copied. Default: 256.")
    private int megabytes = 256;

    @Option(names = "--small", description = "Tiny shapes only, which says nothing about speed.")
    private boolean small;

    @Mixin
    private ComputeOptions compute = new ComputeOptions();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Option(
            names = "--out",
            paramLabel = "FOLDER",
            description = "Also write gpu-selftest.txt and gpu-selftest.json there.")
    private Optional<Path> out = Optional.empty();

    GpuSelftest() {
        this(Cards.ofThisComputer());
    }

    GpuSelftest(Cards cards) {
        this.cards = cards;
    }

    @Override
    public Integer call() throws GgufException {
        if (megabytes < 1 || megabytes > 1024)
            throw new UsageException("--megabytes must be in 1..1024, got %d", megabytes);
        if (gpuMegabytes < 0) throw new UsageException("--gpu-mem must be positive, got %d", gpuMegabytes);
        if (device < -1) throw new UsageException("--gpu-device must be 0 or more, got %d", device);
        if (model.isPresent() && full) throw new UsageException("either --model or --full");
        if (model.isEmpty()) return run(Optional.empty());
        try (ModelFile file = ModelFile.open(model.get())) {
            return run(Optional.of(new TriedModel(String.valueOf(file.path()), file.config(), file.weights())));
        }
    }

    private int run(Optional<TriedModel> tried) {
        try (Kernels processor = compute.kernels(new StopSignal())) {
            SelfTest.Wish wish = new SelfTest.Wish(device, megabytes, small, full, tried, gpuMegabytes);
            SelfTestReport report = new SelfTest(cards, processor, wish, next -> Main.err(next + " ...")).run();
            List<String> table = ReportTable.lines(report);
            String object = new GsonBuilder()
                    .setPrettyPrinting()
                    .serializeSpecialFloatingPointValues() // an error may be infinite
                    .create()
                    .toJson(ReportMap.of(report));
            if (json) Main.out(object);
            else table.forEach(Main::out);
            if (out.isPresent()) write(out.get(), table, object);
            return report.right() ? 0 : 2;
        } catch (SelfTest.NoCardException e) {
            throw new UsageException("no graphics card can be used: %s", String.valueOf(e.getMessage()));
        } catch (CudaException e) {
            throw new UsageException("the graphics card fails: %s", String.valueOf(e.getMessage()));
        }
    }

    private static void write(Path folder, List<String> table, String object) {
        try {
            Files.createDirectories(folder);
            Files.write(folder.resolve(NAME + ".txt"), table);
            Files.writeString(folder.resolve(NAME + ".json"), object + "\n");
        } catch (IOException e) {
            throw new UsageException("%s cannot be written to: %s", folder, String.valueOf(e.getMessage()));
        }
    }
}
