package polymath.engine.cli;

import com.google.gson.Gson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.MemoryPlanner;
import polymath.engine.ModelFile;
import polymath.engine.Offload;
import polymath.engine.ProcessMemory;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.generation.Sequence;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.Profile;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.PhiMoe;

/// Times reading and writing on fixed tokens, so the work is the same in every run.
@Command(name = "bench", description = "Time reading and writing: medians after a warm-up.")
final class Bench implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private ComputeOptions compute = new ComputeOptions();

    @Mixin
    private GpuOptions gpu = new GpuOptions();

    @Option(names = "--prompt", paramLabel = "N", description = "Tokens to read. Default: 512.")
    private int prompt = 512;

    @Option(names = "--generate", paramLabel = "N", description = "Tokens to write. Default: 32.")
    private int generate = 32;

    @Option(names = "--depth", paramLabel = "N", description = "Tokens in the cache before. Default: 0.")
    private int depth;

    @Option(names = "--repetitions", paramLabel = "N", description = "Timed repetitions. Default: 3.")
    private int repetitions = 3;

    @Option(names = "--kv", description = "Number format of the cache: ${COMPLETION-CANDIDATES}. Default: f16.")
    private KvType kv = KvType.F16;

    @Option(names = "--block", paramLabel = "N", description = "Most tokens of one step of reading. Default: 2048.")
    private int block = MemoryPlanner.MOST_BLOCK_TOKENS;

    @Option(names = "--profile", description = "Also print time, GB/s and GFLOP/s of each kind of operation.")
    private boolean profiled;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    private final Profile profile = new Profile();

    // of the last repetition
    private List<Profile.Line> readingProfile = List.of();
    private List<Profile.Line> writingProfile = List.of();

    @Override
    public Integer call() throws GgufException {
        if (prompt < 1 || generate < 0 || depth < 0 || repetitions < 1 || block < 1)
            throw new UsageException(
                    "--prompt, --repetitions and --block must be at least 1, --generate and --depth at least 0");
        long start = System.nanoTime();
        try (ModelFile file = ModelFile.open(model.path());
                Kernels kernels = kernels()) {
            int total = depth + prompt + generate;
            if (total > file.config().contextLength())
                throw new UsageException(
                        "%d tokens are more than the model's context of %d",
                        total, file.config().contextLength());
            PhiMoe phi = new PhiMoe(file.config(), file.weights(), kernels, Math.min(block, total));
            try (Offload.Result model = gpu.bring(
                            new Offload.Job(file, phi, kernels, MemoryPlanner.type(kv), total, Optional.empty()));
                    Sequence sequence = new Sequence(model.model(), MemoryPlanner.type(kv), total)) {
                double loadSeconds = secondsSince(start);
                report(file, kernels, model.card(), loadSeconds, sequence);
            }
        }
        return 0;
    }

    private Kernels kernels() {
        Kernels kernels = compute.kernels(new StopSignal());
        return profiled ? Kernels.profiled(kernels, profile) : kernels;
    }

    private void report(ModelFile file, Kernels kernels, String card, double loadSeconds, Sequence sequence) {
        double[] reading = new double[repetitions];
        double[] writing = new double[repetitions];
        double[] first = new double[repetitions];
        for (int r = -1; r < repetitions; r++) { // the first one warms up
            double[] seconds = run(sequence, file.vocabulary().size());
            if (r < 0) continue;
            reading[r] = prompt / seconds[0];
            writing[r] = generate == 0 ? 0 : generate / seconds[1];
            first[r] = seconds[0];
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("loadSeconds", rounded(loadSeconds));
        result.put("prefillTokensPerSecond", rounded(median(reading)));
        result.put("decodeTokensPerSecond", rounded(median(writing)));
        result.put("timeToFirstTokenSeconds", rounded(median(first)));
        result.put("peakResidentBytes", ProcessMemory.peakResidentBytes());
        result.put("threads", kernels.pool().threads());
        result.put("kernels", kernels.description());
        if (!card.isEmpty()) result.put("card", card);
        if (profiled) {
            result.put("readingProfile", readingProfile);
            result.put("writingProfile", writingProfile);
        }
        if (json) Main.out(new Gson().toJson(result));
        else result.forEach((name, value) -> print(name, value));
    }

    private static void print(String name, Object value) {
        if (!(value instanceof List<?> lines)) {
            Main.out(String.format(Locale.ROOT, "%-26s %s", name, value));
            return;
        }
        Main.out(name);
        for (Object each : lines)
            if (each instanceof Profile.Line line)
                Main.out(String.format(
                        Locale.ROOT,
                        "  %-28s %9.4f s %7d calls %8.1f GB/s %8.1f GFLOP/s",
                        line.operation(),
                        line.seconds(),
                        line.calls(),
                        line.gigabytesPerSecond(),
                        line.gigaflopsPerSecond()));
    }

    /// Seconds of reading and of writing.
    private double[] run(Sequence sequence, int vocabulary) {
        int[] ids = new int[depth + prompt];
        for (int i = 0; i < ids.length; i++) ids[i] = (int) ((1000 + i * 7919L) % vocabulary);
        if (depth > 0) {
            sequence.become(Arrays.copyOf(ids, depth), Sequence.Progress.NONE);
        } else { // so that nothing of the last repetition is found in the cache
            sequence.become(new int[] {(ids[0] + 1) % vocabulary}, Sequence.Progress.NONE);
        }
        profile.take();
        long start = System.nanoTime();
        sequence.become(ids, Sequence.Progress.NONE);
        double reading = secondsSince(start);
        readingProfile = profile.take();
        start = System.nanoTime();
        for (int i = 0; i < generate; i++) sequence.append((2000 + i) % vocabulary, Sequence.Progress.NONE);
        double writing = secondsSince(start);
        writingProfile = profile.take();
        return new double[] {reading, writing};
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
