package polymath.engine.kernel;

class ScalarKernelsTest extends KernelsContract {
    @Override
    Kernels.Choice choice() {
        return Kernels.Choice.SCALAR;
    }
}
