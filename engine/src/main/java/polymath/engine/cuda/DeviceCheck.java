package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.random.RandomGenerator;

/// Tries the device in use: whether it gives back what is written to it, whether cuBLAS multiplies right, and how fast
/// both are.
///
/// Belongs to the driver's thread. Throws [CudaException] as the driver does.
public final class DeviceCheck {
    private static final int RUNS = 3;
    private static final long DEFAULT_STREAM = 0;

    /// What became of copies.
    ///
    /// @param right whether every byte came back as it was
    /// @param toDevice bytes a second, as are the others; from and to memory of [CudaDriver#allocateHost]
    public record Copies(boolean right, double toDevice, double toHost, double onDevice) {}

    /// What became of products.
    ///
    /// @param right whether every element is exact
    /// @param operations a second, a multiplication and an addition counted as two
    public record Products(boolean right, double operations) {}

    private final CudaDriver driver;
    private final RandomGenerator random = new Random(1);

    public DeviceCheck(CudaDriver driver) {
        this.driver = driver;
    }

    /// There, across, and back again. The fastest of a few runs counts.
    ///
    /// @param bytes of each of four pieces of memory, two of them on the device; a multiple of 8
    public Copies copies(long bytes) {
        MemorySegment from = driver.allocateHost(bytes);
        MemorySegment to = driver.allocateHost(bytes);
        try (DeviceBuffer first = new DeviceBuffer(driver, bytes);
                DeviceBuffer second = new DeviceBuffer(driver, bytes)) {
            for (long at = 0; at < bytes; at += 8) from.set(JAVA_LONG, at, random.nextLong());
            to.fill((byte) 0);
            double toDevice = bytes / seconds(() -> first.write(0, from, DEFAULT_STREAM));
            double onDevice = 2
                    * bytes // read and written
                    / seconds(() -> driver.copy(second.address(), first.address(), bytes, DEFAULT_STREAM));
            double toHost = bytes / seconds(() -> second.read(to, 0, DEFAULT_STREAM));
            return new Copies(from.mismatch(to) < 0, toDevice, toHost, onDevice);
        } finally {
            driver.freeHost(to);
            driver.freeHost(from);
        }
    }

    /// `y = x · wᵀ` with numbers whose products and sums are exact in float32, in whatever order they are taken.
    ///
    /// @param cols at most 2¹⁸ for that
    public Products products(Cublas cublas, Cublas.Half half, int n, int rows, int cols) {
        float[] x = eighths(n * cols);
        float[] w = eighths(rows * cols);
        try (DeviceBuffer xs = halves(half, x);
                DeviceBuffer ws = halves(half, w);
                DeviceBuffer ys = new DeviceBuffer(driver, 4L * n * rows)) {
            double seconds = seconds(() ->
                    cublas.multiply(half, n, rows, cols, xs.address(), ws.address(), ys.address(), DEFAULT_STREAM));
            return new Products(isProduct(ys, x, w, n, rows, cols), 2.0 * n * rows * cols / seconds);
        }
    }

    private float[] eighths(int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) numbers[i] = (random.nextInt(17) - 8) / 8f;
        return numbers;
    }

    private DeviceBuffer halves(Cublas.Half half, float[] numbers) {
        MemorySegment staging = driver.allocateHost(2L * numbers.length);
        try {
            for (int i = 0; i < numbers.length; i++)
                staging.setAtIndex(
                        JAVA_SHORT,
                        i,
                        switch (half) {
                            case F16 -> Float.floatToFloat16(numbers[i]);
                            case BF16 -> (short) (Float.floatToRawIntBits(numbers[i]) >>> 16);
                        });
            DeviceBuffer buffer = new DeviceBuffer(driver, staging.byteSize());
            buffer.write(0, staging, DEFAULT_STREAM);
            driver.synchronize(DEFAULT_STREAM);
            return buffer;
        } finally {
            driver.freeHost(staging);
        }
    }

    /// Looks at every row of `y`, and at a few elements of each: all would take longer than all else here.
    private boolean isProduct(DeviceBuffer ys, float[] x, float[] w, int n, int rows, int cols) {
        MemorySegment y = driver.allocateHost(ys.bytes());
        try {
            ys.read(y, 0, DEFAULT_STREAM);
            driver.synchronize(DEFAULT_STREAM);
            int step = Math.max(1, rows / 16);
            for (int t = 0; t < n; t++)
                for (int row = t % step; row < rows; row += step) {
                    float sum = 0;
                    for (int c = 0; c < cols; c++) sum += x[t * cols + c] * w[row * cols + c];
                    if (y.getAtIndex(JAVA_FLOAT, (long) t * rows + row) != sum) return false;
                }
            return true;
        } finally {
            driver.freeHost(y);
        }
    }

    /// The fastest of a few runs after one that warms up, by the device's own clock.
    private double seconds(Runnable work) {
        long before = driver.newEvent();
        long after = driver.newEvent();
        try {
            float best = Float.MAX_VALUE;
            for (int run = 0; run <= RUNS; run++) {
                driver.record(before, DEFAULT_STREAM);
                work.run();
                driver.record(after, DEFAULT_STREAM);
                driver.synchronizeEvent(after);
                if (run > 0) best = Math.min(best, driver.millis(before, after));
            }
            return best / 1000.0;
        } finally {
            driver.closeEvent(after);
            driver.closeEvent(before);
        }
    }
}
