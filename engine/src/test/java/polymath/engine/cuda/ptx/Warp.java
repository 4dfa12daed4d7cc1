package polymath.engine.cuda.ptx;

import java.util.Arrays;
import java.util.Map;

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

    final WarpMemory memory;
    final CopyBodies copies = new CopyBodies();

    private final Block block;
    private final Kernel kernel;
    private final Instruction[] code;
    private final int number;
    private final int[] positions = new int[LANES];
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
        memory = new WarpMemory(this, kernel.localBytes());
        kernel.constants().forEach((row, value) -> Arrays.fill(registers, row, row + LANES, value));
    }

    /// Makes it a warp of another block.
    void begin() {
        for (Map.Entry<Integer, Special> special : kernel.specials().entrySet())
            for (int lane = 0; lane < LANES; lane++)
                registers[special.getKey() + lane] = special.getValue().value(block, number, lane);
        memory.begin();
        int threads = Math.min(LANES, block.launch().threads() - number * LANES);
        live = threads == LANES ? ALL : (1 << threads) - 1;
        active = live;
        parked = 0;
        waiting = 0;
        liveWhenWoken = live;
        position = 0;
        lowestParked = NOWHERE;
        blocked = false;
        copies.begin();
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

    SharedMemory shared() {
        return block.shared();
    }

    byte[] parameters() {
        return block.parameters();
    }

    int number() {
        return number;
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
