package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_INT;
import static polymath.engine.kernel.ScalarBlocks.LE_LONG;
import static polymath.engine.kernel.ScalarBlocks.LE_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// [RowDots] of the types with blocks of 256, whose groups of 16 or 32 weights have small scales of their own: a word
/// with a byte for each group is spread over the lanes and shifted, so that every lane finds its group's byte lowest.
///
/// Each block is a call that takes the sum out of an array and puts it back: a sum carried through a loop around these
/// loops was boxed by the compiler in some runs, under load in one of three.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class SuperRowDots {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /// Bytes of a vector.
    private static final int B = 4 * N;

    private static final IntVector LANE = IntVector.zero(I).addIndex(1);
    private static final VectorMask<Integer> QUARTER_1 = Lanes.mask(4, 8);
    private static final VectorShuffle<Integer> OF_FIRST_8 = VectorShuffle.fromOp(I, lane -> lane & 7);
    private static final VectorShuffle<Integer> OF_LAST_8 = VectorShuffle.fromOp(I, lane -> (8 + (lane & 7)) % N);

    // Shifts of each lane: to each byte of a word, to every second byte for each 8 lanes (32 weights), to the next byte
    // for each 4 lanes (16 weights), and by 2 bits for each 8 lanes.
    private static final IntVector FOUR_BYTES = LANE.and(3).lanewise(LSHL, 3);
    private static final IntVector SECOND_BYTES = LANE.lanewise(LSHR, 3).lanewise(LSHL, 4);
    private static final IntVector NEXT_BYTES = LANE.lanewise(LSHR, 2).lanewise(LSHL, 3);
    private static final IntVector BY_2 = LANE.lanewise(LSHR, 3).lanewise(LSHL, 1);

    private SuperRowDots() {}

    static void q4_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) q4_k(s, at + b * 144L, x, o + 4L * b * (256 + Math.max(N, 8)), sums);
    }

    private static void q4_k(MemorySegment s, long p, MemorySegment x, long v, float[] sums) {
        int u0 = s.get(LE_INT, p + 4);
        int u1 = s.get(LE_INT, p + 8);
        int u2 = s.get(LE_INT, p + 12);
        long words = (u0 & 0x3F3F3F3FL) | (long) (u2 & 0x0F0F0F0F | u0 >>> 2 & 0x30303030) << 32;
        FloatVector block = FloatVector.zero(F);
        for (int j = 0; j < 128; j += 4 * N, v += 8 * B) {
            IntVector q = IntVector.fromMemorySegment(I, s, p + 16 + j, LE);
            IntVector scales =
                    IntVector.broadcast(I, (int) (words >>> j / 32 * 16)).lanewise(LSHR, SECOND_BYTES);
            FloatVector low =
                    ((FloatVector) q.and(0xF).convertShape(I2F, F, 0)).mul(FloatVector.fromMemorySegment(F, x, v, LE));
            FloatVector high = ((FloatVector) q.and(0xF0).convertShape(I2F, F, 0))
                    .mul(FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
            low = ((FloatVector) q.and(0xF00).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), low);
            high = ((FloatVector) q.and(0xF000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 5 * B, LE), high);
            low = ((FloatVector) q.and(0xF0000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), low);
            high = ((FloatVector) q.and(0xF00000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 6 * B, LE), high);
            low = ((FloatVector) q.and(0xF000000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), low);
            high = ((FloatVector) q.lanewise(LSHR, 28).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 7 * B, LE), high);
            block = low.fma(((FloatVector) scales.and(63).convertShape(I2F, F, 0)), block);
            block = high.fma(((FloatVector) scales.lanewise(LSHR, 8).and(63).convertShape(I2F, F, 0)), block);
        }
        FloatVector sum = block.fma(
                FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p))), FloatVector.fromArray(F, sums, 0));
        IntVector least = IntVector.broadcast(I, u1 & 0x3F3F3F3F);
        IntVector others = IntVector.broadcast(I, u2 >>> 4 & 0x0F0F0F0F | u1 >>> 2 & 0x30303030);
        FloatVector less = FloatVector.broadcast(F, -Float.float16ToFloat(s.get(LE_SHORT, p + 2)));
        if (N >= 8) least = least.blend(others, QUARTER_1);
        FloatVector minimums = ((FloatVector)
                        least.lanewise(LSHR, FOUR_BYTES).and(0xFF).convertShape(I2F, F, 0))
                .mul(FloatVector.fromMemorySegment(F, x, v, LE));
        if (N == 4)
            minimums = ((FloatVector)
                            others.lanewise(LSHR, FOUR_BYTES).and(0xFF).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), minimums);
        minimums.fma(less, sum).intoArray(sums, 0);
    }

    static void q5_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) q5_k(s, at + b * 176L, x, o + 4L * b * (256 + Math.max(N, 8)), sums);
    }

    private static void q5_k(MemorySegment s, long p, MemorySegment x, long v, float[] sums) {
        int u0 = s.get(LE_INT, p + 4);
        int u1 = s.get(LE_INT, p + 8);
        int u2 = s.get(LE_INT, p + 12);
        long words = (u0 & 0x3F3F3F3FL) | (long) (u2 & 0x0F0F0F0F | u0 >>> 2 & 0x30303030) << 32;
        FloatVector block = FloatVector.zero(F);
        for (int j = 0; j < 128; j += 4 * N, v += 8 * B) {
            IntVector q = IntVector.fromMemorySegment(I, s, p + 48 + j, LE);
            IntVector top = IntVector.fromMemorySegment(I, s, p + 16 + (N == 16 ? 0 : j % 32), LE);
            if (N == 16) top = top.rearrange(OF_FIRST_8);
            top = top.lanewise(LSHR, BY_2).lanewise(LSHR, j / 32 * 2);
            IntVector scales =
                    IntVector.broadcast(I, (int) (words >>> j / 32 * 16)).lanewise(LSHR, SECOND_BYTES);
            IntVector l = q.and(0x0F0F0F0F).or(top.and(0x01010101).lanewise(LSHL, 4));
            IntVector h =
                    q.lanewise(LSHR, 4).and(0x0F0F0F0F).or(top.and(0x02020202).lanewise(LSHL, 3));
            FloatVector low =
                    ((FloatVector) l.and(0xFF).convertShape(I2F, F, 0)).mul(FloatVector.fromMemorySegment(F, x, v, LE));
            FloatVector high = ((FloatVector) h.and(0xFF).convertShape(I2F, F, 0))
                    .mul(FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
            low = ((FloatVector) l.and(0xFF00).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), low);
            high = ((FloatVector) h.and(0xFF00).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 5 * B, LE), high);
            low = ((FloatVector) l.and(0xFF0000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), low);
            high = ((FloatVector) h.and(0xFF0000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 6 * B, LE), high);
            low = ((FloatVector) l.lanewise(LSHR, 24).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), low);
            high = ((FloatVector) h.lanewise(LSHR, 24).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 7 * B, LE), high);
            block = low.fma(((FloatVector) scales.and(63).convertShape(I2F, F, 0)), block);
            block = high.fma(((FloatVector) scales.lanewise(LSHR, 8).and(63).convertShape(I2F, F, 0)), block);
        }
        FloatVector sum = block.fma(
                FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p))), FloatVector.fromArray(F, sums, 0));
        IntVector least = IntVector.broadcast(I, u1 & 0x3F3F3F3F);
        IntVector others = IntVector.broadcast(I, u2 >>> 4 & 0x0F0F0F0F | u1 >>> 2 & 0x30303030);
        FloatVector less = FloatVector.broadcast(F, -Float.float16ToFloat(s.get(LE_SHORT, p + 2)));
        if (N >= 8) least = least.blend(others, QUARTER_1);
        FloatVector minimums = ((FloatVector)
                        least.lanewise(LSHR, FOUR_BYTES).and(0xFF).convertShape(I2F, F, 0))
                .mul(FloatVector.fromMemorySegment(F, x, v, LE));
        if (N == 4)
            minimums = ((FloatVector)
                            others.lanewise(LSHR, FOUR_BYTES).and(0xFF).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), minimums);
        minimums.fma(less, sum).intoArray(sums, 0);
    }

    static void q6_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) q6_k(s, at + b * 210L, x, o + 4L * b * 320, sums);
    }

    private static void q6_k(MemorySegment s, long p, MemorySegment x, long v, float[] sums) {
        FloatVector block = FloatVector.zero(F);
        for (int j = 0; j < 128; j += 4 * N, v += 10 * B) {
            IntVector q = IntVector.fromMemorySegment(I, s, p + j, LE);
            // A load of the second 32 bytes would reach behind the last block, so both halves come with one.
            IntVector top = IntVector.fromMemorySegment(I, s, p + 128 + (N == 16 ? 0 : j / 64 * 32 + j % 32), LE);
            if (N == 16) top = j == 0 ? top.rearrange(OF_FIRST_8) : top.rearrange(OF_LAST_8);
            top = top.lanewise(LSHR, BY_2).lanewise(LSHR, j % 64 / 32 * 2);
            IntVector l = q.and(0x0F0F0F0F).or(top.and(0x03030303).lanewise(LSHL, 4));
            IntVector h = q.lanewise(LSHR, 4).and(0x0F0F0F0F).or(top.and(0x30303030));
            FloatVector low = ((FloatVector) l.and(0xFF).convertShape(I2F, F, 0))
                    .fma(
                            FloatVector.fromMemorySegment(F, x, v, LE),
                            FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
            FloatVector high = ((FloatVector) h.and(0xFF).convertShape(I2F, F, 0))
                    .fma(
                            FloatVector.fromMemorySegment(F, x, v + 5 * B, LE),
                            FloatVector.fromMemorySegment(F, x, v + 9 * B, LE));
            low = ((FloatVector) l.and(0xFF00).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), low);
            high = ((FloatVector) h.and(0xFF00).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 6 * B, LE), high);
            low = ((FloatVector) l.and(0xFF0000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), low);
            high = ((FloatVector) h.and(0xFF0000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 7 * B, LE), high);
            low = ((FloatVector) l.lanewise(LSHR, 24).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), low);
            high = ((FloatVector) h.lanewise(LSHR, 24).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 8 * B, LE), high);
            long words = s.get(LE_LONG, p + 192 + j / 64 * 8) >>> j % 64 / 16 * 8; // signed bytes
            IntVector first = IntVector.broadcast(I, (int) words)
                    .lanewise(LSHR, NEXT_BYTES)
                    .lanewise(LSHL, 24)
                    .lanewise(ASHR, 24);
            IntVector second = IntVector.broadcast(I, (int) (words >>> 32))
                    .lanewise(LSHR, NEXT_BYTES)
                    .lanewise(LSHL, 24)
                    .lanewise(ASHR, 24);
            block = low.fma((FloatVector) first.convertShape(I2F, F, 0), block);
            block = high.fma((FloatVector) second.convertShape(I2F, F, 0), block);
        }
        block.fma(
                        FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p + 208))),
                        FloatVector.fromArray(F, sums, 0))
                .intoArray(sums, 0);
    }
}
