package polymath.engine.selftest;

import polymath.engine.cuda.Element;

/// How far results are from what they should be.
final class Differences {
    private Differences() {}

    /// The largest difference over the root mean square of `expected`; infinite if there is no telling.
    static double relative(float[] actual, float[] expected) {
        double largest = 0;
        double squares = 0;
        for (int i = 0; i < expected.length; i++) {
            double difference = Math.abs((double) actual[i] - expected[i]);
            if (Double.isNaN(difference)) return Double.POSITIVE_INFINITY;
            largest = Math.max(largest, difference);
            squares += (double) expected[i] * expected[i];
        }
        return largest == 0 ? 0 : largest / Math.sqrt(squares / expected.length);
    }

    /// How many differ.
    static double count(int[] actual, int[] expected) {
        int count = 0;
        for (int i = 0; i < expected.length; i++) if (actual[i] != expected[i]) count++;
        return count;
    }

    /// The largest difference of values in 8 bits from `expected`, in steps of 32 values' largest magnitude / 127.
    static double steps(float[] actual, float[] expected) {
        double worst = 0;
        for (int at = 0; at < expected.length; at += 32) {
            float largest = 0;
            for (int i = at; i < at + 32; i++) largest = Math.max(largest, Math.abs(expected[i]));
            for (int i = at; i < at + 32; i++) {
                double difference = Math.abs((double) actual[i] - expected[i]) * 127 / Math.max(largest, 1e-30);
                if (!(difference <= worst)) worst = difference;
            }
        }
        return worst;
    }

    /// Bits of numbers as a kernel stores them, rounded to the nearest, ties to even.
    static int[] bits(Element element, float[] values) {
        int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++)
            bits[i] = switch (element) {
                case F32 -> Float.floatToRawIntBits(values[i]);
                case F16 -> Float.floatToFloat16(values[i]);
                case BF16 -> brain(values[i]);
            };
        return bits;
    }

    // of a finite number
    private static short brain(float value) {
        int bits = Float.floatToRawIntBits(value);
        return (short) (bits + 0x7FFF + (bits >>> 16 & 1) >>> 16);
    }

    /// What the bits say.
    static float[] values(Element element, int[] bits) {
        float[] values = new float[bits.length];
        for (int i = 0; i < bits.length; i++)
            values[i] = switch (element) {
                case F32 -> Float.intBitsToFloat(bits[i]);
                case F16 -> Float.float16ToFloat((short) bits[i]);
                case BF16 -> Float.intBitsToFloat(bits[i] << 16);
            };
        return values;
    }
}
