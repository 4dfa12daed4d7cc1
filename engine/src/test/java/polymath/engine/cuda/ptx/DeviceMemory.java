package polymath.engine.cuda.ptx;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The memory of a device that is not there: pieces that lie far apart, so that each access to a place outside of the
/// piece it was meant for is found, and each to one that was freed.
///
/// New memory is full of bytes 0xFF, which are NaN as numbers of any format.
public final class DeviceMemory {
    /// Each piece has an address range of this many bits for itself.
    static final int WINDOW_BITS = 40;

    private static final int FIRST = 16;

    /// One piece.
    static final class Piece {
        final long base;
        final String name;
        byte[] bytes;
        boolean freed;

        Piece(long base, String name, byte[] bytes) {
            this.base = base;
            this.name = name;
            this.bytes = bytes;
        }
    }

    private final long capacity;
    private final List<Piece> pieces = new ArrayList<>();
    private long used;

    public DeviceMemory(long capacity) {
        this.capacity = capacity;
    }

    public long capacity() {
        return capacity;
    }

    public long freeBytes() {
        return capacity - used;
    }

    /// @return nothing if not as much is free
    public Optional<Long> allocate(long bytes, String name) {
        if (bytes < 1 || bytes > Integer.MAX_VALUE - 8)
            throw new PtxError("%d bytes: the emulator allocates 1 to 2^31 - 8".formatted(bytes));
        if (bytes > freeBytes()) return Optional.empty();
        used += bytes;
        byte[] content = new byte[(int) bytes];
        Arrays.fill(content, (byte) 0xff);
        // in the middle of the range, so that what lies before it belongs to nobody either
        long base = ((long) (FIRST + pieces.size()) << WINDOW_BITS) + (1L << (WINDOW_BITS - 1));
        pieces.add(new Piece(base, name, content));
        return Optional.of(base);
    }

    public void free(long address) {
        Piece piece = piece(address);
        if (piece == null || piece.base != address)
            throw new PtxError("freed 0x%x, which nobody allocated".formatted(address));
        if (piece.freed) throw new PtxError("freed twice: %s at 0x%x".formatted(piece.name, address));
        used -= piece.bytes.length;
        piece.freed = true;
        piece.bytes = new byte[0];
    }

    /// What was allocated and not freed.
    public List<String> leaks() {
        return pieces.stream()
                .filter(p -> !p.freed)
                .map(p -> "%s of %d bytes at 0x%x".formatted(p.name, p.bytes.length, p.base))
                .toList();
    }

    /// A range of one piece, for the host.
    public MemorySegment range(long address, long length) {
        Piece piece = at(address, length);
        if (piece == null) throw new PtxError(explain(address, length));
        return MemorySegment.ofArray(piece.bytes).asSlice(address - piece.base, length);
    }

    @Nullable
    Piece at(long address, long length) {
        Piece piece = piece(address);
        if (piece == null) return null;
        long offset = address - piece.base;
        return offset < 0 || offset > piece.bytes.length - length ? null : piece;
    }

    /// Why there is nothing at an address.
    String explain(long address, long length) {
        Piece piece = piece(address);
        String what = "%d bytes at 0x%x".formatted(length, address);
        if (piece == null) return what + ": nothing is there";
        if (piece.freed) return "%s: %s was freed".formatted(what, piece.name);
        return "%s: byte %,d of %s, which has %,d"
                .formatted(what, address - piece.base, piece.name, piece.bytes.length);
    }

    private @Nullable Piece piece(long address) {
        long index = (address >>> WINDOW_BITS) - FIRST;
        return index < 0 || index >= pieces.size() ? null : pieces.get((int) index);
    }
}
