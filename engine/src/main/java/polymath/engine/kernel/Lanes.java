package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The vector width of this machine, and the few steps that differ with it.
///
/// Widths of 128, 256 and 512 bits are told apart by constants, so compiled code holds one of them only. Conversions
/// go through `convertShape` with a constant: `castShape` finds the conversion in a method that the compiler leaves out
/// of line in a large loop (its NodeCountInliningCutoff), and then boxes.
@SuppressWarnings("FloatingPointLiteralPrecision") // the coefficients of exp are as published
final class Lanes {
    static final int MIN_BITS = 128;

    static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    /// Floats in a vector.
    static final int N = F.length();

    /// Bytes, as many as floats in a vector, but eight where those are four: there is no shorter vector, and one int is
    /// read and shifted instead.
    static final VectorSpecies<Byte> BYTES = N == 16 ? ByteVector.SPECIES_128 : ByteVector.SPECIES_64;
    /// Shorts, as many as floats in a vector.
    static final VectorSpecies<Short> S =
            N == 16 ? ShortVector.SPECIES_256 : N == 8 ? ShortVector.SPECIES_128 : ShortVector.SPECIES_64;
    /// How far each lane's byte of an int is from the lowest, and from the highest; of four lanes.
    static final IntVector BYTE_SHIFTS = IntVector.zero(I).addIndex(8);
    static final IntVector TO_TOP = IntVector.broadcast(I, 24).sub(BYTE_SHIFTS);

    private static final VectorShuffle<Float> FROM_8_ON = from(8);
    private static final VectorShuffle<Float> FROM_4_ON = from(4);
    private static final VectorShuffle<Float> FROM_2_ON = from(2);
    private static final VectorShuffle<Float> FROM_1_ON = from(1);

    private Lanes() {}

    // lane i takes what stands in lane i + first
    private static VectorShuffle<Float> from(int first) {
        return VectorShuffle.fromOp(F, i -> (i + first) % N);
    }

    /// The lanes from `from` to before `to`; none where vectors are shorter.
    static VectorMask<Integer> mask(int from, int to) {
        return VectorMask.fromLong(I, ((1L << to) - (1L << from)) & ((1L << N) - 1));
    }

    /// Bytes of a cache line: a vector that lies across two is read at half the speed, and arrays begin anywhere.
    static final int CACHE_LINE = 64;

    /// Sum of the [#N] floats from `at` on, halves added to halves. Always in the same order: `reduceLanes` may sum in
    /// another one once it is compiled, and the same seed would then give other tokens.
    ///
    /// Over an array, since a vector that is handed to a method is boxed where the compiler does not inline that.
    static float sum(float[] lanes, int at) {
        FloatVector v = FloatVector.fromArray(F, lanes, at);
        if (N == 16) v = v.add(v.rearrange(FROM_8_ON));
        if (N >= 8) v = v.add(v.rearrange(FROM_4_ON));
        v = v.add(v.rearrange(FROM_2_ON));
        v = v.add(v.rearrange(FROM_1_ON));
        return v.lane(0);
    }

    private static final float LOG2_E = 1.442695f;
    private static final float LN2_HIGH = 0.693359375f;
    private static final float LN2_LOW = -2.1219444e-4f;
    /// Adding it to a float below 2^22 leaves the nearest integer in the low bits.
    private static final float ROUNDER = 12582912f;

    /// `x = exp(x)` over whole vectors from `at` to before `end`, error below 2 units in the last place; x outside
    /// -87..88 is taken as the nearer bound.
    ///
    /// Over an array, as [#sum].
    ///
    /// Source: Cephes `expf` (x = n ln 2 + r, a polynomial in r, 2^n put into the exponent).
    static void exp(float[] values, int at, int end) {
        for (int i = at; i < end; i += N) {
            FloatVector x = FloatVector.fromArray(F, values, i).max(-87f).min(88f);
            FloatVector shifted = x.fma(FloatVector.broadcast(F, LOG2_E), FloatVector.broadcast(F, ROUNDER));
            FloatVector n = shifted.sub(ROUNDER);
            FloatVector r = n.fma(FloatVector.broadcast(F, -LN2_LOW), n.fma(FloatVector.broadcast(F, -LN2_HIGH), x));
            FloatVector p = FloatVector.broadcast(F, 1.9875691500e-4f)
                    .fma(r, FloatVector.broadcast(F, 1.3981999507e-3f))
                    .fma(r, FloatVector.broadcast(F, 8.3334519073e-3f))
                    .fma(r, FloatVector.broadcast(F, 4.1665795894e-2f))
                    .fma(r, FloatVector.broadcast(F, 1.6666665459e-1f))
                    .fma(r, FloatVector.broadcast(F, 5.0000001201e-1f));
            p = p.fma(r.mul(r), r.add(1f));
            IntVector exponent = shifted.reinterpretAsInts().sub(Float.floatToRawIntBits(ROUNDER) - 127);
            p.mul(exponent.lanewise(LSHL, 23).reinterpretAsFloats()).intoArray(values, i);
        }
    }
}
