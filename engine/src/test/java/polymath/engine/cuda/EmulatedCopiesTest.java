package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Copies to shared memory that go on while a kernel does other things, and how much shared memory there is.
class EmulatedCopiesTest {
    private static final String COPY = "cp.async.cg.shared.global [%s], [%a], 16; ";
    private static final String COMMIT = "cp.async.commit_group; ";
    private static final String ALL = "cp.async.wait_all; ";
    private static final String READ = "ld.shared.v4.u32 {%r0,%r1,%r2,%r3}, [%s]; ";

    private final EmulatedCudaDriver driver = new EmulatedCudaDriver(1 << 20);

    EmulatedCopiesTest() {
        driver.set(DeviceAttribute.CAPABILITY_MAJOR, 8);
        driver.set(DeviceAttribute.CAPABILITY_MINOR, 6);
        driver.set(DeviceAttribute.SHARED_BYTES, 99 * 1024);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            cg.shared.global [%s], [%a], 16            | 1 | 2 | 3 | 4
            cg.shared.global.L2::128B [%s], [%a], 16   | 1 | 2 | 3 | 4
            ca.shared.global [%s], [%a], 16            | 1 | 2 | 3 | 4
            ca.shared.global [%s+8], [%a], 8           | 9 | 9 | 1 | 2
            ca.shared.global [%s+4], [%a+8], 4         | 9 | 3 | 9 | 9
            cg.shared.global [%s], [%a], 16, 8         | 1 | 2 | 0 | 0
            cg.shared.global [%s], [%a], 16, %size     | 1 | 0 | 0 | 0
            ca.shared.global [%s+8], [%a], 8, %size    | 9 | 9 | 1 | 0
            # what is not read need not be there
            cg.shared.global [%s], [0], 16, 0          | 0 | 0 | 0 | 0
            """)
    void copiesAreThereOnceTheyWereWaitedFor(String copy, int first, int second, int third, int fourth) {
        int[] y = run("""
                mov.u32 %r0, 9;
                st.shared.v4.u32 [%s], {%r0, %r0, %r0, %r0};
                """ + "cp.async." + copy + ";" + ALL + READ, Grid.of(1, 1));
        assertThat(y).containsExactly(first, second, third, fourth);
    }

    @Test
    void whatIsCopiedIsAsItWasWhenTheCopyBegan() {
        int[] y = run(COPY + "mov.u32 %r0, 9; st.global.u32 [%a], %r0; " + ALL + READ, Grid.of(1, 1));
        assertThat(y).containsExactly(1, 2, 3, 4);
    }

    @ParameterizedTest
    @CsvSource({"0, true, true", "1, true, false", "2, false, false"})
    void theNewestGroupsNeedNotBeWaitedFor(int newest, boolean first, boolean second) {
        String copies = COPY + COMMIT + "cp.async.ca.shared.global [%s+16], [%a], 8; " + COMMIT + "cp.async.wait_group "
                + newest + "; ";
        String[] reads = {READ, READ.replace("%s", "%s+16")};
        boolean[] done = {first, second};
        for (int i = 0; i < 2; i++) {
            String read = reads[i];
            if (done[i]) assertThat(run(copies + read, Grid.of(1, 1))).startsWith(1, 2);
            else mistake(copies + read).hasMessageContaining("copied to, and nobody waited for that");
        }
    }

    @Test
    void whatIsInNoGroupIsWaitedForWithAllOnly() {
        mistake(COPY + "cp.async.wait_group 0; " + READ).hasMessageContaining("nobody waited for that");
        mistake(COMMIT + COPY + "cp.async.wait_group 0; " + READ).hasMessageContaining("nobody waited for that");
        assertThat(run(COPY + ALL + READ, Grid.of(1, 1))).startsWith(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {READ, "st.shared.u32 [%s+12], 0;", "red.shared.add.u32 [%s], 1;", COPY})
    void touchingWhatIsCopiedToIsFound(String use) {
        mistake(COPY + COMMIT + use)
                .hasMessageContaining("thread 0:")
                .hasMessageContaining("of shared memory, which is copied to, and nobody waited for that");
    }

    @Test
    void aKernelMayEndWithoutHavingWaited() {
        assertThat(run(
                        "mov.u32 %r0, %ctaid.x; setp.ne.u32 %p0, %r0, 0; @%p0 bra LAST; " + COPY + "ret; LAST: " + ALL
                                + "mov.u32 %r0, 5; st.shared.u32 [%s], %r0; ld.shared.u32 %r1, [%s];",
                        Grid.of(2, 1)))
                .startsWith(5, 5);
    }

    @Test
    void anotherWarpNeedsABarrierBesides() {
        String other = "mov.u32 %r0, %tid.x; setp.ge.u32 %p0, %r0, 32; mov.u64 %s, ours; ";
        String first = "@%p0 bra ON; " + COPY + ALL + "ON: ";
        mistake(other + "setp.ne.u32 %p0, %r0, 0; " + first + READ, 33)
                .hasMessageContaining("thread 32:")
                .hasMessageContaining("used by another warp since the last barrier");
        assertThat(run(other + "setp.ne.u32 %p0, %r0, 0; " + first + "bar.sync 0; " + READ, Grid.of(1, 33)))
                .startsWith(1);
    }

    @Test
    void placesThatAreNotAlignedOrNotThereAreFound() {
        mistake(COPY.replace("%s", "%s+8")).hasMessageContaining("write of 16 bytes at 0x8 is not aligned");
        mistake(COPY.replace("%a", "%a+4"))
                .hasMessageContaining("read of 16 bytes at 0x")
                .hasMessageContaining("4 is not aligned");
        mistake(COPY.replace("16;", "16, 0;").replace("%a", "%a+4")).hasMessageContaining("is not aligned");
        mistake(COPY.replace("%a", "%a+16")).hasMessageContaining("byte 16 of buffer, which has 16");
        mistake(COPY.replace("16;", "16, 20;")).hasMessageContaining("thread 0: 20 bytes of 16");
        mistake(COPY.replace("%s", "%s+4096")).hasMessageContaining("of shared memory, which has 200");
        mistake(COPY.replace("16;", "8;")).hasMessageContaining("instruction not known");
    }

    @Test
    void aKernelHasTheSharedMemoryThatItIsAllowed() {
        String ptx = program(".extern .shared .align 128 .b8 more[];", """
                mov.u32 %r1, more;
                mov.u32 %r0, %dynamic_smem_size;
                add.s32 %r2, %r0, %r1;
                st.shared.u32 [%r2+-4], %r0;
                ld.shared.u32 %r3, [%r2+-4];
                """);
        // 200 that are declared, and those behind them that are aligned
        int own = 256;
        int most = 99 * 1024 - own;
        try (Probe probe = Probe.ofText(driver, ptx)) {
            int[] y = new int[4];
            probe.run("k", Grid.of(1, 1), 1000, new int[4], y);
            assertThat(y).containsExactly(1000, own, 1000 + own, 1000);
            assertThatThrownBy(() -> probe.run("k", Grid.of(1, 1), 48 * 1024 - own + 4, new int[4], y))
                    .hasMessage("kernel k: 49156 bytes of shared memory, 49152 are allowed");
            assertThatThrownBy(() -> probe.allowShared("k", most + 1))
                    .hasMessage("101377 bytes of shared memory, a block has at most 101376");
            probe.allowShared("k", most);
            probe.run("k", Grid.of(1, 1), most, new int[4], y);
            assertThat(y).containsExactly(most, own, most + own, most);
        }
    }

    private AbstractThrowableAssert<?, ? extends Throwable> mistake(String code) {
        return mistake(code, 1);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> mistake(String code, int threads) {
        return assertThatThrownBy(() -> run(code, Grid.of(1, threads))).isInstanceOf(AssertionError.class);
    }

    /// Runs code with 1, 2, 3 and 4 at `%a`.
    ///
    /// @return what is in the first registers at the end
    private int[] run(String code, Grid grid) {
        int[] y = new int[4];
        try (Probe probe = Probe.ofText(driver, program("", code))) {
            probe.run("k", grid, 0, IntStream.rangeClosed(1, 4).toArray(), y);
        }
        return y;
    }

    private static String program(String variables, String code) {
        return """
                .version 7.0
                .target sm_80
                .address_size 64
                VARIABLES
                .visible .entry k(.param .u64 a, .param .u64 y)
                {
                    .reg .pred %p<1>;
                    .reg .b64 %a, %s, %y;
                    .reg .b32 %r<4>, %size;
                    .shared .align 16 .b8 ours[200];
                    ld.param.u64 %a, [a];
                    ld.param.u64 %y, [y];
                    mov.u64 %s, ours;
                    mov.u32 %size, 4;
                    CODE
                    st.global.v4.u32 [%y], {%r0,%r1,%r2,%r3};
                    ret;
                }
                """.replace("VARIABLES", variables).replace("CODE", code);
    }
}
