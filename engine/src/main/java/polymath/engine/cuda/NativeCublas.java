package polymath.engine.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;

/// cuBLAS itself, found by [CudaLibraries], for the device whose context is current to the thread that makes it.
/// Source: `cublas_api.h`.
///
/// Belongs to that thread, and is closed before the driver.
final class NativeCublas implements Cublas {
    // libraryPropertyType, cublasOperation_t, cudaDataType_t, cublasComputeType_t and cublasGemmAlgo_t
    private static final int MAJOR_VERSION = 0;
    private static final int PLAIN = 0;
    private static final int TRANSPOSED = 1;
    private static final int FLOAT32 = 0;
    private static final int FLOAT16 = 2;
    private static final int BFLOAT16 = 14;
    private static final int COMPUTE_FLOAT32 = 68;
    private static final int DEFAULT_ALGORITHM = -1;

    /// What is called of the library.
    record Functions(
            NativeFunction getStatusName,
            NativeFunction create,
            NativeFunction destroy,
            NativeFunction getProperty,
            NativeFunction setStream,
            NativeFunction gemm) {

        /// @throws IllegalArgumentException if some are missing
        static Functions of(NativeFunctions library) {
            Functions functions = new Functions(
                    library.pointer("cublasGetStatusName", JAVA_INT),
                    library.status("cublasCreate_v2", ADDRESS),
                    library.status("cublasDestroy_v2", JAVA_LONG),
                    library.status("cublasGetProperty", JAVA_INT, ADDRESS),
                    library.status("cublasSetStream_v2", JAVA_LONG, JAVA_LONG),
                    library.status(
                            "cublasGemmEx",
                            JAVA_LONG, // handle
                            JAVA_INT,
                            JAVA_INT, // which of a and b is transposed
                            JAVA_INT,
                            JAVA_INT,
                            JAVA_INT, // m, n, k
                            ADDRESS, // alpha
                            JAVA_LONG,
                            JAVA_INT,
                            JAVA_INT, // a, its type, its leading dimension
                            JAVA_LONG,
                            JAVA_INT,
                            JAVA_INT, // b
                            ADDRESS, // beta
                            JAVA_LONG,
                            JAVA_INT,
                            JAVA_INT, // c
                            JAVA_INT, // compute type
                            JAVA_INT)); // algorithm
            library.requireAll();
            return functions;
        }
    }

    private final CheckedCalls calls = new CheckedCalls(this::failure);
    private final Functions functions;
    private final MemorySegment one = Arena.ofAuto().allocateFrom(JAVA_FLOAT, 1);
    private final MemorySegment zero = Arena.ofAuto().allocateFrom(JAVA_FLOAT, 0);
    private final int version;
    private final long handle;
    private long stream;

    /// @param library NVIDIA's, or one with the same functions
    /// @throws IllegalArgumentException if the library lacks functions
    /// @throws CudaException if it cannot be used with the device or the driver
    NativeCublas(SymbolLookup library) {
        functions = Functions.of(new NativeFunctions(library));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment out = arena.allocate(JAVA_LONG);
            calls.call(functions.getProperty, f -> (int) f.invokeExact(MAJOR_VERSION, out));
            version = out.get(JAVA_INT, 0);
            calls.call(functions.create, f -> (int) f.invokeExact(out));
            handle = out.get(JAVA_LONG, 0);
        }
    }

    private CudaException failure(String function, int status, String detail) {
        String name;
        try {
            name = NativeText.at(
                    (MemorySegment) functions.getStatusName.handle().invokeExact(status));
        } catch (Throwable t) {
            throw new IllegalStateException(functions.getStatusName.name(), t); // native code throws nothing
        }
        return new CudaException(function, status, name + detail, kindOf(status));
    }

    /// Source: `cublasStatus_t`. What a product does wrong on the device, the driver tells more exactly.
    private static CudaException.Kind kindOf(int status) {
        return switch (status) {
            case 1, 8 -> CudaException.Kind.DEVICE; // not initialized, architecture mismatch
            case 3 -> CudaException.Kind.MEMORY; // allocation failed
            default -> CudaException.Kind.OTHER;
        };
    }

    @Override
    public int version() {
        return version;
    }

    /// cuBLAS reads matrices by columns: what is `w` [rows, cols] to us is its transpose to cuBLAS. It is asked for
    /// `yᵀ = w · xᵀ`, whose columns are our rows of `y`.
    @Override
    public void multiply(Half half, int n, int rows, int cols, long x, long w, long y, long stream) {
        if (n < 1 || rows < 1 || cols < 1)
            throw new IllegalArgumentException("no product of [%d, %d] and [%d, %d]".formatted(n, cols, rows, cols));
        on(stream);
        int type = switch (half) {
            case F16 -> FLOAT16;
            case BF16 -> BFLOAT16;
        };
        calls.call(functions.gemm, f -> (int) f.invokeExact(
                handle,
                TRANSPOSED,
                PLAIN,
                rows,
                n,
                cols,
                one,
                w,
                type,
                cols,
                x,
                type,
                cols,
                zero,
                y,
                FLOAT32,
                rows,
                COMPUTE_FLOAT32,
                DEFAULT_ALGORITHM));
    }

    private void on(long wanted) {
        if (wanted == stream) return;
        calls.call(functions.setStream, f -> (int) f.invokeExact(handle, wanted));
        stream = wanted;
    }

    @Override
    public void close() {
        if (calls.isClosed()) return;
        try {
            calls.call(functions.destroy, f -> (int) f.invokeExact(handle));
        } finally {
            calls.close();
        }
    }
}
