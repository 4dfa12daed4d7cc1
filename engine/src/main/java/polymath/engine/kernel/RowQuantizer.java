package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import polymath.engine.tensor.Matrix;

/// Rounds floats to the formats the key-value cache is kept in. One token's rows are short, so one form serves all
/// kernels.
final class RowQuantizer {
    private RowQuantizer() {}

    static void quantize(float[] x, int at, Matrix m, long row) {
        Arguments.row(m, row, x, at);
        MemorySegment s = m.data();
        long o = row * m.rowBytes();
        switch (m.type()) {
            case F32 -> {
                for (int i = 0; i < m.cols(); i++) s.set(ScalarBlocks.LE_FLOAT, o + 4L * i, x[at + i]);
            }
            case F16 -> {
                for (int i = 0; i < m.cols(); i++)
                    s.set(ScalarBlocks.LE_SHORT, o + 2L * i, Float.floatToFloat16(x[at + i]));
            }
            case Q8_0 -> {
                for (int i = 0; i < m.cols(); i += 32) q8_0(x, at + i, s, o + i / 32 * 34L);
            }
            default -> throw new IllegalArgumentException("rows cannot be stored as " + m.type());
        }
    }

    // d = largest magnitude / 127, stored as half; the quants are rounded with the d that is stored
    private static void q8_0(float[] x, int at, MemorySegment s, long o) {
        float largest = 0;
        for (int i = 0; i < 32; i++) largest = Math.max(largest, Math.abs(x[at + i]));
        short d = Float.floatToFloat16(largest / 127);
        float inverse = Float.float16ToFloat(d) == 0 ? 0 : 1 / Float.float16ToFloat(d);
        s.set(ScalarBlocks.LE_SHORT, o, d);
        for (int i = 0; i < 32; i++) {
            int q = Math.round(x[at + i] * inverse);
            s.set(JAVA_BYTE, o + 2 + i, (byte) Math.clamp(q, -127, 127));
        }
    }
}
