package polymath.engine.selftest;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Matrices of any type with random bits, but scales that make their values as large as is asked for.
final class RandomWeights {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final double UNIFORM = Math.sqrt(3); // largest value over the root mean square

    private final SplittableRandom random;

    RandomWeights(long seed) {
        random = new SplittableRandom(seed);
    }

    /// Where a block has its scales, see [GgmlType] for the layouts.
    ///
    /// @param levels root mean square of the values in units of the scale, about
    /// @param offsetAt of the scale of offsets; -1 if there is none
    /// @param offset that scale in units of the other one, so that values lie around zero
    private record Scales(int at, double levels, int offsetAt, double offset) {
        static Scales of(GgmlType type) {
            return switch (type) {
                case F32, F16, BF16 -> throw new IllegalArgumentException(type + " has no scales");
                case Q4_0 -> new Scales(0, 4.6, -1, 0);
                case Q4_1 -> new Scales(0, 4.6, 2, -7.5);
                case Q5_0 -> new Scales(0, 9.2, -1, 0);
                case Q5_1 -> new Scales(0, 9.2, 2, -15.5);
                case Q8_0 -> new Scales(0, 74, -1, 0);
                case IQ4_NL -> new Scales(0, 64, -1, 0);
                case IQ4_XS -> new Scales(0, 1180, -1, 0);
                case Q2_K -> new Scales(80, 15, 82, 1.5);
                case Q3_K -> new Scales(108, 42, -1, 0);
                case Q4_K -> new Scales(0, 330, 2, 7.5);
                case Q5_K -> new Scales(0, 680, 2, 15.5);
                case Q6_K -> new Scales(208, 1370, -1, 0);
            };
        }
    }

    /// @param spread root mean square of the values, about
    Matrix matrix(GgmlType type, long rows, int cols, double spread, Arena arena) {
        MemorySegment data = arena.allocate(rows * type.rowBytes(cols), 64);
        if (type.blockValues() == 1) {
            for (long i = 0; i < rows * cols; i++) plain(type, data, i, value(spread));
        } else {
            noise(data);
            scale(type, data, spread);
        }
        return new Matrix("random", type, rows, cols, data);
    }

    float[] floats(int length, double mean, double spread) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) values[i] = (float) mean + value(spread);
        return values;
    }

    /// Below `bound`.
    int[] ints(int length, int bound) {
        return random.ints(length, 0, bound).toArray();
    }

    private float value(double spread) {
        return (float) ((2 * random.nextDouble() - 1) * UNIFORM * spread);
    }

    private void noise(MemorySegment data) {
        byte[] noise = new byte[1 << 16];
        for (long at = 0; at < data.byteSize(); at += noise.length) {
            random.nextBytes(noise);
            int count = (int) Math.min(noise.length, data.byteSize() - at);
            MemorySegment.copy(noise, 0, data, ValueLayout.JAVA_BYTE, at, count);
        }
    }

    private void scale(GgmlType type, MemorySegment data, double spread) {
        Scales scales = Scales.of(type);
        for (long at = 0; at < data.byteSize(); at += type.blockBytes()) {
            double scale = spread / scales.levels() * (0.5 + random.nextDouble());
            half(data, at + scales.at(), scale);
            if (scales.offsetAt() >= 0) half(data, at + scales.offsetAt(), scales.offset() * scale);
        }
    }

    private static void plain(GgmlType type, MemorySegment data, long i, float value) {
        switch (type) {
            case F32 -> data.set(FLOAT, 4 * i, value);
            case F16 -> half(data, 2 * i, value);
            default -> data.set(SHORT, 2 * i, (short) (Float.floatToRawIntBits(value) >>> 16));
        }
    }

    private static void half(MemorySegment data, long at, double value) {
        data.set(SHORT, at, Float.floatToFloat16((float) value));
    }
}
