package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What kernels of `probes.cu` compute, against the same in Java.
class EmulatedKernelsTest {
    private final EmulatedCudaDriver driver = new EmulatedCudaDriver(64 << 20);
    private final Probe probe = new Probe(driver, "probes.ptx");
    private final Random random = new Random(11);

    @AfterEach
    void nothingIsLeft() {
        probe.close();
        driver.close();
        assertThat(driver.leaks()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,1,32", "3,100,32", "5,1000,128", "2,4097,1024"})
    void rowsAreSummedByShufflesAndSharedMemory(int rows, int cols, int threads) {
        float[] x = floats(rows * cols);
        float[] y = new float[rows];
        probe.run("sumRows", Grid.of(rows, threads), 0, x, y, cols);
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int col = 0; col < cols; col++) sum += x[row * cols + col];
            assertThat(y[row]).isCloseTo((float) sum, within(1e-4f));
        }
    }

    @ParameterizedTest
    @CsvSource({"16,16,16", "1,1,1", "33,17,50"})
    void tilesInSharedMemoryAreMultiplied(int m, int n, int k) {
        float[] a = floats(m * k);
        float[] b = floats(k * n);
        float[] y = new float[m * n];
        probe.run("multiplyTiles", Grid.of((n + 15) / 16, (m + 15) / 16, 256), 0, a, b, y, m, n, k);
        for (int row = 0; row < m; row++)
            for (int col = 0; col < n; col++) {
                float sum = 0;
                for (int i = 0; i < k; i++) sum = Math.fma(a[row * k + i], b[i * n + col], sum);
                assertThat(y[row * n + col]).isEqualTo(sum);
            }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 31, 32, 200})
    void lanesLeaveALoopWhenTheyAreDone(int n) {
        int[] x = random.ints(n, 1, 1 << 20).toArray();
        int[] steps = new int[n];
        probe.run("collatz", Grid.of((n + 63) / 64, 64), 0, x, steps, n);
        for (int i = 0; i < n; i++) {
            int count = 0;
            for (int v = x[i]; v != 1; count++)
                v = (v & 1) == 1 ? Integer.parseUnsignedInt(Long.toString(3L * v + 1)) : v >>> 1;
            assertThat(steps[i]).isEqualTo(count);
        }
    }

    @Test
    void lanesThatPartedMeetAgain() {
        int[] x = random.ints(32, 0, 1 << 30).toArray();
        int[] y = new int[67];
        probe.run("partAndMeet", Grid.of(1, 32), 0, x, y);
        int[] v = new int[32];
        int odd = 0;
        for (int i = 0; i < 32; i++) {
            v[i] = way(x[i], i);
            if ((v[i] & 1) != 0) odd |= 1 << i;
        }
        for (int i = 0; i < 32; i++) {
            assertThat(y[i]).as("lane %d", i).isEqualTo(v[i] + v[Math.min(i + 1, 31)]);
            assertThat(y[35 + i]).as("lane %d", i).isEqualTo(v[i % 8 < 3 ? i : i - 3] + 5 * v[i / 16 * 16 + 5]);
        }
        assertThat(Arrays.copyOfRange(y, 32, 35)).containsExactly(odd, 0, 1);
    }

    private static int way(int x, int lane) {
        return switch (x % 7) {
            case 0 -> x + 10;
            case 1 -> x * 3;
            case 2 -> {
                int v = x;
                for (int k = 0; k < lane; k++) v ^= k * 77;
                yield v;
            }
            case 3 -> -x;
            case 4 -> x / 3 + x % 5;
            case 5 ->
                Integer.bitCount(x)
                        + Integer.numberOfLeadingZeros(x)
                        + (x == 0 ? 0 : Integer.numberOfTrailingZeros(x) + 1);
            default -> Integer.reverse(x);
        };
    }

    @Test
    void bytesOfWordsAreMultipliedChosenAndShifted() {
        int[] a = random.ints(32).toArray();
        int[] b = random.ints(32).toArray();
        int[] y = new int[128];
        probe.run("dots", Grid.of(1, 32), 0, a, b, y);
        for (int i = 0; i < 32; i++) {
            int signed = 100;
            int unsigned = 7;
            for (int s = 0; s < 32; s += 8) {
                signed += (byte) (a[i] >> s) * (byte) (b[i] >> s);
                unsigned += (a[i] >> s & 255) * (b[i] >> s & 255);
            }
            assertThat(y[4 * i]).isEqualTo(signed);
            assertThat(y[4 * i + 1]).isEqualTo(unsigned);
            assertThat(y[4 * i + 2]).isEqualTo(permuted(a[i], b[i], 0x5140 + i));
            long ab = (long) b[i] << 32 | (a[i] & 0xffff_ffffL);
            assertThat(y[4 * i + 3]).isEqualTo((int) (ab << i >>> 32) ^ (int) (ab >>> i));
        }
    }

    private static int permuted(int a, int b, int selector) {
        int result = 0;
        for (int i = 0; i < 4; i++) {
            int choice = selector >> 4 * i & 7;
            result |= ((choice < 4 ? a : b) >>> 8 * (choice & 3) & 255) << 8 * i;
        }
        return result;
    }

    @Test
    void constantsAndTablesAreThere() {
        int[] x = random.ints(64, 0, 100).toArray();
        float[] y = new float[64];
        probe.run("constants", Grid.of(1, 64), 0, x, y, 64);
        int[][] table = {{1, 2, 3}, {40_000, 5, 6}};
        for (int i = 0; i < 64; i++) assertThat(y[i]).isEqualTo((1 << (x[i] & 7)) + table[i & 1][x[i] % 3]);
    }

    @Test
    void bytesShortsAndVectorsAreRead() {
        byte[] blocks = new byte[8 * 32];
        random.nextBytes(blocks);
        float[] x = floats(4 * 32);
        float[] y = new float[32];
        byte[] bytes = new byte[32];
        probe.run("widths", Grid.of(1, 32), 0, blocks, x, y, bytes);
        for (int i = 0; i < 32; i++) {
            double sum = 0;
            for (int k = 0; k < 6; k++) sum += blocks[8 * i + 2 + k] * x[4 * i + (k % 2 == 1 ? 0 : 3)];
            int d = (blocks[8 * i] & 255) + (blocks[8 * i + 1] & 255) * 256;
            assertThat(y[i]).isCloseTo((float) (sum * d), within(40f));
            assertThat(bytes[i]).isEqualTo((byte) (blocks[8 * i + 2] * 3));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 40})
    void eachThreadHasItsOwnArray(int n) {
        int[] x = random.ints(Math.max(n, 1), 0, 1000).toArray();
        int[] y = new int[70];
        probe.run("ownArray", Grid.of(1, 70), 0, x, y, n);
        for (int t = 0; t < 70; t++) {
            int[] mine = new int[16];
            for (int k = 0; k < 16; k++) mine[k] = k * t;
            for (int k = 0; k < n; k++) mine[x[k] & 15] += mine[x[k] + t & 15];
            int sum = 0;
            for (int value : mine) sum = sum * 31 + value;
            assertThat(y[t]).isEqualTo(sum);
        }
    }

    @Test
    void atomicAccessesOfAllBlocksAddUp() {
        byte[] x = new byte[1000];
        random.nextBytes(x);
        int[] counts = new int[256];
        float[] sum = {0};
        int[] most = {-1};
        int[] first = {Integer.MAX_VALUE};
        probe.run("histogram", Grid.of(8, 128), 1024, x, counts, sum, most, first, 1000);
        int[] expected = new int[256];
        for (byte value : x) expected[value & 255]++;
        assertThat(counts).isEqualTo(expected);
        int total = 0;
        for (int i = 0; i < 256; i++) total += i * expected[i];
        assertThat(sum[0]).isEqualTo(total);
        assertThat(most[0]).isEqualTo(255);
        int index = 0;
        while (x[index] != 7) index++;
        assertThat(first[0]).isEqualTo(index);
    }

    @Test
    void lanesThatLoseAnExchangeTryAgain() {
        long[] product = {1};
        probe.run("multiplyAtomically", Grid.of(2, 20), 0, product, 3);
        long expected = 1;
        for (int i = 0; i < 40; i++) expected *= 3;
        assertThat(product[0]).isEqualTo(expected);
    }

    @Test
    void functionsThatAreCalledReturn() {
        float[] x = floats(40);
        float[] c = {1, -2, 3, 0.5f};
        float[] y = new float[40];
        probe.run("calls", Grid.of(1, 40), 0, x, c, y);
        for (int i = 0; i < 40; i++) {
            float v = ((x[i] - 2) * x[i] + 3) * x[i] + 0.5f;
            if (i % 2 == 0) v += v - 2;
            assertThat(y[i]).isCloseTo(v, within(1e-5f));
        }
    }

    @Test
    void blocksKnowTheirPlaceInTheGrid() {
        int[] y = new int[2 * 3 * 4 * 5];
        probe.run("gridOfThree", new Grid(2, 3, 4, 5), 0, y);
        for (int i = 0; i < y.length; i++) {
            int block = i / 5;
            assertThat(y[i]).isEqualTo(block % 2 + 10 * (block / 2 % 3) + 100 * (block / 6));
        }
    }

    private float[] floats(int count) {
        float[] all = new float[count];
        for (int i = 0; i < count; i++) all[i] = random.nextFloat() * 2 - 1;
        return all;
    }
}
