package polymath.engine.cuda;

/// Numbers about a device that placement and the self-test ask for. Source: `CUdevice_attribute` of `cuda.h`.
public enum DeviceAttribute {
    MULTIPROCESSORS(16),
    CLOCK_KILOHERTZ(13),
    MEMORY_CLOCK_KILOHERTZ(36),
    MEMORY_BUS_BITS(37),
    L2_BYTES(38),
    CAPABILITY_MAJOR(75),
    CAPABILITY_MINOR(76),
    /// Most shared memory of one block, when a kernel asks for it.
    SHARED_BYTES(97);

    private final int id;

    DeviceAttribute(int id) {
        this.id = id;
    }

    public int id() {
        return id;
    }
}
