package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import polymath.engine.cuda.ptx.PtxError;

/// Kernels of `probes.cu` that do what they must not.
class EmulatedMistakesTest {
    private final EmulatedCudaDriver driver = new EmulatedCudaDriver(64 << 20);
    private final Probe probe = new Probe(driver, "probes.ptx");

    @Test
    void readingBehindABufferIsFound() {
        mistake("readsBehind", Grid.of(1, 64), 0, new float[64], new float[64], 1)
                .hasMessageMatching("(?s)kernel readsBehind, line \\d+: ld.global.*thread 63: read of 4 bytes at 0x"
                        + "[0-9a-f]+: byte 256 of buffer, which has 256");
    }

    @Test
    void writingBeforeABufferIsFound() {
        mistake("writesBefore", Grid.of(1, 64), 0, new float[64])
                .hasMessageContaining("kernel writesBefore")
                .hasMessageContaining("thread 0: write of 4 bytes at 0x")
                .hasMessageContaining("byte -20 of buffer");
    }

    @Test
    void addressesThatNobodyAllocatedAreFound() {
        mistake("addInPlace", Grid.of(1, 1), 0, 0L, 1f, 1).hasMessageContaining("4 bytes at 0x0: nothing is there");
    }

    @Test
    void unalignedAccessIsFound() {
        mistake("readsUnaligned", Grid.of(1, 8), 0, new float[64], new float[64])
                .hasMessageContaining("read of 4 bytes at 0x")
                .hasMessageContaining("is not aligned");
    }

    @Test
    void writingBehindSharedMemoryIsFound() {
        probe.run("sharedBehind", Grid.of(1, 64), 256, new int[64], 0);
        mistake("sharedBehind", Grid.of(1, 64), 256, new int[64], 1)
                .hasMessageContaining("thread 63: write of 4 bytes at 0x100 of shared memory, which has 256");
    }

    @Test
    void leavingBeforeABarrierIsFound() {
        mistake("leavesBeforeBarrier", Grid.of(1, 64), 0, new int[64])
                .hasMessageContaining("bar.sync")
                .hasMessageContaining("of 64, 14 have left the kernel");
    }

    @Test
    void aForgottenBarrierIsFound() {
        mistake("forgetsBarrier", Grid.of(1, 64), 0, new int[64])
                .hasMessageContaining("of shared memory, used by another warp since the last barrier");
        probe.run("forgetsBarrier", Grid.of(1, 32), 0, new int[64]);
    }

    @Test
    void shufflingWithLanesThatAreElsewhereIsFound() {
        mistake("shufflesAlone", Grid.of(1, 32), 0, new int[32])
                .hasMessageContaining("shfl.sync")
                .hasMessageContaining("waits for lanes of its warp that never come here");
    }

    @Test
    void shufflingWithLanesThatLeftIsFound() {
        mistake("shufflesFromGone", Grid.of(1, 32), 0, new int[32])
                .hasMessageContaining("thread 20: reads from lane 24, which is not here");
    }

    @Test
    void moreThreadsOrSharedMemoryThanAllowedAreFound() {
        mistake("sharedBehind", Grid.of(1, 64), 50_000, new int[64], 0)
                .hasMessageContaining("50000 bytes of shared memory, 49152 are allowed");
    }

    @Test
    void anotherNumberOfArgumentsIsFound() {
        mistake("addInPlace", Grid.of(1, 64), 0, new float[64], 1f)
                .hasMessage("kernel addInPlace has 3 parameters, 2 are given");
    }

    @Test
    void instructionsThatNobodyKnowsAreNamed() {
        String head = ".version 7.0\n.target sm_75\n.address_size 64\n.visible .entry k()\n{\n.reg .f32 %f<4>;\n";
        assertThatThrownBy(() -> driver.load(head + "  frobnicate.f32 %f1, %f2;\n}\n"))
                .isInstanceOf(PtxError.class)
                .hasMessage("line 7: frobnicate.f32 %f1, %f2;: instruction not known: frobnicate.f32");
        assertThatThrownBy(() -> driver.load(head + "  add.rz.f32 %f1, %f2, %f3;\n}\n"))
                .hasMessage("line 7: add.rz.f32 %f1, %f2, %f3;: [rz] of instruction not known: add.rz.f32");
        assertThatThrownBy(() -> driver.load(head + "  add.f32 %f1, %f2, %clock;\n}\n"))
                .hasMessageContaining("nothing is called %clock");
    }

    private AbstractThrowableAssert<?, ? extends Throwable> mistake(
            String kernel, Grid grid, int shared, Object... arguments) {
        return assertThatThrownBy(() -> probe.run(kernel, grid, shared, arguments))
                .isInstanceOf(AssertionError.class);
    }
}
