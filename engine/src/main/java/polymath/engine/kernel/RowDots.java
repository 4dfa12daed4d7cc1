package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.S2I;
import static polymath.engine.kernel.Lanes.CACHE_LINE;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.I;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_FLOAT;
import static polymath.engine.kernel.ScalarBlocks.LE_SHORT;
import static polymath.engine.kernel.ScalarBlocks.half;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Dot products of rows as they lie in the file with one token laid out by [DotLayout]: no weight is stored as a float
/// in between, so that memory is what limits writing. This class holds the plain numbers, [BlockDots] the types with
/// blocks of 32, [LevelDots] those whose weights are looked up, [SuperRowDots] those with blocks of 256, [LowBitDots]
/// those of two and three bits.
///
/// Every row is one accumulator over its blocks in order, whatever the thread. An instance holds the product in work;
/// workers share it and bring their own scratch.
///
/// The loops call nothing of ours: the compiler stops inlining such methods when a loop has become large, and a vector
/// that crosses a call is boxed, at a tenth of the speed. Most of the vector classes' own methods are inlined without
/// limit (see [Lanes] for one that is not), but only where one width of vector is used: with two in one method the
/// compiler may take the wrong one, and box.
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class RowDots {
    private static final ByteOrder LE = ByteOrder.LITTLE_ENDIAN;

    /// Bytes of a row that are multiplied while the next ones come, about: see [#fetch]. From 300 to 900 it makes
    /// little difference, with 2,300 it does not help.
    private static final int STRETCH = 640;

    // The product in work, with what is the same for all its rows: divisions take long.
    @SuppressWarnings("NullAway.Init")
    private MemorySegment data;

    @SuppressWarnings("NullAway.Init")
    private GgmlType type;

    private float rebias;
    private int cols;
    private long rowBytes;
    private int stretch; // columns
    private int stretchBytes;
    private int tokenBytes; // of the columns of a stretch
    private long lastStretch; // after which there is none to fetch

    /// Takes the matrix whose rows are asked for from now on, until the next one.
    void begin(Matrix w, DotLayout layout) {
        data = w.data();
        type = w.type();
        rebias = layout.rebias();
        cols = w.cols();
        rowBytes = w.rowBytes();
        stretch = Math.max(256, STRETCH * type.blockValues() / type.blockBytes() / 256 * 256);
        stretchBytes = stretch / type.blockValues() * type.blockBytes();
        tokenBytes = 4 * layout.length(stretch);
        lastStretch = data.byteSize() - STRETCH - CACHE_LINE;
    }

    /// The product of a row with a token as [DotLayout] lays it out.
    ///
    /// @param x the token from its byte `o` on; vectors of it are read faster if they begin at whole vectors
    /// @param lanes scratch of two times [Lanes#N] floats
    float dot(long row, MemorySegment x, long o, float[] lanes) {
        MemorySegment s = data;
        long at = row * rowBytes;
        // One scalar read a row, behind all that is read for it, the fetched included: of a file that was truncated on
        // disk it throws where vectors would kill the JVM.
        long behind = Math.min(at + rowBytes + stretchBytes + STRETCH + CACHE_LINE, s.byteSize());
        float zero = 0 * s.get(JAVA_BYTE, behind - 1);
        Arrays.fill(lanes, 0, N, zero);
        for (int left = cols; left > 0; left -= stretch, at += stretchBytes, o += tokenBytes) {
            if (at + stretchBytes <= lastStretch) fetch(s, at + stretchBytes, lanes);
            add(type, s, at, Math.min(stretch, left), x, o, lanes);
        }
        return Lanes.sum(lanes, 0) * rebias;
    }

    /// Reads something of each cache line of the next stretch, so that all of them are on their way while the present
    /// one is multiplied. That takes so many instructions that the processor would come to each line too late, and
    /// its own prefetching begins anew with each page of 4 KB.
    private static void fetch(MemorySegment s, long at, float[] lanes) {
        IntVector any = IntVector.fromMemorySegment(I, s, at, LE);
        for (int i = CACHE_LINE; i < STRETCH; i += CACHE_LINE)
            any = any.or(IntVector.fromMemorySegment(I, s, at + i, LE));
        any.reinterpretAsFloats().intoArray(lanes, N); // or the compiler would leave the reads out
    }

    private static void add(GgmlType type, MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        switch (type) {
            case F32 -> f32(s, at, cols, x, o, sums);
            case F16 -> f16(s, at, cols, x, o, sums);
            case BF16 -> bf16(s, at, cols, x, o, sums);
            case IQ4_NL -> LevelDots.iq4_nl(s, at, cols, x, o, sums);
            case IQ4_XS -> LevelDots.iq4_xs(s, at, cols, x, o, sums);
            case Q4_0 -> BlockDots.q4_0(s, at, cols, x, o, sums);
            case Q8_0 -> BlockDots.q8_0(s, at, cols, x, o, sums);
            case Q4_K -> SuperRowDots.q4_k(s, at, cols, x, o, sums);
            case Q5_K -> SuperRowDots.q5_k(s, at, cols, x, o, sums);
            case Q6_K -> SuperRowDots.q6_k(s, at, cols, x, o, sums);
            case Q3_K -> LowBitDots.q3_k(s, at, cols, x, o, sums);
            case Q2_K -> LowBitDots.q2_k(s, at, cols, x, o, sums);
            default -> throw new IllegalArgumentException(type + " has no layout");
        }
    }

    private static void f32(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        FloatVector sum = FloatVector.fromArray(F, sums, 0);
        int i = 0;
        for (; i <= cols - N; i += N)
            sum = FloatVector.fromMemorySegment(F, s, at + 4L * i, LE)
                    .fma(FloatVector.fromMemorySegment(F, x, o + 4L * i, LE), sum);
        sum.intoArray(sums, 0);
        for (; i < cols; i++) sums[0] = Math.fma(s.get(LE_FLOAT, at + 4L * i), x.get(LE_FLOAT, o + 4L * i), sums[0]);
    }

    private static void f16(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        FloatVector sum = FloatVector.fromArray(F, sums, 0);
        int i = 0;
        for (; i <= cols - N; i += N) {
            IntVector bits = (IntVector)
                    ShortVector.fromMemorySegment(Lanes.S, s, at + 2L * i, LE).convertShape(S2I, I, 0);
            sum = bits.lanewise(LSHL, 16)
                    .lanewise(ASHR, 3)
                    .and(0x8FFFE000)
                    .reinterpretAsFloats()
                    .fma(FloatVector.fromMemorySegment(F, x, o + 4L * i, LE), sum);
        }
        sum.intoArray(sums, 0);
        for (; i < cols; i++)
            sums[0] = Math.fma(half(s, at + 2L * i) * 0x1p-112f, x.get(LE_FLOAT, o + 4L * i), sums[0]);
    }

    private static void bf16(MemorySegment s, long at, int cols, MemorySegment x, long o, float[] sums) {
        FloatVector sum = FloatVector.fromArray(F, sums, 0);
        int i = 0;
        for (; i <= cols - N; i += N)
            sum = ((IntVector) ShortVector.fromMemorySegment(Lanes.S, s, at + 2L * i, LE)
                            .convertShape(S2I, I, 0))
                    .lanewise(LSHL, 16)
                    .reinterpretAsFloats()
                    .fma(FloatVector.fromMemorySegment(F, x, o + 4L * i, LE), sum);
        sum.intoArray(sums, 0);
        for (; i < cols; i++)
            sums[0] = Math.fma(
                    Float.intBitsToFloat(s.get(LE_SHORT, at + 2L * i) << 16), x.get(LE_FLOAT, o + 4L * i), sums[0]);
    }
}
