package polymath.engine.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.DevicePlace;

/// Memory of this computer that a card copies from and to at full speed. Belongs to the driver's thread.
final class HostBuffer implements AutoCloseable {
    private final CudaDriver driver;
    private final MemorySegment memory;

    HostBuffer(CudaDriver driver, long bytes) {
        this.driver = driver;
        memory = driver.allocateHost(bytes);
    }

    MemorySegment memory() {
        return memory;
    }

    /// Sends the first `count` floats of `x` by way of this memory from byte `at` on, which is in use until the stream
    /// is done.
    void send(float[] x, int count, long at, DevicePlace to, long stream) {
        MemorySegment.copy(x, 0, memory, ValueLayout.JAVA_FLOAT, at, count);
        to.buffer().write(to.at(), memory.asSlice(at, 4L * count), stream);
    }

    /// Fetches `count` floats and waits for them.
    void fetch(DevicePlace from, float[] x, int at, int count, long stream) {
        fetch(from, 4L * count, stream);
        MemorySegment.copy(memory, ValueLayout.JAVA_FLOAT, 0, x, at, count);
    }

    /// Fetches `count` integers and waits for them.
    void fetch(DevicePlace from, int[] x, int count, long stream) {
        fetch(from, 4L * count, stream);
        MemorySegment.copy(memory, ValueLayout.JAVA_INT, 0, x, 0, count);
    }

    private void fetch(DevicePlace from, long bytes, long stream) {
        from.buffer().read(memory.asSlice(0, bytes), from.at(), stream);
        driver.synchronize(stream);
    }

    @Override
    public void close() {
        driver.freeHost(memory);
    }
}
