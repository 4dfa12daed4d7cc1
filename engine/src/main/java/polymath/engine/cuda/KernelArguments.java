package polymath.engine.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// The arguments of launches, in memory of its own that is written anew for each: the driver copies them during the
/// call.
///
/// Belongs to the driver's thread. Usage: `arguments.clear().add(buffer.address()).add(n)`, then [#pointers].
public final class KernelArguments {
    private static final int MOST = 32;

    private final MemorySegment values;
    private final MemorySegment pointers;
    private int count;

    public KernelArguments(Arena arena) {
        values = arena.allocate(ValueLayout.JAVA_LONG, MOST);
        pointers = arena.allocate(ValueLayout.ADDRESS, MOST);
        for (int i = 0; i < MOST; i++) pointers.setAtIndex(ValueLayout.ADDRESS, i, values.asSlice(8L * i, 8));
    }

    public KernelArguments clear() {
        count = 0;
        return this;
    }

    /// An address on the device, or any other parameter of 8 bytes.
    public KernelArguments add(long value) {
        values.setAtIndex(ValueLayout.JAVA_LONG, count++, value);
        return this;
    }

    public KernelArguments add(int value) {
        values.set(ValueLayout.JAVA_INT, 8L * count++, value);
        return this;
    }

    public KernelArguments add(float value) {
        values.set(ValueLayout.JAVA_FLOAT, 8L * count++, value);
        return this;
    }

    /// One pointer for each argument.
    public MemorySegment pointers() {
        return pointers.asSlice(0, (long) count * ValueLayout.ADDRESS.byteSize());
    }
}
