package polymath.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import polymath.engine.api.GpuUse;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.DeviceCheck;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.Placement;
import polymath.engine.kernel.Kernels;
import polymath.engine.model.ForwardPass;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.OffloadedPhiMoe;
import polymath.engine.model.PhiMoe;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Brings a model to a graphics card, if there is one, it is wanted, and the model finds room there.
public final class Offload {
    private static final System.Logger LOG = System.getLogger(Offload.class.getName());
    /// Positions whose keys and values are kept on the card; a longer sequence is gone on with by the processor.
    private static final int MOST_POSITIONS = 32_768;

    private static final int LEAST_POSITIONS = 2_048;

    private static final long COPY_BYTES = 64 << 20;
    private static final int PRODUCT_TOKENS = 64;

    private final Cards cards;
    private final GpuUse use;

    /// A model and what computes it.
    ///
    /// @param card what the card does, in words; empty if there is none
    /// @param obstacle why there is none, in words; empty if there is one, or none was wanted
    public record Result(ForwardPass model, String card, String obstacle) implements AutoCloseable {
        /// Gives the card back.
        @Override
        public void close() {
            if (model instanceof OffloadedPhiMoe offloaded) offloaded.close();
        }
    }

    public Offload(Cards cards, GpuUse use) {
        this.cards = cards;
        this.use = use;
    }

    /// What would go to a card with so much memory free, for a long conversation in half precision.
    public static Placement plan(ModelFile file, long freeBytes) {
        return room(
                        file,
                        GgmlType.F16,
                        file.config().contextLength(),
                        MemoryPlanner.MOST_BLOCK_TOKENS,
                        Element.BF16,
                        freeBytes,
                        Placement.Wish.AUTO)
                .placement();
    }

    /// @param positions whose keys and values have room on the card
    private record Room(Placement placement, int positions) {}

    /// Gives up positions before giving up the card.
    private static Room room(
            ModelFile file,
            GgmlType kvType,
            int positions,
            int maxTokens,
            Element element,
            long freeBytes,
            Placement.Wish wish) {
        int capacity = Math.min(positions, MOST_POSITIONS);
        while (true) {
            Placement placement = Placement.of(
                    OffloadedPhiMoe.sizes(file.config(), file.weights(), kvType, capacity, maxTokens, element.bytes()),
                    freeBytes,
                    wish);
            if (placement.fits() || capacity / 2 < LEAST_POSITIONS) return new Room(placement, capacity);
            capacity /= 2;
        }
    }

    /// A model that the processor computes so far.
    ///
    /// @param here computes on the processor
    /// @param kernels that it computes with
    /// @param kvType of the caches that it is used with
    /// @param positions longest sequence
    /// @param half what weights become for products with many tokens; chosen by the card if empty
    public record Job(
            ModelFile file, PhiMoe here, Kernels kernels, GgmlType kvType, int positions, Optional<Element> half) {}

    /// Must be called, and its result used, by one thread.
    ///
    /// @param whenLost is told, once, that the card failed and is not used any more
    public Result bring(Job job, Consumer<CudaException> whenLost) {
        if (use.mode() == GpuUse.Mode.OFF) return new Result(job.here(), "", "");
        Optional<String> unfit = OffloadedPhiMoe.obstacle(job.file().config(), job.kvType());
        if (unfit.isPresent()) return none(job, unfit.get());
        return switch (cards.open(use.device())) {
            case Cards.None none -> none(job, none.reason());
            case Cards.Card card -> bring(job, whenLost, card);
        };
    }

    private static Result none(Job job, String reason) {
        LOG.log(Level.INFO, "no graphics card is used: {0}", reason);
        return new Result(job.here(), "", reason);
    }

    private Result bring(Job job, Consumer<CudaException> whenLost, Cards.Card card) {
        try {
            OffloadedPhiMoe.Plan plan;
            try {
                plan = plan(job, card);
            } catch (CudaException e) {
                card.close();
                throw e;
            }
            if (!plan.placement().fits()) {
                card.close();
                return none(job, plan.placement().text());
            }
            OffloadedPhiMoe model =
                    OffloadedPhiMoe.of(job.here(), job.file().weights(), plan, card.driver(), card.cublas(), whenLost);
            if (!agrees(model, job))
                return none(job, card.device().name() + " computes other numbers than the processor");
            String words = "%s, experts of %d of %d layers"
                    .formatted(
                            card.device().name(),
                            plan.placement().expertLayers(),
                            plan.placement().layers());
            LOG.log(Level.INFO, "graphics card: {0}", words);
            return new Result(model, words, "");
        } catch (CudaException e) {
            return none(job, String.valueOf(e.getMessage()));
        }
    }

    /// Closes the model if it does not.
    private static boolean agrees(OffloadedPhiMoe model, Job job) {
        boolean agreed = false;
        try {
            agreed = model.agreesWithProcessor(job.file().weights(), job.kernels(), job.kvType());
        } finally {
            if (!agreed) model.close();
        }
        return agreed;
    }

    private OffloadedPhiMoe.Plan plan(Job job, Cards.Card card) {
        Element element = job.half().orElseGet(card::half);
        Placement.Wish wish = new Placement.Wish(
                use.layers() < 0 ? OptionalInt.empty() : OptionalInt.of(use.layers()),
                use.megabytes() == 0 ? OptionalLong.empty() : OptionalLong.of((long) use.megabytes() << 20));
        int maxTokens = job.here().maxTokens();
        long free = card.driver().freeBytes();
        Room room = room(job.file(), job.kvType(), job.positions(), maxTokens, element, free, wish);
        Placement placement = room.placement();
        int breakEven = placement.fits() ? breakEven(job, card, placement) : 1;
        return new OffloadedPhiMoe.Plan(
                placement, job.kernels(), maxTokens, room.positions(), job.kvType(), breakEven, element);
    }

    /// See [Placement#breakEven]; measured here.
    private static int breakEven(Job job, Cards.Card card, Placement placement) {
        if (placement.whole()) return 1;
        Weights.Layer layer = job.file().weights().layers().getFirst();
        long bytes = 0;
        long weights = 0;
        for (List<Matrix> kind : List.of(layer.gate(), layer.up(), layer.down()))
            for (Matrix expert : kind) {
                bytes += expert.data().byteSize();
                weights += expert.rows() * expert.cols();
            }
        double share = (double) ModelConfig.EXPERTS_USED / job.file().config().expertCount();
        double toCard = new DeviceCheck(card.driver()).copies(COPY_BYTES).toDevice();
        return Placement.breakEven(
                bytes, weights, share, toCard, flops(job.kernels(), layer.gate().getFirst()));
    }

    /// Of the processor, in products like those of a prompt; the best of a few, since the first ones are compiled.
    private static double flops(Kernels kernels, Matrix w) {
        int rows = Math.toIntExact(w.rows());
        float[] x = new float[PRODUCT_TOKENS * w.cols()];
        float[] y = new float[PRODUCT_TOKENS * rows];
        double best = 0;
        for (int i = 0; i < 4; i++) {
            long start = System.nanoTime();
            kernels.matmul(w, x, y, PRODUCT_TOKENS);
            double seconds = (System.nanoTime() - start) / 1e9;
            best = Math.max(best, 2.0 * PRODUCT_TOKENS * rows * w.cols() / seconds);
        }
        return best;
    }
}
