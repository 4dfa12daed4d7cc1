package polymath.engine.cuda;

import java.lang.foreign.MemorySegment;

/// A piece of the device's memory. Every address that is handed to the driver comes from here, with its bounds checked.
///
/// Belongs to the driver's thread.
public final class DeviceBuffer implements AutoCloseable {
    private final CudaDriver driver;
    private final long address;
    private final long bytes;
    private boolean closed;

    public DeviceBuffer(CudaDriver driver, long bytes) {
        if (bytes < 1) throw new IllegalArgumentException("a buffer has at least 1 byte, got " + bytes);
        this.driver = driver;
        this.bytes = bytes;
        address = driver.allocate(bytes);
    }

    public long bytes() {
        return bytes;
    }

    /// Where `length` bytes from `at` on lie, for a kernel's argument.
    public long address(long at, long length) {
        if (closed) throw new IllegalStateException("a closed buffer");
        if (at < 0 || length < 0 || at + length > bytes)
            throw new IndexOutOfBoundsException("%d bytes at %d of a buffer of %d".formatted(length, at, bytes));
        return address + at;
    }

    /// Where it begins.
    public long address() {
        return address(0, bytes);
    }

    /// See [CudaDriver#copyToDevice].
    public void write(long at, MemorySegment from, long stream) {
        driver.copyToDevice(address(at, from.byteSize()), from, stream);
    }

    /// See [CudaDriver#copyToHost].
    public void read(MemorySegment to, long at, long stream) {
        driver.copyToHost(to, address(at, to.byteSize()), stream);
    }

    @Override
    public void close() {
        if (closed) return;
        closed = true;
        driver.free(address);
    }
}
