package polymath.engine.kernel;

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

/// [RowDots] of the types of two and three bits, in blocks of 256 with a scale for each 16 weights, as [SuperRowDots].
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class LowBitDots {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /// Bytes of a vector.
    private static final int B = 4 * N;

    private static final IntVector LANE = IntVector.zero(I).addIndex(1);
    private static final VectorMask<Integer> QUARTER_1 = Lanes.mask(4, 8);
    private static final VectorMask<Integer> UPPER = Lanes.mask(8, 16);
    private static final VectorShuffle<Integer> OF_FIRST_8 = VectorShuffle.fromOp(I, lane -> lane & 7);

    // Shifts of each lane: to each byte of a word, to the next byte for each 4 lanes (16 weights) beginning anew after
    // 8
    // lanes, and by 4 bits for each 8 lanes.
    private static final IntVector FOUR_BYTES = LANE.and(3).lanewise(LSHL, 3);
    private static final IntVector NEXT_BYTES_TWICE =
            LANE.and(7).lanewise(LSHR, 2).lanewise(LSHL, 3);
    private static final IntVector BY_4 = LANE.lanewise(LSHR, 3).lanewise(LSHL, 2);

    private LowBitDots() {}

    static void q3_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) q3_k(s, at + b * 110L, x, o + 4L * b * 320, sums);
    }

    private static void q3_k(MemorySegment s, long p, MemorySegment x, long v, float[] sums) {
        int a0 = s.get(LE_INT, p + 96);
        int a1 = s.get(LE_INT, p + 100);
        int a2 = s.get(LE_INT, p + 104);
        long first = (a0 & 0x0F0F0F0F | (a2 & 0x03030303) << 4) & 0xFFFFFFFFL
                | (long) (a1 & 0x0F0F0F0F | (a2 & 0x0C0C0C0C) << 2) << 32;
        long second = (a0 >>> 4 & 0x0F0F0F0F | a2 & 0x30303030) & 0xFFFFFFFFL
                | (long) (a1 >>> 4 & 0x0F0F0F0F | a2 >>> 2 & 0x30303030) << 32;
        FloatVector block = FloatVector.zero(F);
        for (int j = 0; j < 64; j += 4 * N) {
            IntVector q = IntVector.fromMemorySegment(I, s, p + 32 + j, LE);
            IntVector third = IntVector.fromMemorySegment(I, s, p + (N == 16 ? 0 : j % 32), LE);
            if (N == 16) third = third.rearrange(OF_FIRST_8);
            third = third.lanewise(LSHR, BY_4).lanewise(LSHR, j / 32 * 4);
            for (int pair = 0; pair < 4; pair++, v += 5 * B) {
                int shift = 16 * pair + (N == 4 ? 8 * (j % 32 / 16) : 0);
                IntVector scales = IntVector.broadcast(I, (int) ((j < 32 ? first : second) >>> shift));
                if (N == 16) scales = scales.blend(IntVector.broadcast(I, (int) (second >>> shift)), UPPER);
                scales = scales.lanewise(LSHR, NEXT_BYTES_TWICE).and(63).sub(32);
                IntVector w = q.lanewise(LSHR, 2 * pair)
                        .and(0x03030303)
                        .or(third.lanewise(LSHR, pair).and(0x01010101).lanewise(LSHL, 2));
                FloatVector even = ((FloatVector) w.and(0xFF).castShape(F, 0))
                        .fma(
                                FloatVector.fromMemorySegment(F, x, v, LE),
                                FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
                FloatVector odd = ((FloatVector) w.and(0xFF00).castShape(F, 0))
                        .mul(FloatVector.fromMemorySegment(F, x, v + B, LE));
                even = ((FloatVector) w.and(0xFF0000).castShape(F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), even);
                odd = ((FloatVector) w.lanewise(LSHR, 24).castShape(F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), odd);
                block = even.add(odd).fma((FloatVector) scales.castShape(F, 0), block);
            }
        }
        block.fma(
                        FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p + 108))),
                        FloatVector.fromArray(F, sums, 0))
                .intoArray(sums, 0);
    }

    static void q2_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) q2_k(s, at + b * 84L, x, o + 4L * b * (256 + 16), sums);
    }

    private static void q2_k(MemorySegment s, long p, MemorySegment x, long v, float[] sums) {
        long first = s.get(LE_LONG, p);
        long second = s.get(LE_LONG, p + 8);
        FloatVector block = FloatVector.zero(F);
        for (int j = 0; j < 64; j += 4 * N) {
            IntVector q = IntVector.fromMemorySegment(I, s, p + 16 + j, LE);
            for (int pair = 0; pair < 4; pair++, v += 4 * B) {
                int shift = 16 * pair + (N == 4 ? 8 * (j % 32 / 16) : 0);
                IntVector scales = IntVector.broadcast(I, (int) ((j < 32 ? first : second) >>> shift));
                if (N == 16) scales = scales.blend(IntVector.broadcast(I, (int) (second >>> shift)), UPPER);
                scales = scales.lanewise(LSHR, NEXT_BYTES_TWICE).and(15);
                IntVector w = q.lanewise(LSHR, 2 * pair).and(0x03030303);
                FloatVector even =
                        ((FloatVector) w.and(0xFF).castShape(F, 0)).mul(FloatVector.fromMemorySegment(F, x, v, LE));
                FloatVector odd = ((FloatVector) w.and(0xFF00).castShape(F, 0))
                        .mul(FloatVector.fromMemorySegment(F, x, v + B, LE));
                even = ((FloatVector) w.and(0xFF0000).castShape(F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), even);
                odd = ((FloatVector) w.lanewise(LSHR, 24).castShape(F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), odd);
                block = even.add(odd).fma((FloatVector) scales.castShape(F, 0), block);
            }
        }
        FloatVector sum = block.fma(
                FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p + 80))),
                FloatVector.fromArray(F, sums, 0));
        IntVector least = IntVector.broadcast(I, (int) first);
        IntVector others = IntVector.broadcast(I, (int) second);
        if (N >= 8) {
            least = least.blend(IntVector.broadcast(I, (int) (first >>> 32)), QUARTER_1);
            others = others.blend(IntVector.broadcast(I, (int) (second >>> 32)), QUARTER_1);
        }
        if (N == 16) least = least.blend(others.rearrange(OF_FIRST_8), UPPER);
        FloatVector minimums = ((FloatVector) least.lanewise(LSHR, FOUR_BYTES)
                        .lanewise(LSHR, 4)
                        .and(15)
                        .castShape(F, 0))
                .mul(FloatVector.fromMemorySegment(F, x, v, LE));
        if (N <= 8)
            minimums = ((FloatVector) others.lanewise(LSHR, FOUR_BYTES)
                            .lanewise(LSHR, 4)
                            .and(15)
                            .castShape(F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 32, LE), minimums);
        if (N == 4) {
            IntVector second4 = IntVector.broadcast(I, (int) (first >>> 32));
            IntVector fourth4 = IntVector.broadcast(I, (int) (second >>> 32));
            minimums = ((FloatVector) second4.lanewise(LSHR, FOUR_BYTES)
                            .lanewise(LSHR, 4)
                            .and(15)
                            .castShape(F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 16, LE), minimums);
            minimums = ((FloatVector) fourth4.lanewise(LSHR, FOUR_BYTES)
                            .lanewise(LSHR, 4)
                            .and(15)
                            .castShape(F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 48, LE), minimums);
        }
        FloatVector less = FloatVector.broadcast(F, -Float.float16ToFloat(s.get(LE_SHORT, p + 82)));
        minimums.fma(less, sum).intoArray(sums, 0);
    }
}
