package polymath.engine.cuda;

/// Our kernels on one device, by what they are for. Activations are float32, row-major [n, ...]; results do not depend
/// on how the device orders its work, and sums are always taken in the same order.
///
/// Calls put work on a stream and return; none allocates on the device, none waits. Shapes and bounds are checked
/// before, with [IllegalArgumentException] or [IndexOutOfBoundsException]; what lies in the device's memory, such as
/// positions and ids of experts, is trusted. Belongs to the driver's thread.
public final class DeviceKernels implements AutoCloseable {
    private final KernelLauncher launcher;
    private final WeightKernels weights;
    private final TokenKernels tokens;
    private final AttentionKernels attention;
    private final ExpertKernels experts;

    /// Has the driver translate the programs, for the device in use.
    ///
    /// @throws CudaException if it does not take them
    public DeviceKernels(CudaDriver driver) {
        launcher = new KernelLauncher(driver);
        try {
            weights = new WeightKernels(launcher);
            tokens = new TokenKernels(launcher);
            attention = new AttentionKernels(launcher);
            experts = new ExpertKernels(launcher);
        } catch (CudaException e) {
            launcher.close();
            throw e;
        }
    }

    /// Weights as floats, and products with them.
    public WeightKernels weights() {
        return weights;
    }

    /// Norms, sums, conversions, rotary positions, and storing keys and values.
    public TokenKernels tokens() {
        return tokens;
    }

    public AttentionKernels attention() {
        return attention;
    }

    /// The router, and what stands around the experts' products.
    public ExpertKernels experts() {
        return experts;
    }

    /// Unloads the programs; nothing of them may be running.
    @Override
    public void close() {
        launcher.close();
    }
}
