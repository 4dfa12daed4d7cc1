package polymath.engine.cuda.ptx;

import java.util.Arrays;

/// Memory that a block's threads share, with a note of who used each piece since the last barrier: two warps must not,
/// unless both only read.
final class SharedMemory {
    private static final int WARP_BITS = 6;
    private static final int MANY = (1 << WARP_BITS) - 1;
    // in place of a warp that wrote: somebody will, between any two barriers
    private static final int COPYING = -1;

    private final byte[] bytes;
    // which warp, below which stretch between two barriers
    private final int[] writers;
    private final int[] readers;
    private final int unit;
    private int stretch;

    /// @param unit bytes of the least access
    SharedMemory(int size, int unit) {
        this.unit = unit;
        bytes = new byte[size];
        writers = new int[size / unit + 1];
        readers = new int[size / unit + 1];
    }

    /// For another block.
    void begin() {
        Arrays.fill(bytes, (byte) 0xff);
        // a kernel may end without having waited for its copies
        Arrays.fill(writers, 0);
        passBarrier();
    }

    void passBarrier() {
        stretch++;
    }

    byte[] bytes() {
        return bytes;
    }

    /// A copy to a place begins: nobody may use it before [#endCopy].
    void beginCopy(int at, int count) {
        Arrays.fill(writers, at / unit, (at + count) / unit, COPYING);
    }

    /// What was copied is there, as if a warp had just written it.
    void endCopy(int at, byte[] content, int warp) {
        System.arraycopy(content, 0, bytes, at, content.length);
        Arrays.fill(writers, at / unit, (at + content.length) / unit, stretch << WARP_BITS | warp);
    }

    /// Why an access is a race.
    String why(long address, int count) {
        for (int i = (int) address / unit; i < ((int) address + count) / unit; i++)
            if (writers[i] == COPYING) return "which is copied to, and nobody waited for that";
        return "used by another warp since the last barrier";
    }

    /// Notes an access, if there is such a place.
    boolean isRace(Use use, long address, int count, int warp) {
        if (address < 0 || address > bytes.length - count) return false;
        int at = (int) address;
        int mine = stretch << WARP_BITS | warp;
        for (int i = at / unit; i < (at + count) / unit; i++) {
            if (isOfOther(writers[i], mine)) return true;
            switch (use) {
                case READ -> {
                    if (isOfOther(readers[i], mine)) readers[i] = stretch << WARP_BITS | MANY;
                    else readers[i] = mine;
                }
                case WRITE -> {
                    if (isOfOther(readers[i], mine)) return true;
                    writers[i] = mine;
                }
                case ATOMIC -> {}
            }
        }
        return false;
    }

    private boolean isOfOther(int note, int mine) {
        return note == COPYING || note >> WARP_BITS == stretch && note != mine;
    }
}
