package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EmulatedCublasTest {

    @ParameterizedTest
    @EnumSource
    void rowsAreMultipliedByRows(Cublas.Half half) {
        int n = 3;
        int rows = 5;
        int cols = 16;
        EmulatedCudaDriver driver = new EmulatedCudaDriver(1 << 20);
        driver.use(0);
        Random random = new Random(4);
        try (Arena arena = Arena.ofConfined();
                Cublas cublas = new EmulatedCublas(driver);
                DeviceBuffer x = new DeviceBuffer(driver, 2L * n * cols);
                DeviceBuffer w = new DeviceBuffer(driver, 2L * rows * cols);
                DeviceBuffer y = new DeviceBuffer(driver, 4L * n * rows)) {
            float[] left = fill(x, half, n * cols, random, arena);
            float[] right = fill(w, half, rows * cols, random, arena);
            cublas.multiply(half, n, rows, cols, x.address(), w.address(), y.address(), 0);
            MemorySegment back = arena.allocate(y.bytes(), 4);
            y.read(back, 0, 0);
            for (int i = 0; i < n; i++)
                for (int row = 0; row < rows; row++) {
                    double sum = 0;
                    for (int col = 0; col < cols; col++) sum += left[i * cols + col] * right[row * cols + col];
                    assertThat(back.getAtIndex(ValueLayout.JAVA_FLOAT, i * rows + row))
                            .isCloseTo((float) sum, within(1e-5f));
                }
            assertThatThrownBy(() -> cublas.multiply(half, n, rows + 1, cols, x.address(), w.address(), y.address(), 0))
                    .hasMessageContaining("192 bytes at 0x");
        }
    }

    /// @return the values as they are after rounding
    private static float[] fill(DeviceBuffer buffer, Cublas.Half half, int count, Random random, Arena arena) {
        MemorySegment host = arena.allocate(2L * count, 2);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            float value = random.nextFloat() * 2 - 1;
            short bits = half == Cublas.Half.F16
                    ? Float.floatToFloat16(value)
                    : (short) (Float.floatToRawIntBits(value) >> 16);
            values[i] = half == Cublas.Half.F16 ? Float.float16ToFloat(bits) : Float.intBitsToFloat(bits << 16);
            host.setAtIndex(ValueLayout.JAVA_SHORT, i, bits);
        }
        buffer.write(0, host, 0);
        return values;
    }
}
