package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.S2I;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;
import static polymath.engine.kernel.Lanes.BYTES;
import static polymath.engine.kernel.Lanes.BYTE_SHIFTS;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.Lanes.S;
import static polymath.engine.kernel.Lanes.TO_TOP;
import static polymath.engine.kernel.ScalarBlocks.LE_INT;
import static polymath.engine.kernel.ScalarBlocks.half;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import polymath.engine.tensor.GgmlType;

/// Whole rows of any type to floats, bit for bit as [ScalarBlocks]; this class holds the plain numbers and the blocks
/// of 32, [VectorSuperBlocks] those of 256, [VectorLevels] those whose weights are looked up.
///
/// No method here takes a vector or gives one back: where the compiler takes rows of two types into one method it may
/// leave such helpers out of line and box their vectors. Half of all runs with K-quants read at 50 tokens a second
/// instead of 82 for that.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class VectorBlocks {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;
    private static final IntVector INDEX = IntVector.zero(I).addIndex(1);

    private static final int RUN_BITS = 8;
    /// Values that lie together, a multiple of every block.
    static final int RUN = 1 << RUN_BITS;

    private VectorBlocks() {}

    // where value i goes
    static int place(int i, int jump) {
        return (i >>> RUN_BITS) * jump + (i & RUN - 1);
    }

    /// `cols` values of the row that starts at byte `at` of `s`, to `out` from index `o` on.
    static void dequantize(GgmlType type, MemorySegment s, long at, int cols, float[] out, int o) {
        dequantize(type, s, at, cols, out, o, RUN);
    }

    /// The same, but each [#RUN] values `jump` after the ones before.
    static void dequantize(GgmlType type, MemorySegment s, long at, int cols, float[] out, int o, int jump) {
        int blocks = cols / type.blockValues();
        switch (type) {
            case F32 -> f32(s, at, cols, out, o, jump);
            case F16 -> f16(s, at, cols, out, o, jump);
            case BF16 -> bf16(s, at, cols, out, o, jump);
            case Q8_0 -> q8_0(s, at, blocks, out, o, jump);
            case Q4_0 -> q4_0(s, at, blocks, out, o, jump);
            case Q4_1 -> q4_1(s, at, blocks, out, o, jump);
            case Q5_0 -> q5_0(s, at, blocks, out, o, jump);
            case Q5_1 -> q5_1(s, at, blocks, out, o, jump);
            case IQ4_NL -> VectorLevels.iq4_nl(s, at, blocks, out, o, jump);
            case Q2_K -> VectorSuperBlocks.q2_k(s, at, blocks, out, o, jump);
            case Q3_K -> VectorSuperBlocks.q3_k(s, at, blocks, out, o, jump);
            case Q4_K -> VectorSuperBlocks.q4_k(s, at, blocks, out, o, jump);
            case Q5_K -> VectorSuperBlocks.q5_k(s, at, blocks, out, o, jump);
            case Q6_K -> VectorSuperBlocks.q6_k(s, at, blocks, out, o, jump);
            case IQ4_XS -> VectorLevels.iq4_xs(s, at, blocks, out, o, jump);
        }
    }

    // Each row of plain numbers ends with one scalar read, if only of its last value again: a vector-only loop over a
    // file that was truncated on disk kills the JVM where a scalar read in the same compiled method throws.
    private static void f32(MemorySegment s, long at, int cols, float[] out, int o, int jump) {
        int i = 0;
        for (; i <= cols - N; i += N)
            FloatVector.fromMemorySegment(F, s, at + 4L * i, LE).intoArray(out, o + place(i, jump));
        for (i = Math.min(i, cols - 1); i < cols; i++)
            out[o + place(i, jump)] = s.get(ScalarBlocks.LE_FLOAT, at + 4L * i);
    }

    private static void f16(MemorySegment s, long at, int cols, float[] out, int o, int jump) {
        FloatVector rebias = FloatVector.broadcast(F, 0x1p112f);
        int i = 0;
        for (; i <= cols - N; i += N) {
            IntVector bits = (IntVector)
                    ShortVector.fromMemorySegment(S, s, at + 2L * i, LE).convertShape(S2I, I, 0);
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
                    .intoArray(out, o + place(i, jump));
        }
        for (i = Math.min(i, cols - 1); i < cols; i++) out[o + place(i, jump)] = half(s, at + 2L * i);
    }

    private static void bf16(MemorySegment s, long at, int cols, float[] out, int o, int jump) {
        int i = 0;
        for (; i <= cols - N; i += N)
            ((IntVector) ShortVector.fromMemorySegment(S, s, at + 2L * i, LE).convertShape(S2I, I, 0))
                    .lanewise(LSHL, 16)
                    .reinterpretAsFloats()
                    .intoArray(out, o + place(i, jump));
        for (i = Math.min(i, cols - 1); i < cols; i++)
            out[o + place(i, jump)] = Float.intBitsToFloat(s.get(ScalarBlocks.LE_SHORT, at + 2L * i) << 16);
    }

    private static void q8_0(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 34) {
            int to = o + place(32 * b, jump);
            float d = half(s, at);
            for (int j = 0; j < 32; j += N) {
                Vector<Float> q = N == 4
                        ? IntVector.broadcast(I, s.get(LE_INT, at + 2 + j))
                                .lanewise(LSHL, TO_TOP)
                                .lanewise(ASHR, 24)
                                .convertShape(I2F, F, 0)
                        : ByteVector.fromMemorySegment(BYTES, s, at + 2 + j, LE).convertShape(B2F, F, 0);
                ((FloatVector) q).mul(d).intoArray(out, to + j);
            }
        }
    }

    private static void q4_0(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        if (N == 16) q4_0ByTable(s, at, blocks, out, o, jump);
        else q4_0ByLane(s, at, blocks, out, o, jump);
    }

    // all sixteen values of a block, and each nibble chooses one
    private static void q4_0ByTable(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        FloatVector levels = (FloatVector) INDEX.sub(8).convertShape(I2F, F, 0);
        for (int b = 0; b < blocks; b++, at += 18) {
            int to = o + place(32 * b, jump);
            IntVector values = levels.mul(half(s, at)).reinterpretAsInts();
            IntVector q = (IntVector)
                    ByteVector.fromMemorySegment(BYTES, s, at + 2, LE).convertShape(ZERO_EXTEND_B2I, I, 0);
            q.selectFrom(values).reinterpretAsFloats().intoArray(out, to);
            q.lanewise(LSHR, 4).selectFrom(values).reinterpretAsFloats().intoArray(out, to + 16);
        }
    }

    private static void q4_0ByLane(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 18) {
            int to = o + place(32 * b, jump);
            float d = half(s, at);
            for (int j = 0; j < 16; j += N) {
                IntVector q = N == 4
                        ? IntVector.broadcast(I, s.get(LE_INT, at + 2 + j))
                                .lanewise(LSHR, BYTE_SHIFTS)
                                .and(0xFF)
                        : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 2 + j, LE)
                                .convertShape(ZERO_EXTEND_B2I, I, 0);
                ((FloatVector) q.and(15).sub(8).convertShape(I2F, F, 0)).mul(d).intoArray(out, to + j);
                ((FloatVector) q.lanewise(LSHR, 4).sub(8).convertShape(I2F, F, 0))
                        .mul(d)
                        .intoArray(out, to + j + 16);
            }
        }
    }

    private static void q4_1(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 20) {
            int to = o + place(32 * b, jump);
            float d = half(s, at);
            float m = half(s, at + 2);
            for (int j = 0; j < 16; j += N) {
                IntVector q = N == 4
                        ? IntVector.broadcast(I, s.get(LE_INT, at + 4 + j))
                                .lanewise(LSHR, BYTE_SHIFTS)
                                .and(0xFF)
                        : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 4 + j, LE)
                                .convertShape(ZERO_EXTEND_B2I, I, 0);
                ((FloatVector) q.and(15).convertShape(I2F, F, 0)).mul(d).add(m).intoArray(out, to + j);
                ((FloatVector) q.lanewise(LSHR, 4).convertShape(I2F, F, 0))
                        .mul(d)
                        .add(m)
                        .intoArray(out, to + j + 16);
            }
        }
    }

    private static void q5_0(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 22) {
            int to = o + place(32 * b, jump);
            float d = half(s, at);
            int qh = s.get(LE_INT, at + 2);
            for (int j = 0; j < 16; j += N) {
                IntVector q = N == 4
                        ? IntVector.broadcast(I, s.get(LE_INT, at + 6 + j))
                                .lanewise(LSHR, BYTE_SHIFTS)
                                .and(0xFF)
                        : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 6 + j, LE)
                                .convertShape(ZERO_EXTEND_B2I, I, 0);
                ((FloatVector) q.and(15)
                                .or(IntVector.broadcast(I, qh >>> j)
                                        .lanewise(LSHR, INDEX)
                                        .and(1)
                                        .lanewise(LSHL, 4))
                                .sub(16)
                                .convertShape(I2F, F, 0))
                        .mul(d)
                        .intoArray(out, to + j);
                ((FloatVector) q.lanewise(LSHR, 4)
                                .or(IntVector.broadcast(I, qh >>> (j + 16))
                                        .lanewise(LSHR, INDEX)
                                        .and(1)
                                        .lanewise(LSHL, 4))
                                .sub(16)
                                .convertShape(I2F, F, 0))
                        .mul(d)
                        .intoArray(out, to + j + 16);
            }
        }
    }

    private static void q5_1(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 24) {
            int to = o + place(32 * b, jump);
            float d = half(s, at);
            float m = half(s, at + 2);
            int qh = s.get(LE_INT, at + 4);
            for (int j = 0; j < 16; j += N) {
                IntVector q = N == 4
                        ? IntVector.broadcast(I, s.get(LE_INT, at + 8 + j))
                                .lanewise(LSHR, BYTE_SHIFTS)
                                .and(0xFF)
                        : (IntVector) ByteVector.fromMemorySegment(BYTES, s, at + 8 + j, LE)
                                .convertShape(ZERO_EXTEND_B2I, I, 0);
                ((FloatVector) q.and(15)
                                .or(IntVector.broadcast(I, qh >>> j)
                                        .lanewise(LSHR, INDEX)
                                        .and(1)
                                        .lanewise(LSHL, 4))
                                .convertShape(I2F, F, 0))
                        .mul(d)
                        .add(m)
                        .intoArray(out, to + j);
                ((FloatVector) q.lanewise(LSHR, 4)
                                .or(IntVector.broadcast(I, qh >>> (j + 16))
                                        .lanewise(LSHR, INDEX)
                                        .and(1)
                                        .lanewise(LSHL, 4))
                                .convertShape(I2F, F, 0))
                        .mul(d)
                        .add(m)
                        .intoArray(out, to + j + 16);
            }
        }
    }
}
