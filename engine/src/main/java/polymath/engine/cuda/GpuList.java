package polymath.engine.cuda;

import java.util.ArrayList;
import java.util.List;

/// The graphics cards that the driver knows: those that can be used, and why the others cannot.
///
/// @param driverVersion see [CudaDriver#version]
public record GpuList(int driverVersion, List<GpuDevice> usable, List<Refusal> refused) {
    /// Version of CUDA that the driver must know; drivers from 525 on do.
    static final int LEAST_DRIVER = 12_000;

    /// Ten times the compute capability of the oldest cards that our programs are translated for: Turing.
    static final int LEAST_CAPABILITY = 75;

    /// A card that cannot be used.
    ///
    /// @param reason for people
    public record Refusal(int index, String name, String reason) {}

    public GpuList {
        usable = List.copyOf(usable);
        refused = List.copyOf(refused);
    }

    /// Asks the driver. Each card that might be used is in use for a moment, since free memory is told of that one
    /// only; afterwards the last of them still is.
    ///
    /// @throws CudaException if the driver does not even tell what cards there are
    public static GpuList of(CudaDriver driver) {
        int version = driver.version();
        List<GpuDevice> usable = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        int count = driver.deviceCount();
        for (int index = 0; index < count; index++) {
            String name = driver.deviceName(index);
            try {
                int major = driver.attribute(index, DeviceAttribute.CAPABILITY_MAJOR);
                int minor = driver.attribute(index, DeviceAttribute.CAPABILITY_MINOR);
                String obstacle = obstacle(version, major, minor);
                if (obstacle.isEmpty()) usable.add(device(driver, index, name, major, minor));
                else refused.add(new Refusal(index, name, obstacle));
            } catch (CudaException e) {
                refused.add(new Refusal(index, name, String.valueOf(e.getMessage())));
            }
        }
        return new GpuList(version, usable, refused);
    }

    private static String obstacle(int driverVersion, int major, int minor) {
        if (10 * major + minor < LEAST_CAPABILITY)
            return "compute capability %d.%d, and 7.5 is needed: a GeForce GTX 16, RTX 20 or newer"
                    .formatted(major, minor);
        if (driverVersion < LEAST_DRIVER)
            return "its driver knows CUDA %s, and 12.0 is needed: install driver 525 or newer"
                    .formatted(version(driverVersion));
        return "";
    }

    /// A version of CUDA as NVIDIA writes it: 12040 is `12.4`.
    public static String version(int version) {
        return version / 1000 + "." + version % 1000 / 10;
    }

    private static GpuDevice device(CudaDriver driver, int index, String name, int major, int minor) {
        double clock = 1000.0 * driver.attribute(index, DeviceAttribute.MEMORY_CLOCK_KILOHERTZ);
        int bits = driver.attribute(index, DeviceAttribute.MEMORY_BUS_BITS);
        driver.use(index);
        return new GpuDevice(
                index,
                name,
                major,
                minor,
                driver.attribute(index, DeviceAttribute.MULTIPROCESSORS),
                driver.attribute(index, DeviceAttribute.L2_BYTES),
                driver.deviceBytes(index),
                driver.freeBytes(),
                2 * clock * bits / 8); // two transfers a clock
    }
}
