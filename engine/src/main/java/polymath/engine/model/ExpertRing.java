package polymath.engine.model;

import java.lang.foreign.MemorySegment;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.DeviceBuffer;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.kernel.WorkerPool;
import polymath.engine.tensor.Matrix;

/// Sends experts that have no place on the card through a few places there, while those before them compute. From the
/// mapped file they go through memory that the card copies from at full speed; all threads of the processor bring them
/// there, since one alone is several times slower than the card takes them.
///
/// Belongs to the driver's thread.
final class ExpertRing implements AutoCloseable {
    /// An expert on the card, until [#done].
    record Expert(DeviceMatrix gate, DeviceMatrix up, DeviceMatrix down, int slot) {}

    /// Places here: one is filled while another is on its way.
    private static final int HOST_SLOTS = 4;
    /// Bytes that a thread copies at a time.
    private static final long CHUNK = 1L << 20;

    private final Device device;
    private final WorkerPool pool;
    private final long slotBytes;
    private final DeviceBuffer buffer;
    private final HostBuffer[] host = new HostBuffer[HOST_SLOTS];
    private final long[] sent = new long[HOST_SLOTS]; // event: the memory here may be written again
    private final long[] arrived; // event: the expert is on the card
    private final long[] computed; // event: its place may be written again
    private int next;

    /// @param pool whose threads copy here, and whose stop signal ends that
    /// @param slots places on the card
    /// @param slotBytes of the largest expert
    ExpertRing(Device device, WorkerPool pool, int slots, long slotBytes) {
        this.device = device;
        this.pool = pool;
        this.slotBytes = slotBytes;
        CudaDriver driver = device.driver();
        buffer = new DeviceBuffer(driver, slots * slotBytes);
        for (int i = 0; i < HOST_SLOTS; i++) {
            host[i] = new HostBuffer(driver, slotBytes);
            sent[i] = driver.newEvent();
        }
        arrived = new long[slots];
        computed = new long[slots];
        for (int i = 0; i < slots; i++) {
            arrived[i] = driver.newEvent();
            computed[i] = driver.newEvent();
        }
    }

    /// Sends an expert; what is put on the compute stream afterwards waits for it.
    Expert send(Weights.Layer layer, int expert) {
        CudaDriver driver = device.driver();
        int from = next % HOST_SLOTS;
        int to = next % arrived.length;
        if (next >= HOST_SLOTS) driver.synchronizeEvent(sent[from]);
        if (next >= arrived.length) driver.await(device.copies(), computed[to]);
        next++;
        long gateAt = 0;
        long upAt = fill(from, gateAt, layer.gate().get(expert));
        long downAt = fill(from, upAt, layer.up().get(expert));
        long end = fill(from, downAt, layer.down().get(expert));
        long base = to * slotBytes;
        buffer.write(base, host[from].memory().asSlice(0, end), device.copies());
        driver.record(sent[from], device.copies());
        driver.record(arrived[to], device.copies());
        driver.await(device.compute(), arrived[to]);
        return new Expert(
                DeviceMatrix.of(layer.gate().get(expert), buffer, base + gateAt),
                DeviceMatrix.of(layer.up().get(expert), buffer, base + upAt),
                DeviceMatrix.of(layer.down().get(expert), buffer, base + downAt),
                to);
    }

    private long fill(int slot, long at, Matrix matrix) {
        MemorySegment from = matrix.data();
        MemorySegment to = host[slot].memory();
        long bytes = from.byteSize();
        pool.run(
                (chunk, worker) -> {
                    long first = chunk * CHUNK;
                    MemorySegment.copy(from, first, to, at + first, Math.min(CHUNK, bytes - first));
                },
                Math.toIntExact((bytes + CHUNK - 1) / CHUNK));
        return at + Uploading.padded(bytes);
    }

    /// All work with an expert is on the compute stream.
    void done(Expert expert) {
        device.driver().record(computed[expert.slot()], device.compute());
    }

    @Override
    public void close() {
        CudaDriver driver = device.driver();
        for (int i = 0; i < HOST_SLOTS; i++) {
            driver.closeEvent(sent[i]);
            host[i].close();
        }
        for (int i = 0; i < arrived.length; i++) {
            driver.closeEvent(arrived[i]);
            driver.closeEvent(computed[i]);
        }
        buffer.close();
    }
}
