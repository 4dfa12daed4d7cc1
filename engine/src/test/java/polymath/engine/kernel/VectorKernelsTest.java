package polymath.engine.kernel;

class VectorKernelsTest extends KernelsContract {
    @Override
    Kernels.Choice choice() {
        return Kernels.Choice.VECTOR;
    }
}
