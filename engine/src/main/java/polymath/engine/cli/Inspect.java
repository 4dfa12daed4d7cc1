package polymath.engine.cli;

import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.MemoryPlanner;
import polymath.engine.ModelFile;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.ModelInfo;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufTensor;

/// What a model file holds and what it takes to run it.
@Command(name = "inspect", description = "Show what a model file holds and the memory it needs.")
final class Inspect implements Callable<Integer> {
    private static final int[] CONTEXTS = {4096, 32_768, 131_072};

    @Mixin
    private ModelOption model = new ModelOption();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws GgufException {
        try (ModelFile file = ModelFile.open(model.path())) {
            if (json) printJson(file);
            else print(file);
        }
        return 0;
    }

    private static void printJson(ModelFile file) throws GgufException {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("model", file.info());
        result.put("config", file.config());
        result.put("types", types(file));
        result.put("memoryBytes", memory(file));
        Main.out(new GsonBuilder()
                .disableHtmlEscaping()
                .setPrettyPrinting()
                .create()
                .toJson(result));
    }

    private static void print(ModelFile file) throws GgufException {
        ModelInfo info = file.info();
        row("model", "%s, %s", info.name(), info.quantization());
        row(
                "file",
                "%.2f GB in %d part(s), %s",
                info.fileBytes() / 1e9,
                file.file().paths().size(),
                file.path());
        row("architecture", "phimoe, %.2f billion weights", info.parameterCount() / 1e9);
        row("layers", "%d of width %d", info.blockCount(), info.embeddingLength());
        row(
                "heads",
                "%d queries, %d keys and values",
                file.config().headCount(),
                file.config().headCountKv());
        row(
                "experts",
                "%d of width %d, 2 used",
                info.expertCount(),
                file.config().feedForwardLength());
        row(
                "vocabulary",
                "%d, %s",
                info.vocabularySize(),
                info.chatCapable() ? "with chat markers" : "no chat markers");
        row(
                "context",
                "%d, long factors from %d on",
                info.trainedContextTokens(),
                file.config().originalContextLength() + 1);
        types(file).forEach((role, names) -> row(role, "%s", names));
        memory(file).forEach((tokens, bytes) -> row("memory at " + tokens, "%.2f GB", bytes / 1e9));
    }

    private static void row(String name, String format, Object... arguments) {
        Main.out(String.format(Locale.ROOT, "%-18s %s", name, String.format(Locale.ROOT, format, arguments)));
    }

    /// Block types by role: the tensor's name without its layer.
    private static Map<String, String> types(ModelFile file) {
        Map<String, TreeSet<String>> types = new TreeMap<>();
        for (GgufTensor tensor : file.file().tensors()) {
            String role = tensor.name().replaceFirst("^blk\\.\\d+\\.", "").replaceFirst("\\.weight$", "");
            if (!role.endsWith(".bias") && !role.endsWith("norm"))
                types.computeIfAbsent(role, key -> new TreeSet<>())
                        .add(tensor.type().name());
        }
        return types.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, e -> String.join(", ", e.getValue()), (a, b) -> a, TreeMap::new));
    }

    /// Bytes needed by context length, as far as the model goes, with the cache in half precision.
    private static Map<Integer, Long> memory(ModelFile file) {
        Map<Integer, Long> bytes = new LinkedHashMap<>();
        for (int tokens : CONTEXTS)
            if (tokens <= file.config().contextLength())
                bytes.put(
                        tokens,
                        new MemoryPlanner(0, 0)
                                .plan(file.config(), file.file().fileBytes(), KvType.F16, tokens)
                                .totalBytes());
        return bytes;
    }
}
