package polymath.engine.cuda.ptx;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// 32 threads of a block that run in step, as long as they are at the same instruction.
///
/// Where they part, those who are furthest behind go on alone until they reach the others; so they meet again behind
/// the branch, as on a device. Those who wait for lanes of their warp to come to the same instruction are passed over.
final class Warp {
    static final int LANES = 32;
    static final int ALL = -1;
    private static final int NOWHERE = Integer.MAX_VALUE;

    /// Lane by lane, row by row.
    final long[] registers;

    /// Where in the bytes that [#memory] returned the access is.
    int place;

    private final Block block;
    private final Kernel kernel;
    private final Instruction[] code;
    private final int number;
    private final byte[] local;
    private final int[] positions = new int[LANES];
    private DeviceMemory.@Nullable Piece lastPiece;
    private int position;
    private int lowestParked;
    private int live;
    private int active;
    private int parked;
    private int waiting;
    private int liveWhenWoken;
    private boolean blocked;
    private int barrier;
    private int barrierThreads;
    private long executed;

    Warp(Block block, Kernel kernel, Instruction[] code, int number) {
        this.block = block;
        this.kernel = kernel;
        this.code = code;
        this.number = number;
        registers = new long[kernel.rows() * LANES];
        local = new byte[kernel.localBytes() * LANES];
        kernel.constants().forEach((row, value) -> Arrays.fill(registers, row, row + LANES, value));
    }

    /// Makes it a warp of another block.
    void begin() {
        for (Map.Entry<Integer, Special> special : kernel.specials().entrySet())
            for (int lane = 0; lane < LANES; lane++)
                registers[special.getKey() + lane] = special.getValue().value(block, number, lane);
        Arrays.fill(local, (byte) 0xff);
        int threads = Math.min(LANES, block.launch().threads() - number * LANES);
        live = threads == LANES ? ALL : (1 << threads) - 1;
        active = live;
        parked = 0;
        waiting = 0;
        liveWhenWoken = live;
        position = 0;
        lowestParked = NOWHERE;
        blocked = false;
    }

    /// Runs until all lanes have left or wait at a barrier of the block.
    void run() {
        blocked = false;
        try {
            while (active != 0 || parked != 0 || wake()) {
                if (position >= lowestParked || active == 0) regroup();
                Instruction instruction = code[position++];
                executed += Integer.bitCount(active);
                int lanes = instruction.lanes(this, active);
                if (lanes != 0) instruction.body().execute(this, lanes);
                if (blocked) return;
            }
        } catch (RuntimeException e) {
            throw new PtxError(where(active) + ": " + e);
        }
        if (waiting != 0) {
            position = positions[Integer.numberOfTrailingZeros(waiting)] + 1;
            throw fault(waiting, "waits for lanes of its warp that never come here");
        }
    }

    /// Lanes that are set in a predicate.
    int predicate(int row) {
        int set = 0;
        for (int lane = 0; lane < LANES; lane++) set |= (int) registers[row + lane] << lane;
        return set;
    }

    void jump(int lanes, int target) {
        if (lanes == active) {
            position = target;
            return;
        }
        active &= ~lanes;
        park(lanes, target);
    }

    void leave(int lanes) {
        live &= ~lanes;
        active &= ~lanes;
    }

    /// Lanes come to an instruction at which all lanes of a mask meet that have not left.
    ///
    /// @return all of them if none is missing; else none, and those who came wait
    int meet(int lanes, int mask) {
        if ((lanes & ~mask) != 0)
            throw fault(lanes & ~mask, "is not among the lanes that meet: 0x%08x".formatted(mask));
        int here = position - 1;
        int met = lanes;
        for (int lane = 0; lane < LANES; lane++)
            if ((waiting >> lane & 1) != 0 && positions[lane] == here) met |= 1 << lane;
        if ((mask & live & ~met) == 0) {
            waiting &= ~met;
            active |= met;
            return met;
        }
        for (int lane = 0; lane < LANES; lane++) if ((lanes >> lane & 1) != 0) positions[lane] = here;
        waiting |= lanes;
        active &= ~lanes;
        return 0;
    }

    void waitAtBarrier(int lanes, int idRow, int countRow) {
        int met = meet(lanes, live);
        if (met == 0) return;
        int lane = Integer.numberOfTrailingZeros(met);
        barrier = (int) registers[idRow + lane];
        barrierThreads = (int) registers[countRow + lane];
        blocked = true;
    }

    boolean isBlocked() {
        return blocked;
    }

    int barrier() {
        return barrier;
    }

    /// Threads that the barrier waits for; 0 for all of the block.
    int barrierThreads() {
        return barrierThreads;
    }

    int liveThreads() {
        return Integer.bitCount(live);
    }

    long executed() {
        return executed;
    }

    DeviceMemory deviceMemory() {
        return block.launch().memory();
    }

    /// The bytes that hold an address, which is checked; the place in them is then [#place].
    byte[] memory(Space space, Use use, int lane, long address, int bytes) {
        if ((address & bytes - 1) != 0)
            throw fault(1 << lane, "%s of %d bytes at 0x%x is not aligned".formatted(use, bytes, address));
        return switch (space) {
            case GLOBAL, CONST -> global(use, lane, address, bytes);
            case SHARED -> shared(use, lane, address, bytes);
            case LOCAL -> local(use, lane, address, bytes);
            case PARAM -> parameters(use, lane, address, bytes);
            case GENERIC -> {
                Space actual = Space.of(address);
                yield memory(actual, use, lane, address - actual.window(), bytes);
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
            case SHARED -> block.shared().isRace(use, address, all, number) ? null : sharedRange(address, all);
            case PARAM -> parameterRange(address, all);
            case LOCAL, GENERIC -> null;
        };
    }

    private byte @Nullable [] globalRange(long address, int bytes) {
        DeviceMemory.Piece piece = lastPiece;
        if (piece == null || address < piece.base || address - piece.base > piece.bytes.length - bytes) {
            piece = deviceMemory().at(address, bytes);
            if (piece == null) return null;
            lastPiece = piece;
        }
        place = (int) (address - piece.base);
        return piece.bytes;
    }

    private byte @Nullable [] sharedRange(long address, int bytes) {
        byte[] shared = block.shared().bytes();
        if (address < 0 || address > shared.length - bytes) return null;
        place = (int) address;
        return shared;
    }

    private byte @Nullable [] parameterRange(long address, int bytes) {
        byte[] parameters = block.parameters();
        if (address < 0 || address > parameters.length - bytes) return null;
        place = (int) address;
        return parameters;
    }

    private byte[] global(Use use, int lane, long address, int bytes) {
        byte[] found = globalRange(address, bytes);
        if (found == null) throw fault(1 << lane, use + " of " + deviceMemory().explain(address, bytes));
        return found;
    }

    private byte[] shared(Use use, int lane, long address, int bytes) {
        byte[] found = sharedRange(address, bytes);
        if (found == null)
            throw fault(
                    1 << lane,
                    "%s of %d bytes at 0x%x of shared memory, which has %d"
                            .formatted(use, bytes, address, block.shared().bytes().length));
        if (block.shared().isRace(use, address, bytes, number))
            throw fault(
                    1 << lane,
                    "%s at 0x%x of shared memory, used by another warp since the last barrier".formatted(use, address));
        return found;
    }

    private byte[] local(Use use, int lane, long address, int bytes) {
        if (address < 0 || address > kernel.localBytes() - bytes)
            throw fault(
                    1 << lane,
                    "%s of %d bytes at 0x%x of the thread's own memory, which has %d"
                            .formatted(use, bytes, address, kernel.localBytes()));
        place = lane * kernel.localBytes() + (int) address;
        return local;
    }

    private byte[] parameters(Use use, int lane, long address, int bytes) {
        byte[] found = use == Use.READ ? parameterRange(address, bytes) : null;
        if (found == null) throw fault(1 << lane, "%s of parameters at 0x%x".formatted(use, address));
        return found;
    }

    /// @param lanes the first of them is named
    PtxError fault(int lanes, String what) {
        return new PtxError(where(lanes) + ": " + what);
    }

    private String where(int lanes) {
        int thread = number * LANES + Integer.numberOfTrailingZeros(lanes) % LANES;
        return "%s: block (%d, %d, %d), thread %d"
                .formatted(
                        kernel.where(code[Math.max(position - 1, 0)].line()), block.x(), block.y(), block.z(), thread);
    }

    /// Has those who wait look again, if lanes have left that they waited for.
    private boolean wake() {
        if (waiting == 0 || live == liveWhenWoken) return false;
        liveWhenWoken = live;
        parked = waiting;
        waiting = 0;
        for (int lane = 0; lane < LANES; lane++)
            if ((parked >> lane & 1) != 0) lowestParked = Math.min(lowestParked, positions[lane]);
        return true;
    }

    private void park(int lanes, int at) {
        for (int lane = 0; lane < LANES; lane++) if ((lanes >> lane & 1) != 0) positions[lane] = at;
        parked |= lanes;
        lowestParked = Math.min(lowestParked, at);
    }

    /// Goes on with those who are furthest behind.
    private void regroup() {
        if (active != 0) park(active, position);
        position = lowestParked;
        active = 0;
        lowestParked = NOWHERE;
        for (int lane = 0; lane < LANES; lane++) {
            if ((parked >> lane & 1) == 0) continue;
            if (positions[lane] == position) active |= 1 << lane;
            else lowestParked = Math.min(lowestParked, positions[lane]);
        }
        parked &= ~active;
    }
}
