package polymath.engine.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import polymath.engine.cuda.Cublas;
import polymath.engine.cuda.CudaException;
import polymath.engine.cuda.CudaFaults;
import polymath.engine.cuda.Element;
import polymath.engine.cuda.EmulatedCublas;
import polymath.engine.cuda.EmulatedCudaDriver;
import polymath.engine.cuda.Placement;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.tensor.GgmlType;

/// A model file, the processor that computes it, and a card that an emulator stands in for and that may be told to
/// fail.
public final class EmulatedCard implements AutoCloseable {
    private static final long BYTES = 4L << 30;

    public final StopSignal stop = new StopSignal();
    public final Kernels kernels;
    public final ModelConfig config;
    public final Weights weights;
    /// Why the card was given up, each time.
    public final List<CudaException> lost = new ArrayList<>();

    private final GgufFile file;

    /// How the card is used.
    ///
    /// @param capacity positions that the card keeps
    /// @param cublas whether there is one
    /// @param resident whether the experts are on the card
    /// @param breakEven tokens from which on they are sent, if not
    public record Use(
            Element half, GgmlType kvType, int block, int capacity, boolean cublas, boolean resident, int breakEven) {
        /// As exact as the processor, all on the card, in steps of `block` tokens.
        public static Use exact(GgmlType kvType, int block, int capacity) {
            return new Use(Element.F32, kvType, block, capacity, false, true, 1);
        }

        Use fast(Element element, boolean withCublas) {
            return new Use(element, kvType, block, capacity, withCublas, resident, breakEven);
        }

        /// With the experts elsewhere.
        public Use streaming(int least) {
            return new Use(half, kvType, block, capacity, cublas, false, least);
        }
    }

    public EmulatedCard(Path model) throws GgufException {
        file = GgufFile.open(model);
        kernels = Kernels.select(Kernels.Choice.AUTO, 2, stop);
        config = ModelConfig.read(file.metadata());
        weights = Weights.read(file, config);
    }

    /// What identifies the model.
    public String digest() {
        return file.digest();
    }

    /// The processor alone.
    public PhiMoe processor(int block) {
        return new PhiMoe(config, weights, kernels, block);
    }

    /// With a card that works.
    public OffloadedPhiMoe offloaded(Use use) {
        return offloaded(use, new CudaFaults());
    }

    /// With a card that fails as it is told.
    ///
    /// @throws CudaException if it fails while the model is brought there
    public OffloadedPhiMoe offloaded(Use use, CudaFaults faults) {
        EmulatedCudaDriver driver = new EmulatedCudaDriver(BYTES);
        driver.use(0);
        Optional<Cublas> cublas = use.cublas() ? Optional.of(faults.in(new EmulatedCublas(driver))) : Optional.empty();
        Placement.Sizes sizes = OffloadedPhiMoe.sizes(
                config,
                weights,
                use.kvType(),
                use.capacity(),
                use.block(),
                use.half().bytes());
        Placement placement = Placement.of(
                sizes,
                BYTES,
                new Placement.Wish(use.resident() ? OptionalInt.empty() : OptionalInt.of(0), OptionalLong.empty()));
        OffloadedPhiMoe.Plan plan = new OffloadedPhiMoe.Plan(
                placement, kernels, use.block(), use.capacity(), use.kvType(), use.breakEven(), use.half());
        return OffloadedPhiMoe.of(processor(use.block()), weights, plan, faults.in(driver), cublas, lost::add);
    }

    @Override
    public void close() {
        kernels.close();
        file.close();
    }
}
