package polymath.engine.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import polymath.engine.cuda.DeviceBuffer;
import polymath.engine.cuda.DeviceMatrix;
import polymath.engine.cuda.DevicePlace;
import polymath.engine.tensor.Matrix;

/// A buffer of the card that is filled piece by piece, each at a multiple of 256 bytes.
///
/// Belongs to the driver's thread.
final class Uploading implements AutoCloseable {
    private static final int ALIGNMENT = 256;

    private final Device device;
    private final DeviceBuffer buffer;
    private long used;

    /// @param bytes the sum of [#padded] of all pieces
    Uploading(Device device, long bytes) {
        this.device = device;
        buffer = new DeviceBuffer(device.driver(), bytes);
    }

    /// What a piece takes.
    static long padded(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /// The memory may be that of a mapped file: then the call waits.
    DevicePlace add(MemorySegment bytes) {
        DevicePlace place = new DevicePlace(buffer, used);
        buffer.write(used, bytes, device.compute());
        used += padded(bytes.byteSize());
        return place;
    }

    DevicePlace add(float[] values) {
        try (Arena arena = Arena.ofConfined()) {
            return add(arena.allocateFrom(ValueLayout.JAVA_FLOAT, values));
        }
    }

    DeviceMatrix add(Matrix matrix) {
        DevicePlace place = add(matrix.data());
        return DeviceMatrix.of(matrix, place.buffer(), place.at());
    }

    @Override
    public void close() {
        buffer.close();
    }
}
