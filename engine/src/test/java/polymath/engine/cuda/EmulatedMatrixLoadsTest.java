package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Matrices that the lanes of a warp read from shared memory together.
class EmulatedMatrixLoadsTest {
    private static final int LANES = 32;

    /// Shared memory has 16 bytes of each lane, which names a row in `%r7`; the lower 16 lanes have `%p0`.
    private static final String PROGRAM = """
            .version 7.0
            .target sm_75
            .address_size 64
            .visible .entry load(.param .u64 a, .param .u64 b, .param .u64 c)
            {
                .reg .pred %p<1>;
                .reg .b64 %a, %b, %c, %d, %s, %wide, %narrow;
                .reg .b32 %r<8>;
                .shared .align 16 .b8 ours[512];
                mov.u32 %r0, %tid.x;
                mul.wide.u32 %wide, %r0, 16;
                mul.wide.u32 %narrow, %r0, 4;
                ld.param.u64 %a, [a];
                add.u64 %a, %a, %wide;
                ld.param.u64 %b, [b];
                add.u64 %b, %b, %narrow;
                ld.param.u64 %c, [c];
                add.u64 %c, %c, %wide;
                mov.u64 %s, ours;
                add.u64 %s, %s, %wide;
                setp.lt.u32 %p0, %r0, 16;
                ld.global.v4.u32 {%r0,%r1,%r2,%r3}, [%a];
                st.shared.v4.u32 [%s], {%r0,%r1,%r2,%r3};
                ld.global.u32 %r7, [%b];
                mov.u32 %r0, 77; mov.u32 %r1, 77; mov.u32 %r2, 77; mov.u32 %r3, 77;
                CODE
                st.global.v4.u32 [%c], {%r0,%r1,%r2,%r3};
                ret;
            }
            """;

    private final EmulatedCudaDriver driver = new EmulatedCudaDriver(1 << 20);

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @CsvSource({"1,", "2,", "4,", "1, .trans", "2, .trans", "4, .trans"})
    void matricesAreLoadedFromTheRowsThatLanesName(int count, String transposed) {
        // in lines of 16 bytes, in another order
        int[] rows = new int[LANES];
        int[] order = shuffled();
        for (int lane = 0; lane < LANES; lane++) {
            rows[lane] = order[lane] * 16;
            // nobody asks the lanes behind the last row
            if (lane >= count * 8) rows[lane] = -3;
        }
        int[] content = new int[LANES * 4];
        for (int i = 0; i < content.length; i++) content[i] = 2 * i | (2 * i + 1) << 16;
        int[] y = new int[LANES * 4];
        String to = IntStream.range(0, count).mapToObj(i -> "%r" + i).collect(Collectors.joining(",", "{", "}"));
        load(
                "ldmatrix.sync.aligned.m8n8.x%d%s.shared.b16 %s, [%%r7];"
                        .formatted(count, transposed == null ? "" : transposed, to),
                content,
                rows,
                y);
        for (int lane = 0; lane < LANES; lane++) {
            for (int i = 0; i < 4; i++) {
                int row = lane / 4;
                int column = lane % 4 * 2;
                int first = order[i * 8 + row] * 8 + column;
                int second = first + 1;
                if (transposed != null) {
                    first = order[i * 8 + column] * 8 + row;
                    second = order[i * 8 + column + 1] * 8 + row;
                }
                int expected = i < count ? first | second << 16 : 77;
                assertThat(y[lane * 4 + i]).as("lane %d, matrix %d", lane, i).isEqualTo(expected);
            }
        }
    }

    @Test
    void anAddressAmongAllWorksTooIfItIsOfSharedMemory() {
        int[] content = IntStream.range(0, LANES * 4).toArray();
        int[] y = new int[LANES * 4];
        String code = "ldmatrix.sync.aligned.m8n8.x1.b16 {%r0}, [%d+16];";
        load("cvt.u64.u32 %d, %r7; cvta.shared.u64 %d, %d; " + code, content, new int[LANES], y);
        assertThat(y[4]).isEqualTo(content[5]);
        loadingFails("mov.u64 %d, %c; " + code, 0).hasMessageContaining("of shared memory, which has 512");
        // without cvta
        loadingFails("mov.u64 %d, ours; cvta.shared.u64 %d, %d; cvt.u32.u64 %r7, %d;" + loadOne("%r7"), 0)
                .hasMessageContaining("of shared memory, which has 512");
    }

    @Test
    void rowsThatAreNotAlignedOrNotThereAreFound() {
        loadingFails(loadOne("%r7"), 8).hasMessageContaining("thread 0: read of 16 bytes at 0x8 is not aligned");
        loadingFails(loadOne("%r7+4"), 0).hasMessageContaining("read of 16 bytes at 0x4 is not aligned");
        loadingFails(loadOne("%r7"), 512).hasMessageContaining("read of 16 bytes at 0x200 of shared memory");
    }

    @Test
    void loadingWithoutAllLanesIsFound() {
        loadingFails("@%p0 " + loadOne("%r7"), 0)
                .hasMessageContaining("ldmatrix.sync")
                .hasMessageContaining("thread 0: wants all lanes of its warp, of which only 0x0000ffff come");
        loadingFails("@%p0 ret; " + loadOne("%r7"), 0)
                .hasMessageContaining("thread 16: wants all lanes of its warp, of which only 0xffff0000 come");
    }

    private static String loadOne(String address) {
        return "ldmatrix.sync.aligned.m8n8.x1.shared.b16 {%r0}, [" + address + "];";
    }

    private AbstractThrowableAssert<?, ? extends Throwable> loadingFails(String code, int row) {
        int[] rows = filled(row);
        return assertThatThrownBy(() -> load(code, new int[LANES * 4], rows, new int[LANES * 4]))
                .isInstanceOf(AssertionError.class);
    }

    /// 0 to 31 in any order.
    private static int[] shuffled() {
        List<Integer> values = new ArrayList<>(IntStream.range(0, LANES).boxed().toList());
        Collections.shuffle(values, new Random(5));
        return values.stream().mapToInt(i -> i).toArray();
    }

    private void load(String code, int[] content, int[] rows, int[] y) {
        try (Probe probe = Probe.ofText(driver, PROGRAM.replace("CODE", code))) {
            probe.run("load", Grid.of(1, LANES), 0, content, rows, y);
        }
    }

    private static int[] filled(int value) {
        return IntStream.generate(() -> value).limit(LANES).toArray();
    }
}
