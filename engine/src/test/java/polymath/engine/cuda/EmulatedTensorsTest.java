package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Products of matrices that the lanes of a warp hold together: which lane has what is computed here as the manual says
/// it.
class EmulatedTensorsTest {
    private static final int LANES = 32;
    private static final String MULTIPLY = "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32"
            + " {%f0,%f1,%f2,%f3}, {%r0,%r1,%r2,%r3}, {%r4,%r5}, {%f0,%f1,%f2,%f3};";
    private static final String MULTIPLY_HALF = "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32"
            + " {%f0,%f1,%f2,%f3}, {%r0,%r1}, {%r4}, {%f0,%f1,%f2,%f3};";

    /// The lower 16 lanes have `%p0`.
    private static final String PROGRAM = """
            .version 7.0
            .target sm_80
            .address_size 64
            .visible .entry multiply(.param .u64 a, .param .u64 b, .param .u64 c)
            {
                .reg .pred %p<1>;
                .reg .b64 %a, %b, %c, %wide, %narrow;
                .reg .b32 %r<6>;
                .reg .f32 %f<4>;
                mov.u32 %r0, %tid.x;
                mul.wide.u32 %wide, %r0, 16;
                mul.wide.u32 %narrow, %r0, 8;
                ld.param.u64 %a, [a];
                add.u64 %a, %a, %wide;
                ld.param.u64 %b, [b];
                add.u64 %b, %b, %narrow;
                ld.param.u64 %c, [c];
                add.u64 %c, %c, %wide;
                setp.lt.u32 %p0, %r0, 16;
                ld.global.v4.u32 {%r0,%r1,%r2,%r3}, [%a];
                ld.global.v2.u32 {%r4,%r5}, [%b];
                ld.global.v4.f32 {%f0,%f1,%f2,%f3}, [%c];
                CODE
                st.global.v4.f32 [%c], {%f0,%f1,%f2,%f3};
                ret;
            }
            """;

    private final EmulatedCudaDriver driver = new EmulatedCudaDriver(1 << 20);
    private final Random random = new Random(5);

    EmulatedTensorsTest() {
        driver.set(DeviceAttribute.CAPABILITY_MAJOR, 8);
        driver.set(DeviceAttribute.CAPABILITY_MINOR, 0);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {8, 16})
    void productsAreThoseOfTheMatricesThatLanesHold(int depth) {
        int[] a = shuffled(16 * depth);
        int[] b = shuffled(depth * 8);
        int[] c = shuffled(16 * 8);
        int[] left = new int[LANES * 4];
        int[] right = new int[LANES * 2];
        float[] sums = new float[LANES * 4];
        for (int lane = 0; lane < LANES; lane++) {
            int group = lane / 4;
            int inGroup = lane % 4;
            for (int i = 0; i < depth / 2; i++) {
                int row = i / 2 % 2 == 0 ? group : group + 8;
                int column = inGroup * 2 + i % 2 + (i < 4 ? 0 : 8);
                left[lane * 4 + i / 2] |= half(a[row * depth + column]) << 16 * (i % 2);
            }
            for (int i = 0; i < depth / 4; i++) {
                int row = inGroup * 2 + i % 2 + (i < 2 ? 0 : 8);
                right[lane * 2 + i / 2] |= half(b[row * 8 + group]) << 16 * (i % 2);
            }
            for (int i = 0; i < 4; i++) sums[lane * 4 + i] = c[resultAt(lane, i)];
        }
        multiply(depth == 8 ? MULTIPLY_HALF : MULTIPLY, LANES, left, right, sums);
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < 4; i++) {
                int at = resultAt(lane, i);
                float expected = c[at];
                for (int k = 0; k < depth; k++) expected += a[at / 8 * depth + k] * b[k * 8 + at % 8];
                assertThat(sums[lane * 4 + i]).as("lane %d, %d", lane, i).isEqualTo(expected);
            }
        }
    }

    private static int resultAt(int lane, int i) {
        return (lane / 4 + (i < 2 ? 0 : 8)) * 8 + lane % 4 * 2 + i % 2;
    }

    @Test
    void sumsAreRoundedOnce() {
        int ones = half(1) << 16 | half(1);
        float[] sums = new float[LANES * 4];
        for (int i = 0; i < sums.length; i++) sums[i] = 0x1p24f;
        multiply(MULTIPLY, LANES, filled(LANES * 4, ones), filled(LANES * 2, ones), sums);
        assertThat(sums).containsOnly(0x1p24f + 16);
    }

    @Test
    void aResultMayReplaceWhatItIsMadeOf() {
        int[] left = new int[LANES * 4];
        float[] sums = new float[LANES * 4];
        for (int i = 0; i < sums.length; i++) sums[i] = i;
        String turned = MULTIPLY.substring(0, MULTIPLY.lastIndexOf('{')) + "{%f1,%f2,%f3,%f0};";
        multiply(turned, LANES, left, new int[LANES * 2], sums);
        for (int i = 0; i < sums.length; i++) assertThat(sums[i]).isEqualTo(i / 4 * 4 + (i + 1) % 4);
    }

    @Test
    void lanesThatTookDifferentWaysMeet() {
        float[] sums = new float[LANES * 4];
        int ones = half(1) << 16 | half(1);
        multiply(
                "@!%p0 bra FAR; ON: " + MULTIPLY + " bra DONE; FAR: mov.f32 %f0, 0f40000000; bra ON; DONE:",
                LANES,
                filled(LANES * 4, ones),
                filled(LANES * 2, ones),
                sums);
        for (int i = 0; i < sums.length; i++) assertThat(sums[i]).isEqualTo(i >= 64 && i % 4 == 0 ? 18 : 16);
    }

    @Test
    void multiplyingWithoutAllLanesIsFound() {
        multiplyingFails("@%p0 " + MULTIPLY, LANES)
                .hasMessageContaining("mma.sync")
                .hasMessageContaining("thread 0: wants all lanes of its warp, of which only 0x0000ffff come");
        multiplyingFails("@!%p0 ret; " + MULTIPLY, LANES)
                .hasMessageContaining("thread 0: wants all lanes of its warp, of which only 0x0000ffff come");
        // they wait for each other, at two places
        multiplyingFails("@%p0 bra ON; " + MULTIPLY + " bra OFF; ON: " + MULTIPLY + " OFF: ", LANES)
                .hasMessageContaining("waits for lanes of its warp that never come here");
        multiplyingFails(MULTIPLY, 48).hasMessageContaining("thread 32: wants all lanes of its warp");
    }

    @ParameterizedTest
    @CsvSource({
        "f32.f16.f16.f32, f32.bf16.bf16.f32",
        "row.col, col.row",
        "f32.f16.f16.f32, f16.f16.f16.f16",
        "m16n8k16, m8n8k16",
        "'{%r4,%r5}', '{%r4}'"
    })
    void productsOfOtherKindsAreNotKnown(String part, String other) {
        multiplyingFails(MULTIPLY.replace(part, other), LANES).hasMessageContaining("instruction not known");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> multiplyingFails(String code, int threads) {
        return assertThatThrownBy(() ->
                        multiply(code, threads, new int[threads * 4], new int[threads * 2], new float[threads * 4]))
                .isInstanceOf(AssertionError.class);
    }

    private void multiply(String code, int threads, int[] left, int[] right, float[] sums) {
        try (Probe probe = Probe.ofText(driver, PROGRAM.replace("CODE", code))) {
            probe.run("multiply", Grid.of(1, threads), 0, left, right, sums);
        }
    }

    /// 0 to `count` - 1 in any order: all are halves without rounding.
    private int[] shuffled(int count) {
        List<Integer> values = new ArrayList<>(IntStream.range(0, count).boxed().toList());
        Collections.shuffle(values, random);
        return values.stream().mapToInt(i -> i).toArray();
    }

    private static int[] filled(int count, int value) {
        return IntStream.generate(() -> value).limit(count).toArray();
    }

    private static int half(int value) {
        return Float.floatToFloat16(value) & 0xffff;
    }
}
