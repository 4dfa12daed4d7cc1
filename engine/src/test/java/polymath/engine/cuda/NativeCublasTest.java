package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import polymath.engine.cuda.Cublas.Half;

/// Through the foreign function interface into a library with the names of cuBLAS, whose product is by columns as
/// cuBLAS documents it, see `fake_cublas.c`.
@SuppressWarnings({"NullAway.Init", "restricted"})
class NativeCublasTest {
    /// Elements of each matrix, more than are used: a product that is asked for the wrong way shall be wrong, not
    /// crash.
    private static final int ROOM = 1024;

    @TempDir
    private static Path folder;

    private static SymbolLookup library;

    @BeforeAll
    static void build() throws Exception {
        Path cublas = FakeLibraries.cublas(folder, folder, 13);
        SymbolLookup.libraryLookup(folder.resolve("libcublasLt.so.13"), Arena.global());
        library = SymbolLookup.libraryLookup(cublas, Arena.global());
    }

    private static int ask(String function, int... argument) throws Throwable {
        FunctionDescriptor shape =
                argument.length == 0 ? FunctionDescriptor.of(JAVA_INT) : FunctionDescriptor.ofVoid(JAVA_INT);
        var handle = Linker.nativeLinker().downcallHandle(library.findOrThrow(function), shape);
        if (argument.length == 0) return (int) handle.invokeExact();
        handle.invokeExact(argument[0]);
        return 0;
    }

    @ParameterizedTest
    @CsvSource({"F16,1,1,1", "BF16,1,5,7", "F16,3,5,7", "BF16,3,5,7", "F16,8,2,3", "BF16,2,9,4"})
    void theProductIsRowByRow(Half half, int n, int rows, int cols) {
        Random random = new Random(n * 100L + rows);
        try (Cublas cublas = new NativeCublas(library);
                Arena arena = Arena.ofConfined()) {
            float[] x = numbers(random, n * cols);
            float[] w = numbers(random, rows * cols);
            MemorySegment y = arena.allocate(JAVA_FLOAT, ROOM);
            y.fill((byte) 0xff); // not a number: what was there before does not count
            cublas.multiply(half, n, rows, cols, halves(arena, half, x), halves(arena, half, w), y.address(), 0);
            for (int t = 0; t < n; t++)
                for (int r = 0; r < rows; r++) {
                    float sum = 0;
                    for (int c = 0; c < cols; c++) sum += x[t * cols + c] * w[r * cols + c];
                    assertThat(y.getAtIndex(JAVA_FLOAT, (long) t * rows + r))
                            .as("y[%d, %d]", t, r)
                            .isEqualTo(sum);
                }
        }
    }

    /// Eighths up to 2: exact in both kinds of halves, and so are their products' sums.
    private static float[] numbers(Random random, int length) {
        float[] numbers = new float[length];
        for (int i = 0; i < length; i++) numbers[i] = (random.nextInt(33) - 16) / 8f;
        return numbers;
    }

    private static long halves(Arena arena, Half half, float[] numbers) {
        MemorySegment halves = arena.allocate(JAVA_SHORT, ROOM);
        for (int i = 0; i < numbers.length; i++)
            halves.setAtIndex(
                    JAVA_SHORT,
                    i,
                    half == Half.F16
                            ? Float.floatToFloat16(numbers[i])
                            : (short) (Float.floatToRawIntBits(numbers[i]) >>> 16));
        return halves.address();
    }

    @Test
    void theStreamIsSetWhenItChanges() throws Throwable {
        try (Cublas cublas = new NativeCublas(library);
                Arena arena = Arena.ofConfined()) {
            long memory = arena.allocate(8).address();
            int before = ask("fake_cublas_streams_set");
            for (long stream : new long[] {0, 16, 16, 0})
                cublas.multiply(Half.F16, 1, 1, 1, memory, memory, memory, stream);
            assertThat(ask("fake_cublas_streams_set") - before).isEqualTo(2);
        }
    }

    @Test
    void aHandleIsGivenBackOnce() throws Throwable {
        int before = ask("fake_cublas_open");
        Cublas cublas = new NativeCublas(library);
        assertThat(cublas.version()).isEqualTo(13);
        assertThat(ask("fake_cublas_open")).isEqualTo(before + 1);
        cublas.close();
        cublas.close();
        assertThat(ask("fake_cublas_open")).isEqualTo(before);
        assertThatThrownBy(() -> cublas.multiply(Half.F16, 1, 1, 1, 0, 0, 0, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @CsvSource({"1,CUBLAS_STATUS_NOT_INITIALIZED,DEVICE", "3,CUBLAS_STATUS_ALLOC_FAILED,MEMORY", "99,unknown,OTHER"})
    void aRefusalIsToldByName(int status, String name, CudaException.Kind kind) throws Throwable {
        ask("fake_cublas_create_result", status);
        CudaException refusal = catchThrowableOfType(CudaException.class, () -> new NativeCublas(library));
        ask("fake_cublas_create_result", 0);
        assertThat(refusal).hasMessage("cublasCreate_v2: %s (%d)".formatted(name, status));
        assertThat(refusal.kind()).isEqualTo(kind);
    }

    @Test
    void productsWithoutElementsAndOtherThreadsAreTurnedAway() {
        try (Cublas cublas = new NativeCublas(library)) {
            assertThatThrownBy(() -> cublas.multiply(Half.BF16, 0, 1, 1, 0, 0, 0, 0))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> CompletableFuture.runAsync(() -> cublas.multiply(Half.BF16, 1, 1, 1, 0, 0, 0, 0))
                            .join())
                    .hasCauseInstanceOf(IllegalStateException.class);
        }
    }
}
