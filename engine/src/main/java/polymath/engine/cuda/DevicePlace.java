package polymath.engine.cuda;

/// A place in a buffer, from which a kernel reads or to which it writes; how much is known by the kernel.
///
/// @param at byte of the buffer
public record DevicePlace(DeviceBuffer buffer, long at) {

    public static DevicePlace start(DeviceBuffer buffer) {
        return new DevicePlace(buffer, 0);
    }

    /// The place so many bytes behind this one.
    public DevicePlace plus(long bytes) {
        return new DevicePlace(buffer, at + bytes);
    }

    /// Where `bytes` from here on lie.
    ///
    /// @param alignment what the kernel's widest access needs, at most 256
    /// @throws IndexOutOfBoundsException if the buffer ends before
    long address(long bytes, int alignment) {
        if (at % alignment != 0)
            throw new IllegalArgumentException("byte %d is not aligned to %d".formatted(at, alignment));
        return buffer.address(at, bytes);
    }

    /// Where `count` numbers of four bytes from here on lie.
    long words(long count) {
        return address(Math.multiplyExact(count, 4), 4);
    }

    /// The same, for kernels that take four of them at a time.
    long wideWords(long count) {
        return address(Math.multiplyExact(count, 4), 16);
    }
}
