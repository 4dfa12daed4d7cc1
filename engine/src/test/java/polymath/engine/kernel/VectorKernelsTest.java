package polymath.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;

class VectorKernelsTest extends KernelsContract {
    @Override
    Kernels.Choice choice() {
        return Kernels.Choice.VECTOR;
    }

    @Test
    void nothingIsAllocatedOnceCompiled() {
        assumeTrue(Lanes.F.vectorBitSize() >= 256, "narrower x86 vectors lack instructions, so some steps are boxed");
        assertThat(allocatedBytes()).isZero();
    }
}
