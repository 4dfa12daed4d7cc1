package polymath.engine.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import polymath.engine.ModelFile;
import polymath.engine.Offload;
import polymath.engine.cuda.CudaLibraries;
import polymath.engine.cuda.GpuDevice;
import polymath.engine.cuda.GpuList;
import polymath.engine.cuda.GpuSurvey;
import polymath.engine.cuda.Opening;
import polymath.engine.gguf.GgufException;

/// What is known of graphics cards, what was tried to find out, and why it did not work.
@Command(name = "gpu-info", description = "Show which graphics cards can be used, and if none, why not.")
final class GpuInfo implements Callable<Integer> {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create();

    @Option(
            names = "--model",
            paramLabel = "FILE",
            description = "Also show what of this model would go to the first card.")
    private @Nullable Path model;

    @Option(
            names = "--gpu-mem",
            paramLabel = "MIB",
            description = "Show that for a card with so much memory free, whether there is one or not.")
    private int megabytes;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws GgufException {
        if (megabytes < 0) throw new UsageException("--gpu-mem must be positive, got %d", megabytes);
        GpuSurvey survey = GpuSurvey.of(CudaLibraries.ofThisComputer());
        if (json) Main.out(GSON.toJson(described(survey)));
        else print(survey);
        if (model != null && !json) printPlan(model, survey);
        return 0;
    }

    private void printPlan(Path path, GpuSurvey survey) throws GgufException {
        long free = survey.usable().isEmpty() ? 0 : survey.usable().getFirst().freeBytes();
        if (megabytes > 0) free = (long) megabytes << 20;
        if (free == 0) {
            row("plan", "there is no card to make one for; --gpu-mem asks for that of a card with so much memory free");
            return;
        }
        try (ModelFile file = ModelFile.open(path)) {
            row("plan", "with %.2f GB free:", free / 1e9);
            Offload.plan(file, free).text().lines().forEach(line -> row("", "%s", line));
        }
    }

    private static void print(GpuSurvey survey) {
        GpuSurvey.Library driver = survey.driver();
        print("driver", driver, "CUDA " + GpuList.version(driver.version()));
        for (GpuDevice card : survey.usable()) print(card);
        for (GpuList.Refusal refusal : survey.cards().map(GpuList::refused).orElse(List.of()))
            row("card " + refusal.index(), "%s cannot be used: %s", refusal.name(), refusal.reason());
        if (!survey.usable().isEmpty()) {
            print("cuBLAS", survey.cublas(), "version " + survey.cublas().version());
            if (!survey.cublas().found())
                row("", "without it long prompts are read with our own products, which are slower");
        }
        row("", "");
        row("result", "%s", result(survey));
    }

    private static void print(String name, GpuSurvey.Library library, String version) {
        if (library.found()) row(name, "%s, %s", library.path(), version);
        else row(name, "none found");
        for (Opening.Rejection rejection : library.rejected()) row("", "%s %s", rejection.path(), rejection.reason());
    }

    private static void print(GpuDevice card) {
        row("card " + card.index(), "%s, compute capability %s", card.name(), card.capability());
        row("", "%.2f GB of memory, %.2f GB free", card.totalBytes() / 1e9, card.freeBytes() / 1e9);
        row("", "%d multiprocessors, %.1f MB L2 cache", card.multiprocessors(), card.l2Bytes() / 1e6);
        if (card.bytesPerSecond() > 0) row("", "memory of up to %.0f GB/s", card.bytesPerSecond() / 1e9);
    }

    private static String result(GpuSurvey survey) {
        int usable = survey.usable().size();
        if (usable == 0) return "no graphics card can be used: " + survey.obstacle();
        return usable == 1 ? "1 graphics card can be used" : usable + " graphics cards can be used";
    }

    private static void row(String name, String format, Object... arguments) {
        Main.out(String.format(Locale.ROOT, "%-8s %s", name, String.format(Locale.ROOT, format, arguments))
                .stripTrailing());
    }

    private static Map<String, Object> described(GpuSurvey survey) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("driver", described(survey.driver()));
        result.put("usable", survey.usable().stream().map(GpuInfo::described).toList());
        List<Map<String, Object>> refused = new ArrayList<>();
        for (GpuList.Refusal refusal : survey.cards().map(GpuList::refused).orElse(List.of())) {
            Map<String, Object> card = new LinkedHashMap<>();
            card.put("index", refusal.index());
            card.put("name", refusal.name());
            card.put("reason", refusal.reason());
            refused.add(card);
        }
        result.put("refused", refused);
        result.put("cublas", described(survey.cublas()));
        result.put("obstacle", survey.obstacle());
        return result;
    }

    private static Map<String, Object> described(GpuSurvey.Library library) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("found", library.found());
        if (library.found()) {
            result.put("path", library.path());
            result.put("version", library.version());
        }
        List<Map<String, Object>> rejected = new ArrayList<>();
        for (Opening.Rejection rejection : library.rejected()) {
            Map<String, Object> tried = new LinkedHashMap<>();
            tried.put("path", rejection.path());
            tried.put("reason", rejection.reason());
            rejected.add(tried);
        }
        result.put("rejected", rejected);
        return result;
    }

    private static Map<String, Object> described(GpuDevice card) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("index", card.index());
        result.put("name", card.name());
        result.put("capability", card.capability());
        result.put("multiprocessors", card.multiprocessors());
        result.put("l2Bytes", card.l2Bytes());
        result.put("totalBytes", card.totalBytes());
        result.put("freeBytes", card.freeBytes());
        result.put("bytesPerSecond", card.bytesPerSecond());
        return result;
    }
}
