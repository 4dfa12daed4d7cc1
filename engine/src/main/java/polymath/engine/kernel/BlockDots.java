package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// [RowDots] of Q4_0 and Q8_0, the types with blocks of 32 weights; those that look theirs up are in [LevelDots].
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class BlockDots {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /// Bytes of a vector.
    private static final int B = 4 * N;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;

    // Lanes of the second and fourth 16 bytes of a vector; none where vectors are shorter.
    static final VectorMask<Integer> QUARTER_1 = Lanes.mask(4, 8);
    static final VectorMask<Integer> QUARTER_3 = Lanes.mask(12, 16);
    private static final VectorMask<Integer> HALF_1 = Lanes.mask(8, 16);

    static final VectorShuffle<Integer> FIRST_OF_4 = VectorShuffle.fromOp(I, lane -> lane & ~3);
    // Shorts of 64 bytes of Q4_0: the first three blocks' quants where they belong, and each block's scale in the upper
    // half of its lanes. A block is nine shorts.
    static final VectorShuffle<Short> QUANTS_OF_4 =
            VectorShuffle.fromOp(SHORTS, i -> (9 * (i / 8) + 1 + i % 8) % (2 * N));
    static final VectorShuffle<Short> SCALES_OF_4 = VectorShuffle.fromOp(SHORTS, i -> 9 * (i / 8) % (2 * N));
    // The same of 64 bytes of Q8_0, where a block is seventeen shorts.
    private static final VectorShuffle<Short> SCALES_OF_2 = VectorShuffle.fromOp(SHORTS, i -> i / 16 * 17 % (2 * N));
    private static final VectorShuffle<Integer> FIRST = VectorShuffle.fromOp(I, lane -> 0);

    private BlockDots() {}

    // A vector takes 16 bytes of N / 4 blocks. Loads that begin later for each block put its bytes where they belong.
    static void q4_0(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        FloatVector sum = FloatVector.fromArray(F, sums, 0);
        for (int i = 0; i < cols / (8 * N); i++) {
            long p = at + i * (N / 4 * 18L);
            long v = o + i * (9L * B);
            IntVector d;
            IntVector q;
            if (N == 16) {
                ShortVector blocks = ShortVector.fromMemorySegment(SHORTS, s, p, LE);
                d = blocks.rearrange(SCALES_OF_4).reinterpretAsInts();
                q = blocks.rearrange(QUANTS_OF_4).reinterpretAsInts();
                q = q.blend(IntVector.fromMemorySegment(I, s, p + 8, LE), QUARTER_3);
            } else {
                d = IntVector.fromMemorySegment(I, s, p, LE);
                q = IntVector.fromMemorySegment(I, s, p + 2, LE);
                if (N == 8) {
                    d = d.blend(q, QUARTER_1);
                    q = q.blend(IntVector.fromMemorySegment(I, s, p + 4, LE), QUARTER_1);
                }
                d = d.rearrange(FIRST_OF_4).lanewise(LSHL, 16);
            }
            FloatVector scale = d.lanewise(ASHR, 3).and(0x8FFFE000).reinterpretAsFloats();
            FloatVector low = ((FloatVector) q.and(0xF).convertShape(I2F, F, 0))
                    .fma(
                            FloatVector.fromMemorySegment(F, x, v, LE),
                            FloatVector.fromMemorySegment(F, x, v + 8 * B, LE));
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
            sum = low.add(high).fma(scale, sum);
        }
        sum.intoArray(sums, 0);
    }

    // Signed bytes get 128 added, and the lanes' sums take that back.
    static void q8_0(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        FloatVector sum = FloatVector.fromArray(F, sums, 0);
        for (int i = 0; i < cols; i += 4 * N) {
            long p = at + i / 32 * 34;
            IntVector d;
            IntVector q = IntVector.fromMemorySegment(I, s, p + 2 + i % 32, LE);
            if (N == 16) {
                d = ShortVector.fromMemorySegment(SHORTS, s, p, LE)
                        .rearrange(SCALES_OF_2)
                        .reinterpretAsInts();
                q = q.blend(IntVector.fromMemorySegment(I, s, p + 4, LE), HALF_1);
            } else {
                d = IntVector.fromMemorySegment(I, s, p, LE).rearrange(FIRST).lanewise(LSHL, 16);
            }
            q = q.lanewise(XOR, 0x80808080);
            FloatVector scale = d.lanewise(ASHR, 3).and(0x8FFFE000).reinterpretAsFloats();
            long v = o + (long) i / (4 * N) * (5 * B);
            FloatVector even = ((FloatVector) q.and(0xFF).convertShape(I2F, F, 0))
                    .fma(
                            FloatVector.fromMemorySegment(F, x, v, LE),
                            FloatVector.fromMemorySegment(F, x, v + 4 * B, LE));
            FloatVector odd = ((FloatVector) q.and(0xFF00).convertShape(I2F, F, 0))
                    .mul(FloatVector.fromMemorySegment(F, x, v + B, LE));
            even = ((FloatVector) q.and(0xFF0000).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 2 * B, LE), even);
            odd = ((FloatVector) q.lanewise(LSHR, 24).convertShape(I2F, F, 0))
                    .fma(FloatVector.fromMemorySegment(F, x, v + 3 * B, LE), odd);
            sum = even.add(odd).fma(scale, sum);
        }
        sum.intoArray(sums, 0);
    }
}
