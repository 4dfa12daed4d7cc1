package polymath.engine.cuda.ptx;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What a warp's threads see of memory: each access is checked.
final class WarpMemory {
    /// Where in the bytes that were returned last the access is.
    int place;

    private final Warp warp;
    private final int localBytes;
    private final byte[] local;
    private DeviceMemory.@Nullable Piece lastPiece;

    /// @param localBytes of each thread
    WarpMemory(Warp warp, int localBytes) {
        this.warp = warp;
        this.localBytes = localBytes;
        local = new byte[localBytes * Warp.LANES];
    }

    /// For another block.
    void begin() {
        Arrays.fill(local, (byte) 0xff);
    }

    void checkAligned(Use use, int lane, long address, int bytes) {
        if ((address & bytes - 1) != 0)
            throw warp.fault(1 << lane, "%s of %d bytes at 0x%x is not aligned".formatted(use, bytes, address));
    }

    /// The bytes that hold an address, which is checked; the place in them is then [#place].
    byte[] at(Space space, Use use, int lane, long address, int bytes) {
        checkAligned(use, lane, address, bytes);
        return switch (space) {
            case GLOBAL, CONST -> global(use, lane, address, bytes);
            case SHARED -> shared(use, lane, address, bytes);
            case LOCAL -> local(use, lane, address, bytes);
            case PARAM -> parameters(use, lane, address, bytes);
            case GENERIC -> {
                Space actual = Space.of(address);
                yield at(actual, use, lane, address - actual.window(), bytes);
            }
        };
    }

    /// The bytes that hold `count` accesses of `bytes` each, one behind the other.
    ///
    /// @return null if they cannot be checked together, or not all are right
    byte @Nullable [] range(Space space, Use use, long address, int bytes, int count) {
        if ((address & bytes - 1) != 0) return null;
        int all = bytes * count;
        return switch (space) {
            case GLOBAL, CONST -> globalRange(address, all);
            case SHARED -> warp.shared().isRace(use, address, all, warp.number()) ? null : sharedRange(address, all);
            case PARAM -> parameterRange(address, all);
            case LOCAL, GENERIC -> null;
        };
    }

    private byte @Nullable [] globalRange(long address, int bytes) {
        DeviceMemory.Piece piece = lastPiece;
        if (piece == null || address < piece.base || address - piece.base > piece.bytes.length - bytes) {
            piece = warp.deviceMemory().at(address, bytes);
            if (piece == null) return null;
            lastPiece = piece;
        }
        place = (int) (address - piece.base);
        return piece.bytes;
    }

    private byte @Nullable [] sharedRange(long address, int bytes) {
        byte[] shared = warp.shared().bytes();
        if (address < 0 || address > shared.length - bytes) return null;
        place = (int) address;
        return shared;
    }

    private byte @Nullable [] parameterRange(long address, int bytes) {
        byte[] parameters = warp.parameters();
        if (address < 0 || address > parameters.length - bytes) return null;
        place = (int) address;
        return parameters;
    }

    private byte[] global(Use use, int lane, long address, int bytes) {
        byte[] found = globalRange(address, bytes);
        if (found == null)
            throw warp.fault(1 << lane, use + " of " + warp.deviceMemory().explain(address, bytes));
        return found;
    }

    private byte[] shared(Use use, int lane, long address, int bytes) {
        byte[] found = sharedRange(address, bytes);
        if (found == null)
            throw warp.fault(
                    1 << lane,
                    "%s of %d bytes at 0x%x of shared memory, which has %d"
                            .formatted(use, bytes, address, warp.shared().bytes().length));
        if (warp.shared().isRace(use, address, bytes, warp.number()))
            throw warp.fault(
                    1 << lane,
                    "%s at 0x%x of shared memory, %s"
                            .formatted(use, address, warp.shared().why(address, bytes)));
        return found;
    }

    private byte[] local(Use use, int lane, long address, int bytes) {
        if (address < 0 || address > localBytes - bytes)
            throw warp.fault(
                    1 << lane,
                    "%s of %d bytes at 0x%x of the thread's own memory, which has %d"
                            .formatted(use, bytes, address, localBytes));
        place = lane * localBytes + (int) address;
        return local;
    }

    private byte[] parameters(Use use, int lane, long address, int bytes) {
        byte[] found = use == Use.READ ? parameterRange(address, bytes) : null;
        if (found == null) throw warp.fault(1 << lane, "%s of parameters at 0x%x".formatted(use, address));
        return found;
    }
}
