package polymath.engine.cuda;

import java.lang.foreign.MemorySegment;

/// Short texts that a native library keeps in its own memory, such as the names of its results.
@SuppressWarnings("restricted")
final class NativeText {
    private static final int MOST_BYTES = 256;

    private NativeText() {}

    /// @param pointer to a text that ends with a zero byte
    static String at(MemorySegment pointer) {
        return pointer.address() == 0 ? "" : pointer.reinterpret(MOST_BYTES).getString(0);
    }
}
