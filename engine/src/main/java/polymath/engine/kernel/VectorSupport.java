package polymath.engine.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/// Whether [VectorKernels] can run well here. Free of vector types, so that any JVM can ask.
final class VectorSupport {
    /// The JDK's switch for checking the bounds of every vector access.
    private static final String BOUNDS_CHECKS = "jdk.incubator.vector.VECTOR_ACCESS_OOB_CHECK";

    private VectorSupport() {}

    /// Why not, or nothing if they can.
    ///
    /// Switches off the bounds checks of vector accesses if no vector was used before, for a good quarter of the speed:
    /// the kernels check sizes at their door, and all tests run with the checks on.
    static String obstacle() {
        if (System.getProperty(BOUNDS_CHECKS) == null) System.setProperty(BOUNDS_CHECKS, "0");
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty())
            return "the JVM was started without --add-modules jdk.incubator.vector";
        if (!hasFusedMultiplyAdd())
            return "the processor has no fused multiply-add, and emulating it is thousands of times slower";
        int bits = Lanes.F.vectorBitSize();
        return bits < Lanes.MIN_BITS ? "the processor has vectors of %d bits only".formatted(bits) : "";
    }

    private static boolean hasFusedMultiplyAdd() {
        var hotspot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (hotspot == null) return true; // another JVM: nothing to ask
        try {
            return Boolean.parseBoolean(hotspot.getVMOption("UseFMA").getValue());
        } catch (IllegalArgumentException e) {
            return true; // not told
        }
    }
}
