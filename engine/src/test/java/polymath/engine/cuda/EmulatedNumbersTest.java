package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How kernels of `probes.cu` convert and compute numbers, against the same in Java.
class EmulatedNumbersTest {
    private final EmulatedCudaDriver driver = new EmulatedCudaDriver(64 << 20);
    private final Probe probe = new Probe(driver, "probes.ptx");
    private final Random random = new Random(12);

    @AfterEach
    void close() {
        probe.close();
        driver.close();
    }

    @Test
    void everyHalfBecomesItsFloat() {
        short[] x = new short[1 << 16];
        for (int i = 0; i < x.length; i++) x[i] = (short) i;
        float[] y = new float[1 << 16];
        probe.run("halfToFloat", Grid.of(256, 256), 0, x, y);
        for (int i = 0; i < x.length; i++)
            assertThat(Float.valueOf(y[i])).as("half %04x", i).isEqualTo(Float.valueOf(Float.float16ToFloat((short)
                    i)));
    }

    @Test
    void floatsAreRoundedToTheNearestHalf() {
        float[] x = new float[1 << 12];
        for (int i = 0; i < x.length; i++) x[i] = Math.scalb(random.nextFloat() - 0.5f, random.nextInt(45) - 28);
        x[0] = 65_519.99f;
        x[1] = 65_520;
        x[2] = 1 + 0x1p-11f;
        x[3] = 1 + 0x3p-11f;
        short[] half = new short[x.length];
        short[] brain = new short[x.length];
        probe.run("floatToHalf", Grid.of(16, 256), 0, x, half);
        probe.run("floatToBfloat", Grid.of(16, 256), 0, x, brain);
        assertThat(half[0]).isEqualTo((short) 0x7bff);
        assertThat(half[1]).isEqualTo((short) 0x7c00);
        assertThat(half[2]).isEqualTo((short) 0x3c00);
        assertThat(half[3]).isEqualTo((short) 0x3c02);
        for (int i = 0; i < x.length; i++) {
            assertThat(half[i]).isEqualTo(Float.floatToFloat16(x[i]));
            float back = Float.intBitsToFloat(brain[i] << 16);
            assertThat(Math.abs(back - x[i])).isLessThanOrEqualTo(Math.ulp(x[i]) * 0x1p15f);
        }
    }

    @Test
    void pairsOfHalvesAreComputedOneByOne() {
        short[] a = new short[64];
        short[] b = new short[64];
        for (int i = 0; i < 64; i++) {
            a[i] = Float.floatToFloat16(random.nextFloat() * 8 - 4);
            b[i] = Float.floatToFloat16(random.nextFloat() * 8 - 4);
        }
        short[] y = new short[3 * 64];
        probe.run("halfPairs", Grid.of(1, 32), 0, a, b, y);
        for (int i = 0; i < 64; i++) {
            float x = Float.float16ToFloat(a[i]);
            float z = Float.float16ToFloat(b[i]);
            int at = i / 2 * 6 + i % 2;
            assertThat(y[at]).isEqualTo(Float.floatToFloat16(x + z));
            assertThat(y[at + 2]).isEqualTo(Float.floatToFloat16((float) ((double) x * z + z)));
            assertThat(y[at + 4]).isEqualTo(Float.floatToFloat16(x * z));
        }
    }

    @Test
    void functionsOfFloatsAreThoseOfJava() {
        float[] x = new float[32];
        for (int i = 0; i < 32; i++) x[i] = random.nextFloat() * 20 - 10;
        x[0] = 0;
        x[1] = 2.5f;
        x[2] = -3.5f;
        float[] y = new float[16 * 32];
        probe.run("functions", Grid.of(1, 32), 0, x, y, 32);
        for (int i = 0; i < 32; i++) {
            float v = x[i];
            double size = Math.abs(v);
            double[] expected = {
                Math.exp(v),
                1 / Math.sqrt(size),
                Math.sqrt(size),
                v / 3.7f,
                v / 3.7f,
                Math.log(size),
                Math.sin(v),
                Math.tanh(v),
                Math.rint(v),
                (int) v,
                Math.rint(v),
                Math.clamp(v, -1, 1),
                (int) size,
                Math.floor(v),
                Math.pow(size, 0.75),
                (long) (v * 1e10f)
            };
            for (int k = 0; k < 16; k++) {
                float actual = y[16 * i + k];
                if (Double.isInfinite(expected[k])) assertThat((double) actual).isEqualTo(expected[k]);
                else
                    assertThat(actual)
                            .as("function %d of %s", k, v)
                            .isCloseTo((float) expected[k], within((float) Math.abs(expected[k]) * 2e-6f + 1e-6f));
            }
        }
    }

    @Test
    void wholeNumbersAreThoseOfJava() {
        int[] a = random.ints(64).toArray();
        int[] b =
                random.ints(64).map(i -> i == 0 || i == -1 ? 5 : i >> (i & 15)).toArray();
        for (int i = 0; i < 64; i++) if (b[i] == 0 || b[i] == -1) b[i] = 3;
        a[0] = b[0];
        long[] y = new long[16 * 64];
        probe.run("wholeNumbers", Grid.of(1, 64), 0, a, b, y);
        for (int i = 0; i < 64; i++) {
            int x = a[i];
            int z = b[i];
            long[] expected = {
                x / z,
                x % z,
                Integer.toUnsignedLong(Integer.divideUnsigned(x, z)),
                Integer.toUnsignedLong(Integer.remainderUnsigned(x, z)),
                (long) x * z,
                Math.multiplyHigh((long) x << 32, z),
                (Integer.toUnsignedLong(x) * Integer.toUnsignedLong(z)) >>> 32,
                x * 0x123456789L / (z + 1L),
                Math.min(x, z) - Integer.toUnsignedLong(Integer.compareUnsigned(x, z) > 0 ? x : z),
                x >> z,
                Integer.toUnsignedLong(x >>> z),
                (short) x + (byte) z,
                (x & 0xf0) | (z ^ x) & ~0xff,
                x < z ? Math.abs(x) : -z,
                x > 5 && Integer.compareUnsigned(z, 7) > 0 || x == z ? 1 : 0,
                Long.remainderUnsigned(x, z)
            };
            for (int k = 0; k < 16; k++)
                assertThat(y[16 * i + k]).as("%d of %d and %d", k, x, z).isEqualTo(expected[k]);
        }
    }
}
