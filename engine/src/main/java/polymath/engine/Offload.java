package polymath.engine;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;
import polymath.engine.api.GpuUse;
import polymath.engine.cuda.Cublas;
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

    /// Must be called, and its result used, by one thread.
    ///
    /// @param here computes on the processor
    /// @param positions longest sequence
    /// @param half what weights become for products with many tokens; chosen by the card if empty
    /// @param whenLost is told, once, that the card failed and is not used any more
    public Result bring(
            ModelFile file,
            PhiMoe here,
            Kernels kernels,
            GgmlType kvType,
            int positions,
            Optional<Element> half,
            Consumer<CudaException> whenLost) {
        if (use.mode() == GpuUse.Mode.OFF) return new Result(here, "", "");
        Optional<String> unfit = OffloadedPhiMoe.obstacle(file.config(), kvType);
        if (unfit.isPresent()) return none(here, unfit.get());
        return switch (cards.open(use.device())) {
            case Cards.None none -> none(here, none.reason());
            case Cards.Card card -> bring(file, here, kernels, kvType, positions, half, whenLost, card);
        };
    }

    private static Result none(PhiMoe here, String reason) {
        LOG.log(Level.INFO, "no graphics card is used: {0}", reason);
        return new Result(here, "", reason);
    }

    private Result bring(
            ModelFile file,
            PhiMoe here,
            Kernels kernels,
            GgmlType kvType,
            int positions,
            Optional<Element> half,
            Consumer<CudaException> whenLost,
            Cards.Card card) {
        try {
            OffloadedPhiMoe.Plan plan;
            try {
                plan = plan(file, here, kernels, kvType, positions, half, card);
            } catch (CudaException e) {
                release(card);
                throw e;
            }
            if (!plan.placement().fits()) {
                release(card);
                return none(here, plan.placement().text());
            }
            OffloadedPhiMoe model =
                    OffloadedPhiMoe.of(here, file.weights(), plan, card.driver(), card.cublas(), whenLost);
            if (!agrees(model, file, kernels, kvType))
                return none(here, card.device().name() + " computes other numbers than the processor");
            String words = "%s, experts of %d of %d layers"
                    .formatted(
                            card.device().name(),
                            plan.placement().expertLayers(),
                            plan.placement().layers());
            LOG.log(Level.INFO, "graphics card: {0}", words);
            return new Result(model, words, "");
        } catch (CudaException e) {
            return none(here, String.valueOf(e.getMessage()));
        }
    }

    /// Closes the model if it does not.
    private static boolean agrees(OffloadedPhiMoe model, ModelFile file, Kernels kernels, GgmlType kvType) {
        boolean agreed = false;
        try {
            agreed = model.agreesWithProcessor(file.weights(), kernels, kvType);
        } finally {
            if (!agreed) model.close();
        }
        return agreed;
    }

    private static void release(Cards.Card card) {
        card.cublas().ifPresent(Cublas::close);
        card.driver().close();
    }

    private OffloadedPhiMoe.Plan plan(
            ModelFile file,
            PhiMoe here,
            Kernels kernels,
            GgmlType kvType,
            int positions,
            Optional<Element> half,
            Cards.Card card) {
        // F16 can overflow between an expert's matrices, and older cards have no other
        Element element = half.orElse(card.device().major() >= 8 ? Element.BF16 : Element.F16);
        Placement.Wish wish = new Placement.Wish(
                use.layers() < 0 ? OptionalInt.empty() : OptionalInt.of(use.layers()),
                use.megabytes() == 0 ? OptionalLong.empty() : OptionalLong.of((long) use.megabytes() << 20));
        Room room = room(
                file,
                kvType,
                positions,
                here.maxTokens(),
                element,
                card.driver().freeBytes(),
                wish);
        Placement placement = room.placement();
        int breakEven = placement.fits() ? breakEven(file, kernels, card, placement) : 1;
        return new OffloadedPhiMoe.Plan(
                placement, kernels, here.maxTokens(), room.positions(), kvType, breakEven, element);
    }

    /// See [Placement#breakEven]; measured here.
    private static int breakEven(ModelFile file, Kernels kernels, Cards.Card card, Placement placement) {
        if (placement.whole()) return 1;
        Weights.Layer layer = file.weights().layers().getFirst();
        long bytes = 0;
        long weights = 0;
        for (List<Matrix> kind : List.of(layer.gate(), layer.up(), layer.down()))
            for (Matrix expert : kind) {
                bytes += expert.data().byteSize();
                weights += expert.rows() * expert.cols();
            }
        double share = (double) ModelConfig.EXPERTS_USED / file.config().expertCount();
        double toCard = new DeviceCheck(card.driver()).copies(COPY_BYTES).toDevice();
        return Placement.breakEven(
                bytes, weights, share, toCard, flops(kernels, layer.gate().getFirst()));
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
