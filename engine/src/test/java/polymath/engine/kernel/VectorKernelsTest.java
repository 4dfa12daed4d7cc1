package polymath.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorKernelsTest extends KernelsContract {
    @Override
    Kernels.Choice choice() {
        return Kernels.Choice.VECTOR;
    }

    @Test
    void nothingIsAllocatedOnceCompiled() {
        assertThat(allocatedBytes()).isZero();
    }
}
