package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import polymath.engine.tensor.Matrix;

/// A device for tests of kernels, with what they upload and read back. Buffers are as long as what is in them, so that
/// a kernel which goes too far is caught.
public final class DeviceFixture implements AutoCloseable {
    private final CudaDriver driver = new EmulatedCudaDriver(1L << 30);
    private final List<DeviceBuffer> buffers = new ArrayList<>();
    private final DeviceKernels kernels;
    private final long stream;

    public DeviceFixture() {
        driver.use(0);
        kernels = new DeviceKernels(driver);
        stream = driver.newStream();
    }

    public DeviceKernels kernels() {
        return kernels;
    }

    public long stream() {
        return stream;
    }

    /// Memory with anything in it.
    public DevicePlace room(long bytes) {
        DeviceBuffer buffer = new DeviceBuffer(driver, bytes);
        buffers.add(buffer);
        return DevicePlace.start(buffer);
    }

    public DevicePlace upload(float... values) {
        return upload(MemorySegment.ofArray(values));
    }

    public DevicePlace upload(int... values) {
        return upload(MemorySegment.ofArray(values));
    }

    public DevicePlace upload(short... values) {
        return upload(MemorySegment.ofArray(values));
    }

    public DevicePlace upload(MemorySegment values) {
        DevicePlace place = room(values.byteSize());
        place.buffer().write(0, nativeCopy(values), stream);
        return place;
    }

    /// Writes over what is there.
    void overwrite(DevicePlace place, MemorySegment values) {
        place.buffer().write(place.at(), nativeCopy(values), stream);
    }

    public DeviceMatrix upload(Matrix m) {
        return DeviceMatrix.of(m, upload(m.data()).buffer(), 0);
    }

    public float[] floats(DevicePlace place, int count) {
        return read(place, 4L * count).toArray(JAVA_FLOAT);
    }

    public int[] ints(DevicePlace place, int count) {
        return read(place, 4L * count).toArray(JAVA_INT);
    }

    public short[] shorts(DevicePlace place, int count) {
        return read(place, 2L * count).toArray(JAVA_SHORT);
    }

    public byte[] bytes(DevicePlace place, int count) {
        return read(place, count).toArray(JAVA_BYTE);
    }

    private MemorySegment read(DevicePlace place, long bytes) {
        MemorySegment to = Arena.ofAuto().allocate(bytes, 16);
        place.buffer().read(to, place.at(), stream);
        driver.synchronize(stream);
        return to;
    }

    private static MemorySegment nativeCopy(MemorySegment values) {
        return Arena.ofAuto().allocate(values.byteSize(), 16).copyFrom(values);
    }

    @Override
    public void close() {
        buffers.forEach(DeviceBuffer::close);
        kernels.close();
        driver.closeStream(stream);
        driver.close();
    }
}
