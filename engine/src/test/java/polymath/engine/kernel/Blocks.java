package polymath.engine.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// Random matrices of any type for tests: random bits, with scales that keep the values in the range of weights.
public final class Blocks {
    private Blocks() {}

    public static Matrix matrix(GgmlType type, int rows, int cols, Random random) {
        long bytes = rows * type.rowBytes(cols);
        MemorySegment data = Arena.ofAuto().allocate(bytes, 64);
        byte[] noise = new byte[Math.toIntExact(bytes)];
        random.nextBytes(noise);
        MemorySegment.copy(noise, 0, data, ValueLayout.JAVA_BYTE, 0, noise.length);
        for (long at = 0; at < bytes; at += type.blockBytes()) scales(type, data, at, random);
        return new Matrix(type + "[" + rows + "," + cols + "]", type, rows, cols, data);
    }

    private static void scales(GgmlType type, MemorySegment s, long at, Random random) {
        switch (type) {
            case F32 -> s.set(ScalarBlocks.LE_FLOAT, at, (float) random.nextGaussian());
            case F16 -> half(s, at, (float) random.nextGaussian());
            case BF16 ->
                s.set(ScalarBlocks.LE_SHORT, at, (short)
                        (Float.floatToRawIntBits((float) random.nextGaussian()) >>> 16));
            case Q8_0, Q4_0, Q5_0, IQ4_NL -> half(s, at, 0.02f * random.nextFloat());
            case Q4_1, Q5_1 -> {
                half(s, at, 0.02f * random.nextFloat());
                half(s, at + 2, -0.1f * random.nextFloat());
            }
            case Q4_K, Q5_K -> {
                half(s, at, 0.002f * random.nextFloat());
                half(s, at + 2, 0.002f * random.nextFloat());
            }
            case Q2_K -> {
                half(s, at + 80, 0.01f * random.nextFloat());
                half(s, at + 82, 0.01f * random.nextFloat());
            }
            case Q3_K -> half(s, at + 108, 0.01f * random.nextFloat());
            case Q6_K -> half(s, at + 208, 0.0005f * random.nextFloat());
            case IQ4_XS -> half(s, at, 0.0005f * random.nextFloat());
        }
    }

    private static void half(MemorySegment s, long at, float value) {
        s.set(ScalarBlocks.LE_SHORT, at, Float.floatToFloat16(value));
    }

    public static float[] gaussian(int length, Random random) {
        float[] x = new float[length];
        for (int i = 0; i < length; i++) x[i] = (float) random.nextGaussian();
        return x;
    }
}
