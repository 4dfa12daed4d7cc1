package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Through the foreign function interface into a library with the driver's names, see `fake_cuda.c`.
@SuppressWarnings({"NullAway.Init", "MustBeClosedChecker"})
class NativeCudaDriverTest {
    private static final String PROGRAM = ".version 7.0\n.target sm_75\n.visible .entry scale() { ret; }\n";
    private static final long DEFAULT_STREAM = 0;

    @TempDir
    private static Path folder;

    private static FakeDriver fake;

    @BeforeAll
    static void build() throws Exception {
        fake = new FakeDriver(FakeLibraries.driver(folder));
    }

    @BeforeEach
    void reset() {
        fake.reset();
    }

    private static NativeCudaDriver driver() {
        return new NativeCudaDriver(fake.library());
    }

    private static NativeCudaDriver driverInUse() {
        NativeCudaDriver driver = driver();
        driver.use(0);
        return driver;
    }

    @Test
    void tellsWhatTheDriverTells() {
        try (NativeCudaDriver driver = driver()) {
            assertThat(driver.version()).isEqualTo(13_000);
            assertThat(driver.deviceCount()).isEqualTo(2);
            assertThat(driver.deviceName(1)).isEqualTo("Fake GeForce 1080");
            assertThat(driver.deviceBytes(0)).isEqualTo(24L << 30);
            assertThat(driver.attribute(0, DeviceAttribute.CAPABILITY_MAJOR)).isEqualTo(8);
            assertThat(driver.attribute(1, DeviceAttribute.CAPABILITY_MINOR)).isEqualTo(1);
            assertThat(driver.attribute(0, DeviceAttribute.L2_BYTES)).isEqualTo(72 << 20);
            driver.use(0);
            assertThat(driver.freeBytes()).isEqualTo(23L << 30);
        }
    }

    @Test
    void bytesGoToTheDeviceAndBack() {
        try (NativeCudaDriver driver = driverInUse();
                DeviceBuffer first = new DeviceBuffer(driver, 64);
                DeviceBuffer second = new DeviceBuffer(driver, 64);
                Arena arena = Arena.ofConfined()) {
            MemorySegment pinned = driver.allocateHost(48);
            for (int i = 0; i < 48; i++) pinned.set(JAVA_BYTE, i, (byte) (i + 1));
            driver.fill(first.address(), (byte) -7, 64, DEFAULT_STREAM);
            first.write(8, pinned, DEFAULT_STREAM);
            driver.copy(second.address(), first.address(), 64, DEFAULT_STREAM);
            MemorySegment back = arena.allocate(64);
            second.read(back, 0, DEFAULT_STREAM);
            driver.synchronize(DEFAULT_STREAM);
            for (int i = 0; i < 64; i++)
                assertThat(back.get(JAVA_BYTE, i)).isEqualTo((byte) (i < 8 || i >= 56 ? -7 : i - 7));
            driver.freeHost(pinned);
        }
        assertThat(fake.open()).isZero();
    }

    @Test
    void aKernelGetsItsGridAndItsArguments() {
        try (NativeCudaDriver driver = driverInUse();
                Arena arena = Arena.ofConfined();
                DeviceBuffer x = new DeviceBuffer(driver, 12)) {
            x.write(0, arena.allocateFrom(JAVA_FLOAT, 1, 2, 3), DEFAULT_STREAM);
            long kernel = driver.function(driver.load(PROGRAM), "scale");
            driver.allowShared(kernel, 65_536);
            MemorySegment arguments = new KernelArguments(arena)
                    .add(x.address())
                    .add(3)
                    .add(-0.5f)
                    .pointers();
            driver.launch(kernel, new Grid(7, 6, 5, 128), 4096, arguments, DEFAULT_STREAM);
            assertThat(floats(x)).containsExactly(-0.5f, -1f, -1.5f);
        }
        assertThat(fake.notes())
                .contains("cuFuncSetAttribute 8 65536", "cuLaunchKernel 7x6x5 blocks of 128x1x1, 4096 shared");
    }

    private static float[] floats(DeviceBuffer x) {
        MemorySegment back = Arena.ofAuto().allocate(x.bytes());
        x.read(back, 0, DEFAULT_STREAM);
        return back.toArray(JAVA_FLOAT);
    }

    @Test
    void whatWasCapturedIsDoneAtEachLaunchOfItsGraph() {
        try (NativeCudaDriver driver = driverInUse();
                Arena arena = Arena.ofConfined();
                DeviceBuffer x = new DeviceBuffer(driver, 4)) {
            x.write(0, arena.allocateFrom(JAVA_FLOAT, 1), DEFAULT_STREAM);
            long kernel = driver.function(driver.load(PROGRAM), "scale");
            long stream = driver.newStream();
            KernelArguments arguments = new KernelArguments(arena);
            driver.beginCapture(stream);
            for (float factor : new float[] {3, 2})
                driver.launch(
                        kernel,
                        Grid.of(1, 32),
                        0,
                        arguments.clear().add(x.address()).add(1).add(factor).pointers(),
                        stream);
            long graph = driver.endCapture(stream);
            assertThat(floats(x)).containsExactly(1f);
            driver.launchGraph(graph, stream);
            driver.launchGraph(graph, stream);
            driver.synchronize(stream);
            assertThat(floats(x)).containsExactly(36f);
            driver.closeGraph(graph);
            driver.closeStream(stream);
        }
        assertThat(fake.open()).isZero();
    }

    /// Calls every function at least once.
    private static void everything(NativeCudaDriver driver, Arena arena) {
        driver.version();
        driver.deviceCount();
        driver.deviceName(0);
        driver.deviceBytes(0);
        driver.attribute(0, DeviceAttribute.MULTIPROCESSORS);
        driver.use(0);
        driver.freeBytes();
        MemorySegment host = driver.allocateHost(16);
        long memory = driver.allocate(16);
        long module = driver.load(PROGRAM);
        long kernel = driver.function(module, "scale");
        driver.allowShared(kernel, 50_000);
        long stream = driver.newStream();
        long before = driver.newEvent();
        long after = driver.newEvent();
        driver.record(before, stream);
        driver.copyToDevice(memory, host, stream);
        driver.copyToHost(host, memory, stream);
        driver.copy(memory, memory, 16, stream);
        driver.fill(memory, (byte) 0, 16, stream);
        driver.beginCapture(stream);
        MemorySegment arguments =
                new KernelArguments(arena).add(memory).add(4).add(1f).pointers();
        driver.launch(kernel, Grid.of(1, 32), 0, arguments, stream);
        long graph = driver.endCapture(stream);
        driver.launchGraph(graph, stream);
        driver.record(after, stream);
        driver.await(stream, after);
        assertThat(driver.isDone(after)).isTrue();
        driver.synchronizeEvent(after);
        driver.synchronize(stream);
        assertThat(driver.millis(before, after)).isEqualTo(1.5f);
        driver.closeGraph(graph);
        driver.closeEvent(after);
        driver.closeEvent(before);
        driver.closeStream(stream);
        driver.unload(module);
        driver.free(memory);
        driver.freeHost(host);
    }

    static Stream<String> functions() {
        NativeFunctions functions = new NativeFunctions(name -> Optional.of(MemorySegment.ofAddress(1)));
        new NativeCudaDriver(functions); // binds, and calls nothing
        return functions.shapes().keySet().stream().filter(name -> !name.equals("cuGetErrorName"));
    }

    @ParameterizedTest
    @MethodSource("functions")
    void everyResultIsChecked(String function) {
        fake.refuse(function, 1, 700);
        CudaException refusal = catchThrowableOfType(CudaException.class, () -> {
            try (Arena arena = Arena.ofConfined();
                    NativeCudaDriver driver = driver()) {
                everything(driver, arena);
            }
        });
        assertThat(refusal).hasMessageContaining("CUDA_ERROR_ILLEGAL_ADDRESS");
        assertThat(refusal.operation()).isEqualTo(function);
        assertThat(refusal.code()).isEqualTo(700);
        assertThat(refusal.kind()).isEqualTo(CudaException.Kind.LOST);
        boolean gaveBack =
                function.contains("Destroy") || function.contains("Free") || function.equals("cuModuleUnload");
        boolean context = function.contains("Release");
        assertThat(fake.open()).isEqualTo(gaveBack || context ? 1 : 0);
    }

    @Test
    void nothingStaysOpenWhenAllGoesWell() {
        try (Arena arena = Arena.ofConfined();
                NativeCudaDriver driver = driver()) {
            everything(driver, arena);
        }
        assertThat(fake.open()).isZero();
    }

    @Test
    void aResultWithoutANameHasItsNumber() {
        fake.refuse("cuMemAlloc_v2", 2, 12_345);
        try (NativeCudaDriver driver = driverInUse()) {
            driver.allocate(1);
            assertThatThrownBy(() -> driver.allocate(1)).hasMessage("cuMemAlloc_v2: unknown error (12345)");
            driver.allocate(1);
        }
    }

    @Test
    void tooMuchMemoryIsTold() {
        try (NativeCudaDriver driver = driverInUse()) {
            CudaException refusal = catchThrowableOfType(CudaException.class, () -> driver.allocate(1L << 40));
            assertThat(refusal.kind()).isEqualTo(CudaException.Kind.MEMORY);
        }
    }

    @Test
    void whatTheAssemblerComplainsAboutIsTold() {
        try (NativeCudaDriver driver = driverInUse()) {
            assertThatThrownBy(() -> driver.load("hello"))
                    .isInstanceOf(CudaException.class)
                    .hasMessage("cuModuleLoadDataEx: CUDA_ERROR_INVALID_PTX: line 1: no version (218)");
            long module = driver.load(PROGRAM);
            assertThatThrownBy(() -> driver.function(module, "shrink")).hasMessageContaining("NOT_FOUND: shrink");
        }
    }

    @Test
    void anEventThatIsNotDoneIsNoFailure() {
        fake.refuse("cuEventQuery", 1, 600);
        try (NativeCudaDriver driver = driverInUse()) {
            long event = driver.newEvent();
            assertThat(driver.isDone(event)).isFalse();
            assertThat(driver.isDone(event)).isTrue();
        }
    }

    @Test
    void anotherThreadIsTurnedAwayBeforeAnythingIsCalled() {
        try (NativeCudaDriver driver = driverInUse()) {
            int calls = fake.notes().size();
            assertThatThrownBy(() -> CompletableFuture.supplyAsync(() -> driver.allocate(1))
                            .join())
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("cuMemAlloc_v2 belongs to thread '%s'"
                            .formatted(Thread.currentThread().getName()));
            assertThat(fake.notes()).hasSize(calls);
        }
    }

    @Test
    void whatIsStillOpenAtTheEndIsGivenBackNewestFirst() {
        try (NativeCudaDriver driver = driverInUse()) {
            driver.newStream();
            driver.allocate(8);
            driver.newEvent();
            driver.load(PROGRAM);
            driver.allocateHost(8);
        }
        List<String> notes = fake.notes();
        assertThat(notes.subList(notes.size() - 7, notes.size()))
                .containsExactly(
                        "cuMemFreeHost",
                        "cuModuleUnload",
                        "cuEventDestroy_v2",
                        "cuMemFree_v2",
                        "cuStreamDestroy_v2",
                        "cuCtxSetCurrent none",
                        "cuDevicePrimaryCtxRelease_v2 70");
    }

    @Test
    void aLostDeviceIsGivenBackAsFarAsItGoes() {
        NativeCudaDriver driver = driverInUse();
        driver.newStream();
        driver.allocate(8);
        fake.refuse("cuMemFree_v2", 1, 700);
        assertThatThrownBy(driver::close).isInstanceOf(CudaException.class);
        assertThat(fake.notes()).endsWith("cuDevicePrimaryCtxRelease_v2 70").contains("cuStreamDestroy_v2");
        driver.close();
        assertThatThrownBy(driver::version).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherDeviceTakesThePlaceOfTheFirst() {
        try (NativeCudaDriver driver = driverInUse()) {
            driver.allocate(8);
            driver.use(1);
            assertThat(fake.notes())
                    .containsSubsequence(
                            "cuMemFree_v2",
                            "cuDevicePrimaryCtxRelease_v2 70",
                            "cuDevicePrimaryCtxRetain 71",
                            "cuCtxSetCurrent context");
        }
    }

    @Test
    void nothingIsGivenBackTwice() {
        try (NativeCudaDriver driver = driverInUse()) {
            long memory = driver.allocate(8);
            long event = driver.newEvent();
            driver.free(memory);
            driver.closeEvent(event);
            int calls = fake.notes().size();
            assertThatThrownBy(() -> driver.free(memory)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> driver.closeEvent(event)).hasMessageContaining("cuEventDestroy_v2");
            assertThat(fake.notes()).hasSize(calls);
        }
    }

    @Test
    void pinnedMemoryThatWasFreedIsAnExceptionAndNoCrash() {
        try (NativeCudaDriver driver = driverInUse()) {
            MemorySegment pinned = driver.allocateHost(8);
            CompletableFuture.runAsync(() -> pinned.set(JAVA_BYTE, 7, (byte) 1)).join();
            assertThatThrownBy(() -> pinned.get(JAVA_BYTE, 8)).isInstanceOf(IndexOutOfBoundsException.class);
            driver.freeHost(pinned);
            assertThatThrownBy(() -> pinned.get(JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onlyWritableMemoryOutsideTheHeapIsCopiedTo(boolean heap) {
        try (NativeCudaDriver driver = driverInUse();
                Arena arena = Arena.ofConfined();
                DeviceBuffer x = new DeviceBuffer(driver, 8)) {
            MemorySegment to = heap
                    ? MemorySegment.ofArray(new byte[8])
                    : arena.allocate(8).asReadOnly();
            assertThatThrownBy(() -> x.read(to, 0, DEFAULT_STREAM)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
