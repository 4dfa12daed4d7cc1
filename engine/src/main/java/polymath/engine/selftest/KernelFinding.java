package polymath.engine.selftest;

/// What became of one kernel at one shape.
///
/// @param form what it computes with, such as `Q4_0`; may be empty
/// @param error how far it is from the processor, in what `tolerance` has: the largest difference over the root mean
///     square of what is right; or the number of values that differ where all must be equal
/// @param seconds of a launch, the median
/// @param bytes that must be read and written
/// @param operations multiplications and additions; 0 where bytes are what takes time
public record KernelFinding(
        String kernel,
        String form,
        String shape,
        double error,
        double tolerance,
        double seconds,
        double bytes,
        double operations) {

    public boolean right() {
        return error <= tolerance; // not a number is not right
    }

    public double bytesPerSecond() {
        return bytes / seconds;
    }

    public double operationsPerSecond() {
        return operations / seconds;
    }
}
