package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static polymath.engine.kernel.Lanes.BYTE_SHIFTS;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_INT;
import static polymath.engine.kernel.ScalarBlocks.LE_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;

/// [RowDots] of the types of two and three bits, in blocks of 256 with a scale for each group of 16 weights.
///
/// A byte holds a weight of each of four runs of 32 weights, two bits ("pair") for each run. The scales of all groups
/// that a vector of bytes holds become one vector, out of which each pair's are picked. Each block takes the sum out of
/// an array and puts it back, since one that is carried through a loop around a loop is boxed in some runs.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class LowBitDots {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /// Bytes of a vector.
    private static final int B = 4 * N;

    private static final IntVector LANE = IntVector.zero(I).addIndex(1);
    // Lanes of the second, third and fourth 16 bytes of a vector; where it has 16 only, the last 8 of them.
    private static final VectorMask<Integer> QUARTER_1 = N == 4 ? Lanes.mask(2, 4) : Lanes.mask(4, 8);
    private static final VectorMask<Integer> QUARTER_2 = Lanes.mask(8, 12);
    private static final VectorMask<Integer> QUARTER_3 = Lanes.mask(12, 16);
    private static final VectorShuffle<Integer> OF_FIRST_8 = VectorShuffle.fromOp(I, lane -> lane & 7);

    // Lane g of a vector of scales belongs to group g of those in the chunk; of 16 bytes there are every second of
    // eight. A word holds the bytes of four groups: which word a lane takes, and how far its byte is from the lowest.
    private static final VectorShuffle<Integer> WORDS = VectorShuffle.fromOp(I, lane -> lane / (N == 4 ? 2 : 4));
    private static final IntVector TO_BYTE =
            N == 4 ? LANE.and(1).lanewise(LSHL, 4) : LANE.and(3).lanewise(LSHL, 3);
    private static final VectorShuffle<Float> OF_PAIR_0 = ofPair(0);
    private static final VectorShuffle<Float> OF_PAIR_1 = ofPair(1);
    private static final VectorShuffle<Float> OF_PAIR_2 = ofPair(2);
    private static final VectorShuffle<Float> OF_PAIR_3 = ofPair(3);

    /// A shift of 4 bits for the second 32 bytes.
    private static final IntVector BY_4 = LANE.lanewise(LSHR, 3).lanewise(LSHL, 2);

    private LowBitDots() {}

    private static VectorShuffle<Float> ofPair(int pair) {
        return VectorShuffle.fromOp(F, lane -> N == 4 ? pair : 8 * (lane / 8) + 2 * pair + lane / 4 % 2);
    }

    static void q3_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) {
            long p = at + b * 110L;
            long v = o + 4L * b * 320;
            int a0 = s.get(LE_INT, p + 96);
            int a1 = s.get(LE_INT, p + 100);
            int a2 = s.get(LE_INT, p + 104);
            int s0 = a0 & 0x0F0F0F0F | (a2 & 0x03030303) << 4;
            int s1 = a1 & 0x0F0F0F0F | (a2 & 0x0C0C0C0C) << 2;
            int s2 = a0 >>> 4 & 0x0F0F0F0F | a2 & 0x30303030;
            int s3 = a1 >>> 4 & 0x0F0F0F0F | a2 >>> 2 & 0x30303030;
            FloatVector block = FloatVector.zero(F);
            for (int j = 0; j < 64; j += 4 * N, v += 20 * B) {
                IntVector q = IntVector.fromMemorySegment(I, s, p + 32 + j, LE);
                IntVector t = IntVector.fromMemorySegment(I, s, p + (N == 16 ? 0 : j % 32), LE);
                if (N == 16) t = t.rearrange(OF_FIRST_8);
                t = t.lanewise(LSHR, BY_4).lanewise(LSHR, j / 32 * 4);
                // the third bits beside their pairs, which have room in every second place
                IntVector even = q.and(0x33333333)
                        .or(t.and(0x01010101).lanewise(LSHL, 2))
                        .or(t.and(0x04040404).lanewise(LSHL, 4));
                IntVector odd = q.lanewise(LSHR, 2)
                        .and(0x33333333)
                        .or(t.and(0x02020202).lanewise(LSHL, 1))
                        .or(t.and(0x08080808).lanewise(LSHL, 3));
                IntVector words = IntVector.broadcast(I, j < 32 ? s0 : s2).blend(j < 32 ? s1 : s3, QUARTER_1);
                if (N == 16) words = words.blend(s2, QUARTER_2).blend(s3, QUARTER_3);
                if (N == 4) words = words.lanewise(LSHR, j % 32 / 2);
                FloatVector scales = (FloatVector)
                        words.lanewise(LSHR, TO_BYTE).and(63).sub(32).convertShape(I2F, F, 0);
                FloatVector pair0 = ((FloatVector) even.and(0xF).convertShape(I2F, F, 0))
                        .fma(
                                FloatVector.fromMemorySegment(F, x, v, LE),
                                FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
                pair0 = ((FloatVector) even.and(0xF00).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), pair0);
                pair0 = ((FloatVector) even.and(0xF0000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), pair0);
                pair0 = ((FloatVector) even.and(0xF000000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), pair0);
                block = pair0.fma(scales.rearrange(OF_PAIR_0), block);
                FloatVector pair1 = ((FloatVector) odd.and(0xF).convertShape(I2F, F, 0))
                        .fma(
                                FloatVector.fromMemorySegment(F, x, v + 5 * B, LE),
                                FloatVector.fromMemorySegment(F, x, v + 9 * B, LE));
                pair1 = ((FloatVector) odd.and(0xF00).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 6 * B, LE), pair1);
                pair1 = ((FloatVector) odd.and(0xF0000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 7 * B, LE), pair1);
                pair1 = ((FloatVector) odd.and(0xF000000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 8 * B, LE), pair1);
                block = pair1.fma(scales.rearrange(OF_PAIR_1), block);
                FloatVector pair2 = ((FloatVector) even.and(0xF0).convertShape(I2F, F, 0))
                        .fma(
                                FloatVector.fromMemorySegment(F, x, v + 10 * B, LE),
                                FloatVector.fromMemorySegment(F, x, v + 14 * B, LE));
                pair2 = ((FloatVector) even.and(0xF000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 11 * B, LE), pair2);
                pair2 = ((FloatVector) even.and(0xF00000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 12 * B, LE), pair2);
                pair2 = ((FloatVector) even.lanewise(LSHR, 28).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 13 * B, LE), pair2);
                block = pair2.fma(scales.rearrange(OF_PAIR_2), block);
                FloatVector pair3 = ((FloatVector) odd.and(0xF0).convertShape(I2F, F, 0))
                        .fma(
                                FloatVector.fromMemorySegment(F, x, v + 15 * B, LE),
                                FloatVector.fromMemorySegment(F, x, v + 19 * B, LE));
                pair3 = ((FloatVector) odd.and(0xF000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 16 * B, LE), pair3);
                pair3 = ((FloatVector) odd.and(0xF00000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 17 * B, LE), pair3);
                pair3 = ((FloatVector) odd.lanewise(LSHR, 28).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 18 * B, LE), pair3);
                block = pair3.fma(scales.rearrange(OF_PAIR_3), block);
            }
            block.fma(
                            FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p + 108))),
                            FloatVector.fromArray(F, sums, 0))
                    .intoArray(sums, 0);
        }
    }

    static void q2_k(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) {
            long p = at + b * 84L;
            long v = o + 4L * b * (256 + 16);
            long groups = v + 4 * 256; // sums of the token's values
            FloatVector block = FloatVector.zero(F);
            FloatVector least = FloatVector.zero(F);
            for (int j = 0; j < 64; j += 4 * N, v += 16 * B, groups += B) {
                IntVector q = IntVector.fromMemorySegment(I, s, p + 16 + j, LE);
                IntVector bytes = IntVector.fromMemorySegment(I, s, p + (N == 16 ? 0 : j / 32 * 8), LE)
                        .rearrange(WORDS)
                        .lanewise(LSHR, TO_BYTE);
                if (N == 4) bytes = bytes.lanewise(LSHR, j % 32 / 2);
                FloatVector scales = (FloatVector) bytes.and(15).convertShape(I2F, F, 0);
                if (N == 4)
                    bytes = IntVector.broadcast(I, s.get(LE_INT, p + j / 4)).lanewise(LSHR, BYTE_SHIFTS);
                least = ((FloatVector) bytes.lanewise(LSHR, 4).and(15).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, groups, LE), least);
                FloatVector pair0 = ((FloatVector) q.and(0x3).convertShape(I2F, F, 0))
                        .mul(FloatVector.fromMemorySegment(F, x, v, LE));
                pair0 = ((FloatVector) q.and(0x300).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + B, LE), pair0);
                pair0 = ((FloatVector) q.and(0x30000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), pair0);
                pair0 = ((FloatVector) q.and(0x3000000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), pair0);
                block = pair0.fma(scales.rearrange(OF_PAIR_0), block);
                FloatVector pair1 = ((FloatVector) q.and(0xC).convertShape(I2F, F, 0))
                        .mul(FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
                pair1 = ((FloatVector) q.and(0xC00).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 5 * B, LE), pair1);
                pair1 = ((FloatVector) q.and(0xC0000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 6 * B, LE), pair1);
                pair1 = ((FloatVector) q.and(0xC000000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 7 * B, LE), pair1);
                block = pair1.fma(scales.rearrange(OF_PAIR_1), block);
                FloatVector pair2 = ((FloatVector) q.and(0x30).convertShape(I2F, F, 0))
                        .mul(FloatVector.fromMemorySegment(F, x, v + 8 * B, LE));
                pair2 = ((FloatVector) q.and(0x3000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 9 * B, LE), pair2);
                pair2 = ((FloatVector) q.and(0x300000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 10 * B, LE), pair2);
                pair2 = ((FloatVector) q.and(0x30000000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 11 * B, LE), pair2);
                block = pair2.fma(scales.rearrange(OF_PAIR_2), block);
                FloatVector pair3 = ((FloatVector) q.and(0xC0).convertShape(I2F, F, 0))
                        .mul(FloatVector.fromMemorySegment(F, x, v + 12 * B, LE));
                pair3 = ((FloatVector) q.and(0xC000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 13 * B, LE), pair3);
                pair3 = ((FloatVector) q.and(0xC00000).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 14 * B, LE), pair3);
                pair3 = ((FloatVector) q.lanewise(LSHR, 30).convertShape(I2F, F, 0))
                        .fma(FloatVector.fromMemorySegment(F, x, v + 15 * B, LE), pair3);
                block = pair3.fma(scales.rearrange(OF_PAIR_3), block);
            }
            FloatVector sum = block.fma(
                    FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p + 80))),
                    FloatVector.fromArray(F, sums, 0));
            least.fma(FloatVector.broadcast(F, -Float.float16ToFloat(s.get(LE_SHORT, p + 82))), sum)
                    .intoArray(sums, 0);
        }
    }
}
