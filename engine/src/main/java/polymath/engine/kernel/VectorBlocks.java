package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.Lanes.floats;
import static polymath.engine.kernel.Lanes.shorts;
import static polymath.engine.kernel.Lanes.signedBytes;
import static polymath.engine.kernel.Lanes.unsignedBytes;
import static polymath.engine.kernel.ScalarBlocks.LE_INT;
import static polymath.engine.kernel.ScalarBlocks.half;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;
import polymath.engine.tensor.GgmlType;

/// Whole rows of any type to floats, bit for bit as [ScalarBlocks]; this class holds the plain numbers and the blocks
/// of 32, [VectorSuperBlocks] those of 256.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class VectorBlocks {
    static final VectorSpecies<Byte> B16 = ByteVector.SPECIES_128;
    static final ByteVector LEVELS = ByteVector.fromArray(B16, ScalarBlocks.IQ4_LEVELS, 0);
    private static final IntVector INDEX = IntVector.zero(I).addIndex(1);

    private VectorBlocks() {}

    /// `cols` values of the row that starts at byte `at` of `s`, to `out` from index `o` on.
    static void dequantize(GgmlType type, MemorySegment s, long at, int cols, float[] out, int o) {
        int blocks = cols / type.blockValues();
        switch (type) {
            case F32 -> f32(s, at, cols, out, o);
            case F16 -> f16(s, at, cols, out, o);
            case BF16 -> bf16(s, at, cols, out, o);
            case Q8_0 -> q8_0(s, at, blocks, out, o);
            case Q4_0 -> q4_0(s, at, blocks, out, o);
            case Q4_1 -> q4_1(s, at, blocks, out, o);
            case Q5_0 -> q5_0(s, at, blocks, out, o);
            case Q5_1 -> q5_1(s, at, blocks, out, o);
            case IQ4_NL -> iq4_nl(s, at, blocks, out, o);
            case Q2_K -> VectorSuperBlocks.q2_k(s, at, blocks, out, o);
            case Q3_K -> VectorSuperBlocks.q3_k(s, at, blocks, out, o);
            case Q4_K -> VectorSuperBlocks.q4_k(s, at, blocks, out, o);
            case Q5_K -> VectorSuperBlocks.q5_k(s, at, blocks, out, o);
            case Q6_K -> VectorSuperBlocks.q6_k(s, at, blocks, out, o);
            case IQ4_XS -> VectorSuperBlocks.iq4_xs(s, at, blocks, out, o);
        }
    }

    // Each row of plain numbers ends with one scalar read, if only of its last value again: a vector-only loop over a
    // file that was truncated on disk kills the JVM where a scalar read in the same compiled method throws.
    private static void f32(MemorySegment s, long at, int cols, float[] out, int o) {
        int i = 0;
        for (; i < cols - N; i += N)
            FloatVector.fromMemorySegment(F, s, at + 4L * i, ByteOrder.LITTLE_ENDIAN)
                    .intoArray(out, o + i);
        for (; i < cols; i++) out[o + i] = s.get(ScalarBlocks.LE_FLOAT, at + 4L * i);
    }

    private static void f16(MemorySegment s, long at, int cols, float[] out, int o) {
        FloatVector rebias = FloatVector.broadcast(F, 0x1p112f);
        int i = 0;
        for (; i < cols - N; i += N) {
            IntVector bits = shorts(s, at + 2L * i);
            // Exponent and mantissa moved into place are the value times 2^-112, subnormals included.
            FloatVector magnitude =
                    bits.and(0x7FFF).lanewise(LSHL, 13).reinterpretAsFloats().mul(rebias);
            IntVector infinite =
                    bits.and(0x7C00).sub(0x7C00).lanewise(ASHR, 31).not().and(0x7F800000);
            IntVector sign = bits.and(0x8000).lanewise(LSHL, 16);
            magnitude
                    .reinterpretAsInts()
                    .or(infinite)
                    .or(sign)
                    .reinterpretAsFloats()
                    .intoArray(out, o + i);
        }
        for (; i < cols; i++) out[o + i] = half(s, at + 2L * i);
    }

    private static void bf16(MemorySegment s, long at, int cols, float[] out, int o) {
        int i = 0;
        for (; i < cols - N; i += N)
            shorts(s, at + 2L * i).lanewise(LSHL, 16).reinterpretAsFloats().intoArray(out, o + i);
        for (; i < cols; i++) out[o + i] = Float.intBitsToFloat(s.get(ScalarBlocks.LE_SHORT, at + 2L * i) << 16);
    }

    private static void q8_0(MemorySegment s, long at, int blocks, float[] out, int o) {
        for (int b = 0; b < blocks; b++, at += 34, o += 32) {
            float d = half(s, at);
            for (int j = 0; j < 32; j += N) signedBytes(s, at + 2 + j).mul(d).intoArray(out, o + j);
        }
    }

    private static void q4_0(MemorySegment s, long at, int blocks, float[] out, int o) {
        for (int b = 0; b < blocks; b++, at += 18, o += 32) {
            float d = half(s, at);
            for (int j = 0; j < 16; j += N) {
                IntVector q = unsignedBytes(s, at + 2 + j);
                floats(q.and(15).sub(8)).mul(d).intoArray(out, o + j);
                floats(q.lanewise(LSHR, 4).sub(8)).mul(d).intoArray(out, o + j + 16);
            }
        }
    }

    private static void q4_1(MemorySegment s, long at, int blocks, float[] out, int o) {
        for (int b = 0; b < blocks; b++, at += 20, o += 32) {
            float d = half(s, at);
            float m = half(s, at + 2);
            for (int j = 0; j < 16; j += N) {
                IntVector q = unsignedBytes(s, at + 4 + j);
                floats(q.and(15)).mul(d).add(m).intoArray(out, o + j);
                floats(q.lanewise(LSHR, 4)).mul(d).add(m).intoArray(out, o + j + 16);
            }
        }
    }

    private static void q5_0(MemorySegment s, long at, int blocks, float[] out, int o) {
        for (int b = 0; b < blocks; b++, at += 22, o += 32) {
            float d = half(s, at);
            int qh = s.get(LE_INT, at + 2);
            for (int j = 0; j < 16; j += N) {
                IntVector q = unsignedBytes(s, at + 6 + j);
                floats(q.and(15).or(bits(qh >>> j)).sub(16)).mul(d).intoArray(out, o + j);
                floats(q.lanewise(LSHR, 4).or(bits(qh >>> (j + 16))).sub(16))
                        .mul(d)
                        .intoArray(out, o + j + 16);
            }
        }
    }

    private static void q5_1(MemorySegment s, long at, int blocks, float[] out, int o) {
        for (int b = 0; b < blocks; b++, at += 24, o += 32) {
            float d = half(s, at);
            float m = half(s, at + 2);
            int qh = s.get(LE_INT, at + 4);
            for (int j = 0; j < 16; j += N) {
                IntVector q = unsignedBytes(s, at + 8 + j);
                floats(q.and(15).or(bits(qh >>> j))).mul(d).add(m).intoArray(out, o + j);
                floats(q.lanewise(LSHR, 4).or(bits(qh >>> (j + 16))))
                        .mul(d)
                        .add(m)
                        .intoArray(out, o + j + 16);
            }
        }
    }

    // lane i: bit i of `word` as the value 16
    private static IntVector bits(int word) {
        return IntVector.broadcast(I, word).lanewise(LSHR, INDEX).and(1).lanewise(LSHL, 4);
    }

    private static void iq4_nl(MemorySegment s, long at, int blocks, float[] out, int o) {
        for (int b = 0; b < blocks; b++, at += 18, o += 32) iq4Levels(s, at + 2, half(s, at), out, o);
    }

    /// 32 levels times `d`, chosen by the nibbles of the 16 bytes at `at`: first the low ones, then the high ones.
    static void iq4Levels(MemorySegment s, long at, float d, float[] out, int o) {
        ByteVector q = ByteVector.fromMemorySegment(B16, s, at, ByteOrder.LITTLE_ENDIAN);
        ByteVector high = q.reinterpretAsShorts().lanewise(LSHR, 4).reinterpretAsBytes(); // bytes have no shift
        scaled(q.and((byte) 15).selectFrom(LEVELS), d, out, o);
        scaled(high.and((byte) 15).selectFrom(LEVELS), d, out, o + 16);
    }

    private static void scaled(ByteVector levels, float d, float[] out, int o) {
        ((FloatVector) levels.castShape(F, 0)).mul(d).intoArray(out, o);
        if (N <= 8) ((FloatVector) levels.castShape(F, 1)).mul(d).intoArray(out, o + N);
        if (N == 4) {
            ((FloatVector) levels.castShape(F, 2)).mul(d).intoArray(out, o + 8);
            ((FloatVector) levels.castShape(F, 3)).mul(d).intoArray(out, o + 12);
        }
    }
}
