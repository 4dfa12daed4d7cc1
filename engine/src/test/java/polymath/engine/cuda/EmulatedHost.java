package polymath.engine.cuda;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Memory of this computer that the emulated driver has pinned.
final class EmulatedHost {
    private final Map<MemorySegment, Arena> pinned = new LinkedHashMap<>();

    // closed by free
    @SuppressWarnings("MustBeClosedChecker")
    MemorySegment allocate(long bytes) {
        Arena arena = Arena.ofShared();
        MemorySegment segment = arena.allocate(bytes, 64);
        pinned.put(segment, arena);
        return segment;
    }

    void free(MemorySegment segment) {
        Arena arena = pinned.remove(segment);
        if (arena == null) throw new AssertionError("freed host memory that was not allocated here, or twice");
        arena.close();
    }

    boolean isPinned(MemorySegment host) {
        if (!host.isNative()) throw new AssertionError("memory in Java's heap has no address for a device");
        long from = host.address();
        long to = from + host.byteSize();
        return pinned.keySet().stream().anyMatch(m -> m.address() <= from && to <= m.address() + m.byteSize());
    }

    List<String> leaks() {
        return pinned.keySet().stream()
                .map(m -> "%d bytes of pinned memory".formatted(m.byteSize()))
                .toList();
    }
}
