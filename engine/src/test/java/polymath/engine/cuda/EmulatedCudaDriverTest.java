package polymath.engine.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EmulatedCudaDriverTest {
    private static final int COUNT = 100;

    private final Arena arena = Arena.ofConfined();
    private final EmulatedCudaDriver driver = started(EmulatedCudaDriver.Timing.AT_ONCE);

    @AfterEach
    void close() {
        arena.close();
    }

    @Test
    void newMemoryIsFullOfWhatIsNoNumber() {
        try (DeviceBuffer buffer = new DeviceBuffer(driver, 16)) {
            MemorySegment back = arena.allocate(16);
            buffer.read(back, 0, 0);
            assertThat(back.toArray(ValueLayout.JAVA_FLOAT)).containsOnly(Float.NaN);
        }
    }

    @Test
    void moreMemoryThanThereIsIsRefused() {
        long address = driver.allocate(1 << 20);
        assertThat(driver.freeBytes()).isZero();
        assertThatThrownBy(() -> driver.allocate(1))
                .isInstanceOfSatisfying(
                        CudaException.class, e -> assertThat(e.kind()).isEqualTo(CudaException.Kind.MEMORY));
        driver.free(address);
        assertThat(driver.freeBytes()).isEqualTo(1 << 20);
    }

    @Test
    void memoryIsFreedOnceAndNotUsedAfter() {
        long address = driver.allocate(64);
        driver.free(address);
        assertThatThrownBy(() -> driver.free(address)).hasMessageContaining("freed twice");
        assertThatThrownBy(() -> driver.free(address + 8)).hasMessageContaining("nobody allocated");
        assertThatThrownBy(() -> driver.fill(address, (byte) 0, 1, 0)).hasMessageContaining("buffer was freed");
    }

    @Test
    void whatIsNotGivenBackIsTold() {
        assertThat(driver.leaks()).isEmpty();
        driver.allocate(64);
        driver.allocateHost(32);
        driver.newStream();
        driver.newEvent();
        driver.load(Probe.text("probes.ptx"));
        driver.close();
        assertThat(driver.leaks())
                .anyMatch(leak -> leak.startsWith("buffer of 64 bytes at 0x"))
                .anyMatch(leak -> leak.startsWith("weights of 32 bytes"))
                .contains("32 bytes of pinned memory")
                .anyMatch(leak -> leak.startsWith("EmulatedStream"));
        assertThatThrownBy(driver::freeBytes).hasMessage("the driver is closed");
    }

    @ParameterizedTest
    @CsvSource({"sm_80, 8, 0, true", "sm_80, 12, 0, true", "sm_80, 7, 5, false", "sm_86, 8, 0, false"})
    void programsAreForCardsOfTheirCapabilityAndAbove(String target, int major, int minor, boolean loaded) {
        driver.set(DeviceAttribute.CAPABILITY_MAJOR, major);
        driver.set(DeviceAttribute.CAPABILITY_MINOR, minor);
        String ptx = ".version 7.0\n.target %s\n.address_size 64\n".formatted(target);
        if (loaded) driver.load(ptx);
        else
            assertThatThrownBy(() -> driver.load(ptx))
                    .hasMessage("a program for %s on a device of %d%d", target.substring(3), major, minor);
    }

    @Test
    void aKernelOfOneModuleIsNotThatOfAnother() {
        String ptx = Probe.text("probes.ptx");
        long first = driver.load(ptx);
        long second = driver.load(ptx);
        long sum = driver.function(first, "sumRows");
        long other = driver.function(second, "sumRows");
        assertThat(driver.function(first, "sumRows")).isEqualTo(sum);
        assertThat(driver.function(first, "addInPlace")).isNotEqualTo(sum);
        driver.unload(first);
        assertThat(driver.function(second, "addInPlace")).isNotEqualTo(other);
        assertThat(driver.function(second, "collatz")).isNotEqualTo(other);
    }

    @Test
    void aStreamThatWaitsForACaptureTakesPartInItUntilItIsWaitedFor() {
        driver.use(0);
        long first = driver.newStream();
        long beside = driver.newStream();
        long forked = driver.newEvent();
        long joined = driver.newEvent();
        long address = driver.allocate(2);
        driver.beginCapture(first);
        driver.record(forked, first);
        driver.await(beside, forked);
        driver.fill(address, (byte) 1, 1, first);
        driver.fill(address + 1, (byte) 2, 1, beside);
        driver.record(joined, beside);
        driver.await(first, joined);
        long graph = driver.endCapture(first);
        driver.fill(address, (byte) 7, 2, beside); // noted no more
        driver.synchronize(beside);
        MemorySegment back = arena.allocate(2);
        driver.copyToHost(back, address, first);
        driver.synchronize(first);
        assertThat(back.toArray(ValueLayout.JAVA_BYTE)).containsExactly(7, 7);
        driver.launchGraph(graph, first);
        driver.copyToHost(back, address, first);
        driver.synchronize(first);
        assertThat(back.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 2);
    }

    @Test
    void aCaptureThatWaitsForAStreamNoMoreIsGivenUp() {
        driver.use(0);
        long first = driver.newStream();
        long beside = driver.newStream();
        long event = driver.newEvent();
        driver.beginCapture(first);
        driver.record(event, first);
        driver.await(beside, event);
        assertThatThrownBy(() -> driver.endCapture(first)).hasMessageContaining("UNJOINED");
        driver.synchronize(first);
        driver.synchronize(beside); // neither captures
        driver.record(event, beside);
        driver.beginCapture(first);
        assertThatThrownBy(() -> driver.await(first, event)).hasMessageContaining("not in it");
    }

    @Test
    void copiesStayWithinTheirBuffers() {
        long address = driver.allocate(64);
        MemorySegment host = arena.allocate(65);
        assertThatThrownBy(() -> driver.copyToDevice(address, host, 0))
                .hasMessageContaining("65 bytes at 0x")
                .hasMessageContaining("which has 64");
        assertThatThrownBy(() -> driver.copyToHost(host, address, 0)).hasMessageContaining("65 bytes");
        assertThatThrownBy(() -> driver.copy(address + 1, address, 64, 0)).hasMessageContaining("64 bytes");
        assertThatThrownBy(() -> driver.copyToDevice(address, MemorySegment.ofArray(new byte[8]), 0))
                .hasMessageContaining("Java's heap");
    }

    @Test
    void onlyTheThreadThatUsesADeviceCalls() throws InterruptedException {
        Throwable[] thrown = new Throwable[1];
        Thread other = new Thread(driver::freeBytes);
        other.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        other.start();
        other.join();
        assertThat(thrown[0]).hasMessage("not the thread that called use");
    }

    @Test
    void whatNoDriverDoesWhileCapturingIsRefused() {
        MemorySegment pinned = driver.allocateHost(64);
        MemorySegment plain = arena.allocate(64);
        long address = driver.allocate(64);
        long stream = driver.newStream();
        driver.beginCapture(stream);
        String refused = "is not allowed while a stream captures";
        assertThatThrownBy(() -> driver.allocate(1)).hasMessageContaining(refused);
        assertThatThrownBy(() -> driver.free(address)).hasMessageContaining(refused);
        assertThatThrownBy(() -> driver.synchronize(stream)).hasMessageContaining(refused);
        assertThatThrownBy(() -> driver.copyToDevice(address, plain, stream)).hasMessageContaining(refused);
        assertThatThrownBy(() -> driver.copyToHost(plain, address, stream)).hasMessageContaining(refused);
        driver.copyToDevice(address, pinned, stream);
        driver.closeGraph(driver.endCapture(stream));
        driver.synchronize(stream);
    }

    @ParameterizedTest
    @EnumSource
    void aGraphDoesAgainWhatWasCaptured(EmulatedCudaDriver.Timing timing) {
        EmulatedCudaDriver timed = started(timing);
        MemorySegment host = timed.allocateHost(4 * COUNT);
        long address = timed.allocate(4 * COUNT);
        long stream = timed.newStream();
        long function = timed.function(timed.load(Probe.text("probes.ptx")), "addInPlace");
        KernelArguments arguments = new KernelArguments(arena);
        timed.fill(address, (byte) 0, 4 * COUNT, stream);
        timed.beginCapture(stream);
        arguments.clear().add(address).add(1.5f).add(COUNT);
        timed.launch(function, Grid.of(1, 128), 0, arguments.pointers(), stream);
        // what is captured keeps the values of its arguments
        arguments.clear().add(0L).add(0).add(0);
        timed.copyToHost(host, address, stream);
        long graph = timed.endCapture(stream);
        assertThat(timed.launches()).isEmpty();
        for (int i = 0; i < 3; i++) timed.launchGraph(graph, stream);
        timed.synchronize(stream);
        assertThat(host.toArray(ValueLayout.JAVA_FLOAT)).containsOnly(4.5f);
        assertThat(timed.launches()).containsEntry("addInPlace", 3);
    }

    @Test
    void lateWorkWaitsForWhoNeedsIt() {
        EmulatedCudaDriver late = started(EmulatedCudaDriver.Timing.LATE);
        MemorySegment host = late.allocateHost(64);
        long address = late.allocate(64);
        long copying = late.newStream();
        long computing = late.newStream();
        long copied = late.newEvent();
        host.fill((byte) 1);
        late.copyToDevice(address, host, copying);
        late.record(copied, copying);
        // too early: the copy has not been made yet
        host.fill((byte) 2);
        late.await(computing, copied);
        long other = late.allocate(64);
        late.copy(other, address, 64, computing);
        assertThat(late.isDone(copied)).isFalse();
        MemorySegment back = late.allocateHost(64);
        late.copyToHost(back, other, computing);
        assertThat(back.get(ValueLayout.JAVA_BYTE, 0)).isZero();
        late.synchronize(computing);
        assertThat(back.get(ValueLayout.JAVA_BYTE, 0)).isEqualTo((byte) 2);
        assertThat(late.isDone(copied)).isTrue();
    }

    @Test
    void anEventIsDoneSomeTimeIfOneKeepsAsking() {
        EmulatedCudaDriver late = started(EmulatedCudaDriver.Timing.LATE);
        long address = late.allocate(64);
        long stream = late.newStream();
        long event = late.newEvent();
        assertThat(late.isDone(event)).isTrue();
        for (int i = 0; i < 5; i++) late.fill(address, (byte) i, 64, stream);
        late.record(event, stream);
        int asked = 1;
        while (!late.isDone(event)) asked++;
        assertThat(asked).isEqualTo(6);
    }

    private static EmulatedCudaDriver started(EmulatedCudaDriver.Timing timing) {
        EmulatedCudaDriver driver = new EmulatedCudaDriver(1 << 20, timing);
        driver.use(0);
        return driver;
    }
}
