package polymath.engine.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.MemoryPlanner;
import polymath.engine.ModelFile;
import polymath.engine.Offload;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.cuda.Element;
import polymath.engine.generation.Sequence;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.ForwardObserver;
import polymath.engine.model.ForwardPass;
import polymath.engine.model.KvCache;
import polymath.engine.model.PhiMoe;

/// Prints what the model computes for given tokens, for comparison with a reference.
@Command(name = "trace", description = "Compute given token ids and print logits, routing and greedy tokens as JSON.")
final class Trace implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private ComputeOptions compute = new ComputeOptions();

    @Mixin
    private GpuOptions gpu = new GpuOptions();

    @Option(names = "--gpu-exact", description = "Have the card compute in float32, slowly, as the processor does.")
    private boolean exact;

    @Option(names = "--tokens", required = true, split = ",", description = "Token ids, separated by commas.")
    private List<Integer> tokens = List.of();

    @Option(names = "--generate", paramLabel = "N", description = "Greedy tokens to add, without stop ids.")
    private int generate;

    @Option(names = "--kv", description = "Number format of the cache: ${COMPLETION-CANDIDATES}. Default: f32.")
    private KvType kv = KvType.F32;

    /// Tokens of one step; every one of them gets logits here.
    private static final int BLOCK_TOKENS = 256;

    @Override
    public Integer call() throws GgufException {
        try (ModelFile file = ModelFile.open(model.path());
                Kernels kernels = compute.kernels(new StopSignal())) {
            int[] ids = tokens.stream().mapToInt(Integer::intValue).toArray();
            for (int id : ids)
                if (id < 0 || id >= file.vocabulary().size())
                    throw new UsageException(
                            "token %d is outside the vocabulary of %d",
                            id, file.vocabulary().size());
            int total = ids.length + generate;
            if (total > file.config().contextLength())
                throw new UsageException(
                        "%d tokens are more than the model's context of %d",
                        total, file.config().contextLength());
            PhiMoe phi = new PhiMoe(file.config(), file.weights(), kernels, BLOCK_TOKENS);
            Optional<Element> half = exact ? Optional.of(Element.F32) : Optional.empty();
            try (Offload.Result model =
                    gpu.bring(new Offload.Job(file, phi, kernels, MemoryPlanner.type(kv), total, half))) {
                Map<String, Object> result = traced(model.model(), ids);
                result.put("greedy", greedy(model.model(), ids));
                Gson gson =
                        new GsonBuilder().serializeSpecialFloatingPointValues().create();
                Main.out(gson.toJson(result));
            }
            return 0;
        }
    }

    private Map<String, Object> traced(ForwardPass phi, int[] ids) {
        int vocabulary = phi.vocabularySize();
        Recorder recorder = new Recorder(phi.config().blockCount(), phi.config().embeddingLength());
        List<Integer> argmax = new ArrayList<>();
        float[] last = new float[vocabulary];
        try (KvCache cache = new KvCache(phi.config(), MemoryPlanner.type(kv), ids.length)) {
            for (int from = 0; from < ids.length; ) {
                int n = Math.min(phi.maxTokens(), ids.length - from);
                float[] logits = new float[n * vocabulary];
                phi.forward(cache, ids, from, n, ids.length, logits, recorder);
                for (int t = 0; t < n; t++) argmax.add(argmax(logits, t * vocabulary, vocabulary));
                last = Arrays.copyOfRange(logits, (n - 1) * vocabulary, n * vocabulary);
                from += n;
            }
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("logits_last", last);
        result.put("argmax_per_position", argmax);
        result.put("router_ids", recorder.ids);
        result.put("router_weights", recorder.weights);
        result.put("hidden_l2_per_position", recorder.norms);
        return result;
    }

    private List<Integer> greedy(ForwardPass phi, int[] ids) {
        List<Integer> chosen = new ArrayList<>();
        if (generate == 0) return chosen;
        try (Sequence sequence = new Sequence(phi, MemoryPlanner.type(kv), ids.length + generate)) {
            sequence.become(ids, Sequence.Progress.NONE);
            for (int i = 0; i < generate; i++) {
                if (i > 0) sequence.append(chosen.getLast(), Sequence.Progress.NONE);
                chosen.add(argmax(sequence.logits(), 0, phi.vocabularySize()));
            }
        }
        return chosen;
    }

    private static int argmax(float[] logits, int at, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) if (logits[at + i] > logits[at + best]) best = i;
        return best;
    }

    /// Collects per layer what each position's router chose and how long its residual stream is.
    private static final class Recorder implements ForwardObserver {
        private final int dim;
        private final List<List<int[]>> ids = new ArrayList<>();
        private final List<List<float[]>> weights = new ArrayList<>();
        private final List<List<Double>> norms = new ArrayList<>();

        Recorder(int layers, int dim) {
            this.dim = dim;
            for (int i = 0; i < layers; i++) {
                ids.add(new ArrayList<>());
                weights.add(new ArrayList<>());
                norms.add(new ArrayList<>());
            }
        }

        @Override
        public void routed(int layer, int n, int[] chosen, float[] weight) {
            for (int t = 0; t < n; t++) {
                ids.get(layer).add(Arrays.copyOfRange(chosen, 2 * t, 2 * t + 2));
                weights.get(layer).add(Arrays.copyOfRange(weight, 2 * t, 2 * t + 2));
            }
        }

        @Override
        public void layerDone(int layer, int n, float[] x) {
            for (int t = 0; t < n; t++) {
                double sum = 0;
                for (int i = 0; i < dim; i++) sum += (double) x[t * dim + i] * x[t * dim + i];
                norms.get(layer).add(Math.sqrt(sum));
            }
        }
    }
}
