package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_INT;
import static polymath.engine.kernel.ScalarBlocks.LE_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorSpecies;

/// [RowDots] of the types whose nibbles are looked up in a table of sixteen levels. The table here holds them with 128
/// added, so that they are bytes without a sign; the lanes' sums take that back, see [DotLayout].
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class LevelDots {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    /// Bytes of a vector.
    private static final int B = 4 * N;
    private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final int NIBBLES = 0x0F0F0F0F;

    private static final ByteVector LEVELS = levels();
    /// Shifts of each lane to the next byte of a word for each 4 lanes (32 weights).
    private static final IntVector NEXT_BYTES =
            IntVector.zero(I).addIndex(1).lanewise(LSHR, 2).lanewise(LSHL, 3);

    private LevelDots() {}

    private static ByteVector levels() {
        byte[] table = new byte[BYTES.length()];
        for (int i = 0; i < table.length; i++) table[i] = (byte) (ScalarBlocks.IQ4_LEVELS[i % 16] + 128);
        return ByteVector.fromArray(BYTES, table, 0);
    }

    // Blocks have the form of [BlockDots#q4_0].
    static void iq4_nl(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        FloatVector sum = FloatVector.fromArray(F, sums, 0);
        for (int i = 0; i < cols / (8 * N); i++) {
            long p = at + i * (N / 4 * 18L);
            long v = o + i * (9L * B);
            IntVector d;
            IntVector q;
            if (N == 16) {
                ShortVector blocks = ShortVector.fromMemorySegment(SHORTS, s, p, LE);
                d = blocks.rearrange(BlockDots.SCALES_OF_4).reinterpretAsInts();
                q = blocks.rearrange(BlockDots.QUANTS_OF_4).reinterpretAsInts();
                q = q.blend(IntVector.fromMemorySegment(I, s, p + 8, LE), BlockDots.QUARTER_3);
            } else {
                d = IntVector.fromMemorySegment(I, s, p, LE);
                q = IntVector.fromMemorySegment(I, s, p + 2, LE);
                if (N == 8) {
                    d = d.blend(q, BlockDots.QUARTER_1);
                    q = q.blend(IntVector.fromMemorySegment(I, s, p + 4, LE), BlockDots.QUARTER_1);
                }
                d = d.rearrange(BlockDots.FIRST_OF_4).lanewise(LSHL, 16);
            }
            FloatVector scale = d.lanewise(ASHR, 3).and(0x8FFFE000).reinterpretAsFloats();
            IntVector l = q.and(NIBBLES).reinterpretAsBytes().selectFrom(LEVELS).reinterpretAsInts();
            IntVector h = q.lanewise(LSHR, 4)
                    .and(NIBBLES)
                    .reinterpretAsBytes()
                    .selectFrom(LEVELS)
                    .reinterpretAsInts();
            FloatVector low = ((FloatVector) l.and(0xFF).convertShape(I2F, F, 0))
                    .fma(
                            FloatVector.fromMemorySegment(F, x, v, LE),
                            FloatVector.fromMemorySegment(F, x, v + 8 * B, LE));
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
            sum = low.add(high).fma(scale, sum);
        }
        sum.intoArray(sums, 0);
    }

    static void iq4_xs(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        for (int b = 0; b < cols / 256; b++) iq4_xs(s, at + b * 136L, x, o + b * (32L / N * 9 * B), sums);
    }

    private static void iq4_xs(MemorySegment s, long p, MemorySegment x, long v, float[] sums) {
        // the scales of eight groups, a byte for each
        long words = nibbles(s.get(LE_INT, p + 4)) | pairs(s.get(LE_SHORT, p + 2)) << 4;
        FloatVector block = FloatVector.zero(F);
        for (int j = 0; j < 128; j += 4 * N, v += 9 * B) {
            IntVector q = IntVector.fromMemorySegment(I, s, p + 8 + j, LE);
            IntVector scales = IntVector.broadcast(I, (int) (words >>> j / 16 * 8))
                    .lanewise(LSHR, NEXT_BYTES)
                    .and(63)
                    .sub(32);
            IntVector l = q.and(NIBBLES).reinterpretAsBytes().selectFrom(LEVELS).reinterpretAsInts();
            IntVector h = q.lanewise(LSHR, 4)
                    .and(NIBBLES)
                    .reinterpretAsBytes()
                    .selectFrom(LEVELS)
                    .reinterpretAsInts();
            FloatVector low = ((FloatVector) l.and(0xFF).convertShape(I2F, F, 0))
                    .fma(
                            FloatVector.fromMemorySegment(F, x, v, LE),
                            FloatVector.fromMemorySegment(F, x, v + 8 * B, LE));
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
            block = low.add(high).fma((FloatVector) scales.convertShape(I2F, F, 0), block);
        }
        block.fma(FloatVector.broadcast(F, Float.float16ToFloat(s.get(LE_SHORT, p))), FloatVector.fromArray(F, sums, 0))
                .intoArray(sums, 0);
    }

    // each of eight nibbles in a byte
    private static long nibbles(int word) {
        long v = word & 0xFFFFFFFFL;
        v = (v | v << 16) & 0x0000FFFF0000FFFFL;
        v = (v | v << 8) & 0x00FF00FF00FF00FFL;
        return (v | v << 4) & 0x0F0F0F0F0F0F0F0FL;
    }

    // each of eight pairs of bits in a byte
    private static long pairs(short word) {
        long v = word & 0xFFFFL;
        v = (v | v << 24) & 0x000000FF000000FFL;
        v = (v | v << 12) & 0x000F000F000F000FL;
        return (v | v << 6) & 0x0303030303030303L;
    }
}
