package polymath.engine.cuda;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Products of matrices on the device that is not there, one sum after the other.
public final class EmulatedCublas implements Cublas {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final EmulatedCudaDriver driver;
    private boolean closed;

    public EmulatedCublas(EmulatedCudaDriver driver) {
        this.driver = driver;
    }

    @Override
    public int version() {
        return 13;
    }

    @Override
    public void multiply(Half half, int n, int rows, int cols, long x, long w, long y, long stream) {
        if (closed) throw new AssertionError("cuBLAS is closed");
        if (n < 1 || rows < 1 || cols < 1)
            throw new AssertionError("no product of [%d, %d] and [%d, %d]".formatted(n, cols, rows, cols));
        // what the real one wants for its fast paths, and what ours keep to
        if (x % 16 != 0 || w % 16 != 0 || y % 16 != 0) throw new AssertionError("a matrix is not aligned to 16 bytes");
        MemorySegment left = driver.memory().range(x, 2L * n * cols);
        MemorySegment right = driver.memory().range(w, 2L * rows * cols);
        MemorySegment result = driver.memory().range(y, 4L * n * rows);
        driver.enqueue(stream, () -> multiply(half, n, rows, cols, left, right, result));
    }

    @Override
    public void close() {
        closed = true;
    }

    private static void multiply(
            Half half, int n, int rows, int cols, MemorySegment x, MemorySegment w, MemorySegment y) {
        float[] left = new float[cols];
        float[] right = floats(half, w, 0, new float[rows * cols]);
        for (int i = 0; i < n; i++) {
            floats(half, x, (long) i * cols, left);
            for (int row = 0; row < rows; row++) {
                float sum = 0;
                for (int col = 0; col < cols; col++) sum += left[col] * right[row * cols + col];
                y.set(FLOAT, 4 * ((long) i * rows + row), sum);
            }
        }
    }

    private static float[] floats(Half half, MemorySegment from, long first, float[] to) {
        for (int i = 0; i < to.length; i++) {
            short bits = from.get(SHORT, 2 * (first + i));
            to[i] = half == Half.F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
        }
        return to;
    }
}
