package polymath.engine.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import polymath.engine.cuda.Cublas;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.DeviceCache;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.Placement;
import polymath.engine.kernel.Kernels;
import polymath.engine.tensor.GgmlType;

/// Phi-3.5-MoE with a graphics card for as long as that works. When the card fails, the processor goes on from the same
/// token: what only the card had is read again, and nobody notices but by the time it takes.
///
/// Used by the thread that made it, which the card's driver belongs to.
public final class OffloadedPhiMoe implements ForwardPass, AutoCloseable {
    private static final int TRIED_TOKENS = 16;
    private static final double LEAST_COSINE = 0.99;

    private final PhiMoe here;
    private final int capacity; // positions that the card has room for
    private final Consumer<CudaException> whenLost;
    private Optional<DevicePhiMoe> there;

    /// How the card is used.
    ///
    /// @param kernels of the processor, whose stop signal ends a step; they compute what has no place on the card
    /// @param maxTokens most tokens of a step
    /// @param capacity positions that the card keeps; longer sequences are gone on with by the processor
    /// @param kvType of the caches that it is used with
    /// @param breakEven tokens from which on experts are sent to the card, see [Placement#breakEven]
    /// @param half what weights become for products with many tokens: F32 computes as exactly as the processor, for
    ///     tests; else BF16 where the card has it, since F16 can overflow between the experts' matrices
    public record Plan(
            Placement placement,
            Kernels kernels,
            int maxTokens,
            int capacity,
            GgmlType kvType,
            int breakEven,
            Element half) {}

    private OffloadedPhiMoe(PhiMoe here, DevicePhiMoe there, int capacity, Consumer<CudaException> whenLost) {
        this.here = here;
        this.capacity = capacity;
        this.there = Optional.of(there);
        this.whenLost = whenLost;
    }

    /// Sends the weights to the card. Takes driver and cuBLAS over, which are closed with this, or when this fails.
    ///
    /// @param here computes when the card does not
    /// @param whenLost is told, once, why the card is not used any more
    /// @throws CudaException if the card does not take it
    public static OffloadedPhiMoe of(
            PhiMoe here,
            Weights weights,
            Plan plan,
            CudaDriver driver,
            Optional<Cublas> cublas,
            Consumer<CudaException> whenLost) {
        Device device;
        try {
            device = Device.of(driver, cublas, plan.half());
        } catch (RuntimeException e) {
            Device.closeQuietly(driver, cublas);
            throw e;
        }
        try {
            return new OffloadedPhiMoe(
                    here, new DevicePhiMoe(device, here.config(), weights, plan), plan.capacity(), whenLost);
        } catch (RuntimeException e) {
            device.closeQuietly();
            throw e;
        }
    }

    /// What the model takes of a card.
    ///
    /// @param halfBytes of a number of [Plan#half]
    public static Placement.Sizes sizes(
            ModelConfig config, Weights weights, GgmlType kvType, int capacity, int maxTokens, int halfBytes) {
        List<Long> experts = new ArrayList<>();
        for (Weights.Layer layer : weights.layers()) experts.add(DeviceWeights.expertBytes(layer));
        return new Placement.Sizes(
                DeviceWeights.denseBytes(weights),
                experts,
                DeviceWeights.largestExpert(weights),
                DeviceKv.bytes(config, DeviceKv.elementFor(kvType), capacity),
                DeviceWorkspace.bytes(config, halfBytes, maxTokens, weights.vocabularySize()));
    }

    /// Why this model cannot be computed on a card, in words; empty if it can.
    public static Optional<String> obstacle(ModelConfig config, GgmlType kvType) {
        int size = config.headSize();
        int unit = kvType == GgmlType.Q8_0 ? kvType.blockValues() : 8;
        return size % unit == 0 && size <= DeviceCache.MOST_SIZE
                ? Optional.empty()
                : Optional.of("its heads have %d numbers; a card takes multiples of %d up to %d"
                        .formatted(size, unit, DeviceCache.MOST_SIZE));
    }

    /// Whether the card computes what the processor does, up to rounding: tried with the first block, reading and
    /// writing. Of three prompts one may differ, since a router's close decision may fall otherwise.
    ///
    /// @throws CudaException if the card fails
    public boolean agreesWithProcessor(Weights weights, Kernels kernels, GgmlType kvType) {
        ModelConfig first = config().withBlockCount(1);
        int n = Math.min(TRIED_TOKENS, maxTokens());
        PhiMoe processor = new PhiMoe(first, weights, kernels, n);
        int agreed = 0;
        for (int prompt = 0; prompt < 3; prompt++) {
            int[] tokens = new int[n + 1];
            for (int i = 0; i <= n; i++) tokens[i] = (int) ((prompt * 1000L + 17 + i * 7919L) % vocabularySize());
            try (KvCache expected = new KvCache(first, kvType, n + 1);
                    KvCache actual = new KvCache(first, kvType, n + 1)) {
                if (agrees(processor, expected, actual, tokens, 0, n)
                        && agrees(processor, expected, actual, tokens, n, 1)) agreed++;
            }
        }
        return agreed >= 2;
    }

    private boolean agrees(PhiMoe processor, KvCache expected, KvCache actual, int[] tokens, int from, int n) {
        float[] right = new float[vocabularySize()];
        float[] tried = new float[vocabularySize()];
        processor.forward(expected, tokens, from, n, tokens.length, right, ForwardObserver.NONE);
        there.orElseThrow().forward(actual, tokens, from, n, tokens.length, tried, ForwardObserver.NONE);
        return Cosine.of(right, tried, 0, right.length) > LEAST_COSINE;
    }

    /// Whether the card is still used.
    public boolean usesCard() {
        return there.isPresent();
    }

    @Override
    public ModelConfig config() {
        return here.config();
    }

    @Override
    public int vocabularySize() {
        return here.vocabularySize();
    }

    @Override
    public int maxTokens() {
        return here.maxTokens();
    }

    @Override
    public boolean takesLongFactors(int totalTokens) {
        return here.takesLongFactors(totalTokens);
    }

    @Override
    public boolean fits(KvCache cache, int totalTokens) {
        return here.fits(cache, totalTokens);
    }

    @Override
    public void forward(
            KvCache cache, int[] tokens, int from, int n, int totalTokens, float[] logits, ForwardObserver observer) {
        if (there.isPresent() && from + n <= capacity && there.get().knows(cache)) {
            try {
                there.get().forward(cache, tokens, from, n, totalTokens, logits, observer);
                return;
            } catch (CudaException e) {
                giveUp(e, cache);
            }
        }
        keepWhatIsHere(cache);
        readAgain(cache, tokens, from, totalTokens);
        here.forward(cache, tokens, from, n, totalTokens, logits, observer);
    }

    private void giveUp(CudaException reason, KvCache cache) {
        keepWhatIsHere(cache);
        there.ifPresent(DevicePhiMoe::closeQuietly);
        there = Optional.empty();
        whenLost.accept(reason);
    }

    /// All that the cache has, if the card still gives its part.
    private static void keepWhatIsHere(KvCache cache) {
        if (!cache.bringHere()) cache.truncate(cache.lengthHere());
    }

    /// What was lost with the card.
    private void readAgain(KvCache cache, int[] tokens, int to, int totalTokens) {
        if (cache.length() == to) return;
        float[] unused = new float[vocabularySize()];
        while (cache.length() < to) {
            int at = cache.length();
            here.forward(cache, tokens, at, Math.min(maxTokens(), to - at), totalTokens, unused, ForwardObserver.NONE);
        }
    }

    @Override
    public void close() {
        there.ifPresent(DevicePhiMoe::closeQuietly);
        there = Optional.empty();
    }
}
