package polymath.engine.cuda;

/// The driver or cuBLAS refused, or what was asked of it earlier went wrong.
public final class CudaException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// What may be done about it.
    public enum Kind {
        /// Not enough memory on the device: with less of the model there it may go.
        MEMORY,
        /// There is no device, or none that this driver or our programs work with.
        DEVICE,
        /// The device or its context is lost, until this process ends.
        LOST,
        /// Anything else; the device is not used any more either.
        OTHER
    }

    private final String operation;
    private final int code;
    private final Kind kind;

    /// @param operation the function's name
    /// @param code its result, `CUresult` or `cublasStatus_t`
    /// @param name of the code, such as `CUDA_ERROR_OUT_OF_MEMORY`
    public CudaException(String operation, int code, String name, Kind kind) {
        super("%s: %s (%d)".formatted(operation, name, code));
        this.operation = operation;
        this.code = code;
        this.kind = kind;
    }

    public String operation() {
        return operation;
    }

    public int code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /// What a result of the driver means. Source: `CUresult` of `cuda.h`.
    public static Kind kindOf(int result) {
        return switch (result) {
            case 2 -> Kind.MEMORY;
            case 34, 36, 46, 100, 101, 218, 221, 222, 803, 804 -> Kind.DEVICE;
            case 214, 220, 700, 702, 709, 710, 714, 715, 716, 717, 718, 719, 999 -> Kind.LOST;
            default -> Kind.OTHER;
        };
    }
}
