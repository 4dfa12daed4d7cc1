package polymath.engine.model;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;
import polymath.engine.cuda.CudaException;

/// Steps that were recorded once and are launched as one: a card begins their hundreds of kernels by itself, where each
/// launch from here would take longer than most of them run.
///
/// Belongs to the driver's thread; what is recorded goes with the driver.
final class DeviceGraphs {
    private final Device device;
    private final Map<Integer, Long> recorded = new HashMap<>(); // by shape

    DeviceGraphs(Device device) {
        this.device = device;
    }

    /// Launches the step of this shape, after recording it if it is new.
    ///
    /// @param step puts its work, for a shape, on the compute stream; it may neither wait, nor copy from or to memory
    ///     here, nor allocate
    void launch(int shape, IntConsumer step) {
        Long graph = recorded.get(shape);
        if (graph == null) {
            graph = record(shape, step);
            recorded.put(shape, graph);
        }
        device.driver().launchGraph(graph, device.compute());
    }

    private long record(int shape, IntConsumer step) {
        device.driver().beginCapture(device.compute());
        try {
            step.accept(shape);
            return device.driver().endCapture(device.compute());
        } catch (CudaException e) {
            giveUp(e);
            throw e;
        }
    }

    /// Ends the recording, for what the card has can only be fetched when it does not record.
    private void giveUp(CudaException reason) {
        try {
            device.driver().closeGraph(device.driver().endCapture(device.compute()));
        } catch (CudaException e) {
            reason.addSuppressed(e);
        }
    }
}
