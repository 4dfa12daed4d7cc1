package polymath.engine.selftest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import polymath.engine.Cards;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.Placement;
import polymath.engine.kernel.Kernels;
import polymath.engine.model.Cosine;
import polymath.engine.model.ForwardObserver;
import polymath.engine.model.ForwardPass;
import polymath.engine.model.KvCache;
import polymath.engine.model.OffloadedPhiMoe;
import polymath.engine.model.PhiMoe;
import polymath.engine.tensor.GgmlType;

/// Reads and writes with a model on a card and on the processor, compares, and takes the time.
public final class ModelTrial {
    private final TriedModel model;
    private final Lengths lengths;
    private final Kernels kernels;
    private final int positions;
    private final PhiMoe here;

    /// Numbers of tokens.
    ///
    /// @param read that are compared at once
    /// @param written that are compared one by one behind them
    /// @param prompts that are timed
    /// @param decoded that are timed behind the first of those
    /// @param streamedFrom prompts of so many tokens take experts that have no place on the card to it
    /// @param repetitions of what is timed
    public record Lengths(
            int read, int written, List<Integer> prompts, int decoded, int streamedFrom, int repetitions) {
        static final Lengths FULL = new Lengths(224, 32, List.of(512, 2048), 64, 64, 3);
        static final Lengths SMALL = new Lengths(20, 4, List.of(12), 3, 12, 1);
    }

    /// How the card is used.
    ///
    /// @param half see [OffloadedPhiMoe.Plan]
    /// @param megabytes of the card; 0 for as much as the model wants. With a limit at least one layer's experts have
    ///     no place there, and the processor is timed as well
    public record Way(Element half, GgmlType kvType, int megabytes, ModelFinding.Wanted wanted) {
        boolean streaming() {
            return megabytes > 0;
        }
    }

    public ModelTrial(TriedModel model, Lengths lengths, Kernels kernels) {
        this.model = model;
        this.lengths = lengths;
        this.kernels = kernels;
        int longest =
                lengths.prompts().stream().mapToInt(Integer::intValue).max().orElse(0);
        positions = Math.max(longest + lengths.decoded(), lengths.read() + lengths.written());
        here = new PhiMoe(model.config(), model.weights(), kernels, Math.max(longest, lengths.read()));
    }

    /// @param card is given back
    /// @throws CudaException if the card fails
    public ModelFinding run(Cards.Card card, Way way) {
        List<CudaException> lost = new ArrayList<>();
        Placement placement;
        try {
            placement = place(card, way);
        } catch (CudaException e) {
            card.close();
            throw e;
        }
        if (!placement.fits()) {
            card.close();
            return ModelFinding.untried(model.name(), placement.text(), way.wanted());
        }
        OffloadedPhiMoe.Plan plan = new OffloadedPhiMoe.Plan(
                placement,
                kernels,
                here.maxTokens(),
                positions,
                way.kvType(),
                placement.whole() ? 1 : lengths.streamedFrom(),
                way.half());
        try (OffloadedPhiMoe there =
                OffloadedPhiMoe.of(here, model.weights(), plan, card.driver(), card.cublas(), lost::add)) {
            ModelFinding finding = finding(there, placement, way);
            if (!lost.isEmpty()) throw lost.getFirst();
            return finding;
        }
    }

    private Placement place(Cards.Card card, Way way) {
        Placement.Sizes sizes = OffloadedPhiMoe.sizes(
                model.config(),
                model.weights(),
                way.kvType(),
                positions,
                here.maxTokens(),
                way.half().bytes());
        long free = card.driver().freeBytes();
        OptionalLong bytes = way.streaming() ? OptionalLong.of((long) way.megabytes() << 20) : OptionalLong.empty();
        Placement placement = Placement.of(sizes, free, new Placement.Wish(OptionalInt.empty(), bytes));
        return way.streaming() && placement.whole()
                ? Placement.of(sizes, free, new Placement.Wish(OptionalInt.of(0), bytes))
                : placement;
    }

    private ModelFinding finding(OffloadedPhiMoe there, Placement placement, Way way) {
        boolean agrees = there.agreesWithProcessor(model.weights(), kernels, way.kvType());
        int vocabulary = here.vocabularySize();
        float[] right = logits(here, way.kvType());
        float[] tried = logits(there, way.kvType());
        int compared = lengths.read() + lengths.written();
        double[] cosines = new double[compared];
        int equal = 0;
        for (int i = 0; i < compared; i++) {
            cosines[i] = Cosine.of(right, tried, i * vocabulary, vocabulary);
            if (best(right, i * vocabulary, vocabulary) == best(tried, i * vocabulary, vocabulary)) equal++;
        }
        String words = "experts of %d of %d layers on the card".formatted(placement.expertLayers(), placement.layers());
        return new ModelFinding(
                model.name(),
                words,
                way.half().name(),
                compared,
                median(Arrays.copyOf(cosines, lengths.read())),
                median(Arrays.copyOfRange(cosines, lengths.read(), compared)),
                (double) equal / compared,
                agrees,
                way.wanted(),
                speeds(there, way));
    }

    /// [read + written, vocabulary]: those of a prompt, then those of tokens one by one.
    private float[] logits(ForwardPass pass, GgmlType kvType) {
        int vocabulary = here.vocabularySize();
        int[] tokens = tokens(lengths.read() + lengths.written());
        float[] logits = new float[tokens.length * vocabulary];
        try (KvCache cache = new KvCache(model.config(), kvType, positions)) {
            float[] read = new float[lengths.read() * vocabulary];
            pass.forward(cache, tokens, 0, lengths.read(), tokens.length, read, ForwardObserver.NONE);
            System.arraycopy(read, 0, logits, 0, read.length);
            float[] one = new float[vocabulary];
            for (int i = lengths.read(); i < tokens.length; i++) {
                pass.forward(cache, tokens, i, 1, tokens.length, one, ForwardObserver.NONE);
                System.arraycopy(one, 0, logits, i * vocabulary, vocabulary);
            }
        }
        return logits;
    }

    private int[] tokens(int count) {
        int[] tokens = new int[count];
        for (int i = 0; i < count; i++) tokens[i] = (int) ((1000 + i * 7919L) % here.vocabularySize());
        return tokens;
    }

    private Map<String, Double> speeds(OffloadedPhiMoe there, Way way) {
        Map<String, Double> speeds = new LinkedHashMap<>();
        for (int prompt : lengths.prompts())
            speeds.put("reading " + prompt, speed(there, way.kvType(), prompt, 0, lengths.repetitions()));
        int first = lengths.prompts().getFirst();
        speeds.put(
                "writing %d behind %d".formatted(lengths.decoded(), first),
                speed(there, way.kvType(), first, lengths.decoded(), lengths.repetitions()));
        if (way.streaming()) speeds.put("the processor, reading " + first, speed(here, way.kvType(), first, 0, 1));
        return speeds;
    }

    /// Tokens a second, the median of some runs after one that warms up: of reading, or if any are written, of that.
    private double speed(ForwardPass pass, GgmlType kvType, int read, int written, int repetitions) {
        int[] tokens = tokens(read + written);
        float[] logits = new float[here.vocabularySize()];
        double[] speeds = new double[repetitions];
        for (int r = -1; r < repetitions; r++) {
            try (KvCache cache = new KvCache(model.config(), kvType, positions)) {
                long start = System.nanoTime();
                pass.forward(cache, tokens, 0, read, tokens.length, logits, ForwardObserver.NONE);
                if (written > 0) start = System.nanoTime();
                for (int i = read; i < tokens.length; i++)
                    pass.forward(cache, tokens, i, 1, tokens.length, logits, ForwardObserver.NONE);
                double seconds = (System.nanoTime() - start) / 1e9;
                if (r >= 0) speeds[r] = (written > 0 ? written : read) / seconds;
            }
        }
        return median(speeds);
    }

    private static int best(float[] logits, int at, int length) {
        int best = 0;
        for (int i = 1; i < length; i++) if (logits[at + i] > logits[at + best]) best = i;
        return best;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
