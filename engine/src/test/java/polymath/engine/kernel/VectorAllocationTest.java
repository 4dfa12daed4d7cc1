package polymath.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Vector kernels allocate nothing once they are compiled. Runs in a JVM of its own with the flags of the engine's:
/// what
/// other tests ran before, and bounds checks, change what the compiler makes of vectors.
class VectorAllocationTest {
    /// Runs in a row without a byte.
    private static final int RUNS = 20;
    /// The compiler is given so long; it takes a second or two on a quiet machine.
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /// The longest kernels first: what is compiled later knows more types where all kernels pass, and of the longest
    /// the compiler then leaves a part out.
    static List<GgmlType> types() {
        return List.of(GgmlType.values()).reversed();
    }

    @ParameterizedTest
    @MethodSource("types")
    void aProductAllocatesNothingOnceCompiled(GgmlType type) {
        Random random = new Random(1);
        Matrix w = Blocks.matrix(type, 64, 512, random);
        float[] x = Blocks.gaussian(100 * 512, random);
        float[] y = new float[100 * 64];
        try (Kernels alone = Kernels.select(Kernels.Choice.VECTOR, 1, new StopSignal())) {
            for (int n : new int[] {1, 4, 16, 100}) assertNothingIsAllocated(() -> alone.matmul(w, x, y, n));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "Q8_0"})
    void attentionAllocatesNothingOnceCompiled(GgmlType type) {
        AttentionShape shape = new AttentionShape(4, 2, 64);
        float[] x = Blocks.gaussian(60 * 256, new Random(1));
        float[] y = new float[60 * 256];
        try (Kernels oracle = Kernels.select(Kernels.Choice.SCALAR, 1, new StopSignal());
                Kernels alone = Kernels.select(Kernels.Choice.VECTOR, 1, new StopSignal())) {
            KvView pages = new KernelsContract.Pages(type, shape, 300, new Random(2), oracle);
            for (int n : new int[] {1, 4, 60})
                assertNothingIsAllocated(() -> alone.attention(pages, shape, 240, x, y, n));
        }
    }

    @Test
    void theRestAllocatesNothingOnceCompiled() {
        float[] x = Blocks.gaussian(1024, new Random(1));
        float[] y = new float[1024];
        float[] one = new float[256];
        try (Kernels alone = Kernels.select(Kernels.Choice.VECTOR, 1, new StopSignal())) {
            assertNothingIsAllocated(() -> alone.layerNorm(x, one, one, 1e-5f, y, 4));
            assertNothingIsAllocated(() -> alone.swiGlu(x, y, 1024));
        }
    }

    private static void assertNothingIsAllocated(Runnable work) {
        assumeTrue(Lanes.F.vectorBitSize() >= 256, "narrower x86 vectors lack instructions, so some steps are boxed");
        ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long bytes = 0;
        for (int clean = 0; clean < RUNS && System.nanoTime() - start < PATIENCE_NANOS; clean++) {
            long before = bean.getCurrentThreadAllocatedBytes();
            work.run();
            bytes = bean.getCurrentThreadAllocatedBytes() - before;
            if (bytes != 0) clean = -1;
        }
        assertThat(bytes).as("bytes of one run").isZero();
    }
}
