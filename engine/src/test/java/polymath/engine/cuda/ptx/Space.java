package polymath.engine.cuda.ptx;

import java.util.Locale;
import java.util.Optional;

/// Where memory lies. Source: PTX ISA, "State Spaces".
enum Space {
    PARAM,
    CONST,
    GLOBAL,
    SHARED,
    LOCAL,
    /// Any of them: the address tells.
    GENERIC;

    /// Where shared memory begins among all addresses; those of the device's memory are larger than all of these. The
    /// lower bits are not those of an address of its own, so that who cuts it down without `cvta` is found.
    static final long SHARED_WINDOW = (1L << DeviceMemory.WINDOW_BITS) + (1 << 24);

    /// Where a thread's own memory begins.
    static final long LOCAL_WINDOW = 2L << DeviceMemory.WINDOW_BITS;

    static Optional<Space> find(String name) {
        for (Space space : values())
            if (space != GENERIC && space.name().toLowerCase(Locale.ROOT).equals(name)) return Optional.of(space);
        return Optional.empty();
    }

    /// What is added to an address of this space to find the same place among all.
    long window() {
        return switch (this) {
            case SHARED -> SHARED_WINDOW;
            case LOCAL -> LOCAL_WINDOW;
            default -> 0;
        };
    }

    /// Which space an address among all is of.
    static Space of(long address) {
        long window = address >>> DeviceMemory.WINDOW_BITS;
        return window == 1 ? SHARED : window == 2 ? LOCAL : GLOBAL;
    }
}
