package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.B2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.half;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Rows whose nibbles are looked up in a table of sixteen levels, to floats, as [VectorBlocks].
@SuppressWarnings("NarrowCalculation") // offsets within a block are small
final class VectorLevels {
    private static final VectorSpecies<Byte> B16 = ByteVector.SPECIES_128;
    private static final ByteVector LEVELS = ByteVector.fromArray(B16, ScalarBlocks.IQ4_LEVELS, 0);

    private VectorLevels() {}

    static void iq4_nl(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 18)
            levels(s, at + 2, half(s, at), out, o + VectorBlocks.place(32 * b, jump));
    }

    static void iq4_xs(MemorySegment s, long at, int blocks, float[] out, int o, int jump) {
        for (int b = 0; b < blocks; b++, at += 136, o += jump) {
            float d = half(s, at);
            for (int g = 0; g < 8; g++)
                levels(s, at + 8 + 16 * g, d * (ScalarBlocks.iq4Scale(s, at, g) - 32), out, o + 32 * g);
        }
    }

    /// 32 levels times `d`, chosen by the nibbles of the 16 bytes at `at`: first the low ones, then the high ones.
    private static void levels(MemorySegment s, long at, float d, float[] out, int o) {
        ByteVector q = ByteVector.fromMemorySegment(B16, s, at, ByteOrder.LITTLE_ENDIAN);
        ByteVector high = q.reinterpretAsShorts().lanewise(LSHR, 4).reinterpretAsBytes(); // bytes have no shift
        ByteVector first = q.and((byte) 15).selectFrom(LEVELS);
        ByteVector second = high.and((byte) 15).selectFrom(LEVELS);
        ((FloatVector) first.convertShape(B2F, F, 0)).mul(d).intoArray(out, o);
        ((FloatVector) second.convertShape(B2F, F, 0)).mul(d).intoArray(out, o + 16);
        if (N <= 8) {
            ((FloatVector) first.convertShape(B2F, F, 1)).mul(d).intoArray(out, o + N);
            ((FloatVector) second.convertShape(B2F, F, 1)).mul(d).intoArray(out, o + 16 + N);
        }
        if (N == 4) {
            ((FloatVector) first.convertShape(B2F, F, 2)).mul(d).intoArray(out, o + 8);
            ((FloatVector) first.convertShape(B2F, F, 3)).mul(d).intoArray(out, o + 12);
            ((FloatVector) second.convertShape(B2F, F, 2)).mul(d).intoArray(out, o + 24);
            ((FloatVector) second.convertShape(B2F, F, 3)).mul(d).intoArray(out, o + 28);
        }
    }
}
