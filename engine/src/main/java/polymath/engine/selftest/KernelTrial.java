package polymath.engine.selftest;

import java.util.List;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.kernel.Kernels;

/// Tries every kernel at some shapes. Belongs to the driver's thread.
public final class KernelTrial {
    private static final long SEED = 20_260_101;

    private KernelTrial() {}

    /// @throws polymath.engine.cuda.CudaException if the card fails
    public static List<KernelFinding> run(CudaDriver driver, Kernels processor, List<Shape> shapes) {
        try (TestBed bed = new TestBed(driver)) {
            for (Shape shape : shapes) {
                bed.turnTo(shape);
                RandomWeights random = new RandomWeights(SEED);
                new WeightCases(bed, processor, random).run();
                new TokenCases(bed, processor, random).run();
                new AttentionCases(bed, processor, random).run();
                new ExpertCases(bed, processor, random).run();
            }
            return bed.findings();
        }
    }
}
