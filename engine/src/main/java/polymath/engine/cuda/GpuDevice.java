package polymath.engine.cuda;

/// A graphics card that the engine can compute on.
///
/// @param index what [CudaDriver#use] takes
/// @param major of its compute capability, which says what programs it runs
/// @param freeBytes what nobody took when it was asked
/// @param bytesPerSecond of its memory at best, by clock and width; 0 if the driver does not tell
public record GpuDevice(
        int index,
        String name,
        int major,
        int minor,
        int multiprocessors,
        int l2Bytes,
        long totalBytes,
        long freeBytes,
        double bytesPerSecond) {

    /// As NVIDIA writes it, such as `8.9`.
    public String capability() {
        return major + "." + minor;
    }
}
