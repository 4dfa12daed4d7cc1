package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.engine.kernel.Blocks;

class ExpertKernelsTest {
    private final Random random = new Random(6);
    private DeviceFixture device;
    private ExpertKernels experts;

    @BeforeEach
    void start() {
        device = new DeviceFixture();
        experts = device.kernels().experts();
    }

    @AfterEach
    void end() {
        device.close();
    }

    @Test
    void logitsMatchTheirFormulaAndDoNotDependOnTheNumberOfTokens() {
        int cols = 300;
        int count = 5;
        int n = 33; // read in another way than one alone
        float[] h = Blocks.gaussian(n * cols, random);
        float[] weights = Blocks.gaussian(count * cols, random);
        DevicePlace rows = device.upload(h);
        DevicePlace w = device.upload(weights);
        DevicePlace logits = device.room(4L * n * count);
        DevicePlace own = device.room(4L * count);
        experts.router(rows, w, logits, n, count, cols, device.stream());
        float[] together = device.floats(logits, n * count);
        for (int t = 0; t < n; t++) {
            experts.router(rows.plus(4L * t * cols), w, own, 1, count, cols, device.stream());
            float[] alone = device.floats(own, count);
            for (int e = 0; e < count; e++) {
                double expected = 0;
                for (int i = 0; i < cols; i++) expected += (double) h[t * cols + i] * weights[e * cols + i];
                assertThat((double) alone[e]).isCloseTo(expected, within(2e-5));
                assertThat(together[t * count + e]).isEqualTo(alone[e]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 2", "5, 16", "17, 3", "100, 16", "64, 40", "1000, 16"})
    void slotsAreSortedByExpertAndThenByToken(int n, int count) {
        int[] ids = new int[2 * n];
        for (int i = 0; i < ids.length; i++) ids[i] = random.nextInt(Math.min(count, 11)); // some stay without
        DevicePlace offsets = device.room(4L * (count + 1));
        DevicePlace slotAt = device.room(8L * n);
        DevicePlace placeOf = device.room(8L * n);
        experts.sort(device.upload(ids), offsets, slotAt, placeOf, n, count, device.stream());
        int[] expectedOffsets = new int[count + 1];
        int[] expectedSlots = new int[2 * n];
        int[] expectedPlaces = new int[2 * n];
        int place = 0;
        for (int e = 0; e < count; e++) {
            for (int slot = 0; slot < 2 * n; slot++) {
                if (ids[slot] != e) continue;
                expectedSlots[place] = slot;
                expectedPlaces[slot] = place++;
            }
            expectedOffsets[e + 1] = place;
        }
        assertThat(device.ints(offsets, count + 1)).isEqualTo(expectedOffsets);
        assertThat(device.ints(slotAt, 2 * n)).isEqualTo(expectedSlots);
        assertThat(device.ints(placeOf, 2 * n)).isEqualTo(expectedPlaces);
    }

    @Test
    void rowsAreGatheredByPlaceAndCombinedByToken() {
        int n = 3;
        int cols = 300;
        float[] h = Blocks.gaussian(n * cols, random);
        int[] slotAt = {4, 1, 3, 0, 5, 2};
        int[] placeOf = {3, 1, 5, 2, 0, 4};
        float[] weights = Blocks.gaussian(2 * n, random);
        DevicePlace packed = device.room(4L * 2 * n * cols);
        DevicePlace half = device.room(2L * 2 * n * cols);
        DevicePlace brain = device.room(2L * 2 * n * cols);
        DevicePlace from = device.upload(h);
        DevicePlace slots = device.upload(slotAt);
        experts.gather(from, n, slots, Element.F32, packed, 2 * n, cols, device.stream());
        experts.gather(from, n, slots, Element.F16, half, 2 * n, cols, device.stream());
        experts.gather(from, n, slots, Element.BF16, brain, 2 * n, cols, device.stream());
        float[] rows = device.floats(packed, 2 * n * cols);
        short[] halves = device.shorts(half, rows.length);
        short[] brains = device.shorts(brain, rows.length);
        for (int i = 0; i < rows.length; i++) {
            assertThat(rows[i]).isEqualTo(h[slotAt[i / cols] / 2 * cols + i % cols]);
            assertThat(halves[i]).isEqualTo(Float.floatToFloat16(rows[i]));
            assertThat(brains[i]).isEqualTo(WeightKernelsTest.brain(rows[i]));
        }

        float[] before = Blocks.gaussian(n * cols, random);
        DevicePlace added = device.upload(before);
        DevicePlace bySlot = device.room(4L * n * cols);
        DevicePlace places = device.upload(placeOf);
        DevicePlace w = device.upload(weights);
        experts.combineSorted(packed, places, w, added, n, cols, true, device.stream());
        experts.combine(packed, w, bySlot, n, cols, false, device.stream());
        float[] sums = device.floats(added, n * cols);
        float[] own = device.floats(bySlot, n * cols);
        for (int i = 0; i < sums.length; i++) {
            int t = i / cols;
            int col = i % cols;
            float sum = weights[2 * t] * rows[placeOf[2 * t] * cols + col]
                    + weights[2 * t + 1] * rows[placeOf[2 * t + 1] * cols + col];
            assertThat(sums[i]).isEqualTo(before[i] + sum);
            assertThat(own[i])
                    .isEqualTo(weights[2 * t] * rows[2 * t * cols + col]
                            + weights[2 * t + 1] * rows[(2 * t + 1) * cols + col]);
        }
    }

    @Test
    void swiGluMatchesItsFormulaInEveryForm() {
        int n = 3;
        int cols = 352;
        float[] gate = new float[n * cols];
        for (int i = 0; i < gate.length; i++) gate[i] = (i - gate.length / 2) * 0.2f; // -105..105
        float[] up = Blocks.gaussian(gate.length, random);
        DevicePlace g = device.upload(gate);
        DevicePlace u = device.upload(up);
        DevicePlace out = device.room(4L * gate.length);
        DevicePlace half = device.room(2L * gate.length);
        DevicePlace brain = device.room(2L * gate.length);
        DevicePlace rows = device.room(n * WeightKernels.quantizedRowBytes(cols));
        DevicePlace same = device.room(n * WeightKernels.quantizedRowBytes(cols));
        experts.swiGlu(g, u, Element.F32, out, gate.length, device.stream());
        experts.swiGlu(g, u, Element.F16, half, gate.length, device.stream());
        experts.swiGlu(g, u, Element.BF16, brain, gate.length, device.stream());
        experts.swiGluRows(g, u, rows, n, cols, device.stream());
        device.kernels().weights().quantizeRows(out, same, n, cols, device.stream());
        float[] values = device.floats(out, gate.length);
        short[] halves = device.shorts(half, gate.length);
        short[] brains = device.shorts(brain, gate.length);
        for (int i = 0; i < gate.length; i++) {
            double expected = gate[i] / (1 + Math.exp(-(double) gate[i])) * up[i];
            // exp and the division are off by a few units in the last place
            assertThat((double) values[i]).isCloseTo(expected, within(1e-30 + 2e-6 * Math.abs(expected)));
            assertThat(halves[i]).isEqualTo(Float.floatToFloat16(values[i]));
            assertThat(brains[i]).isEqualTo(WeightKernelsTest.brain(values[i]));
        }
        int bytes = (int) (n * WeightKernels.quantizedRowBytes(cols));
        assertThat(written(device.bytes(rows, bytes), cols)).isEqualTo(written(device.bytes(same, bytes), cols));
    }

    /// Bytes of rows without what pads them.
    private static byte[] written(byte[] rows, int cols) {
        int rowBytes = (int) WeightKernels.quantizedRowBytes(cols);
        for (int i = 0; i < rows.length; i++) if (i % rowBytes >= cols + cols / 8) rows[i] = 0;
        return rows;
    }

    @Test
    void wrongShapesAreRefused() {
        DevicePlace x = device.room(64);
        assertThatThrownBy(() -> experts.sort(x, x, x, x, 9, 4, device.stream()))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> experts.sort(x, x, x, x, 1, 300, device.stream()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("256");
        assertThatThrownBy(() -> experts.sparseMixer(x, 0.01f, x, x, 1, 1, device.stream()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> experts.swiGluRows(x, x, x, 1, 16, device.stream()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
