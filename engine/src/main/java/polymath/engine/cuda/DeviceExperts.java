package polymath.engine.cuda;

/// The matrices of one kind of all experts of a layer, evenly spaced in one buffer.
///
/// @param first that of expert 0
/// @param count of experts
/// @param stride bytes from one expert's matrix to the next one's
public record DeviceExperts(DeviceMatrix first, int count, long stride) {
    public DeviceExperts {
        if (count < 1) throw new IllegalArgumentException("at least 1 expert, got " + count);
        if (count > 1 && stride < first.bytes())
            throw new IllegalArgumentException(
                    "matrices of %d bytes overlap %d apart".formatted(first.bytes(), stride));
        matrix(first, count - 1, stride);
    }

    /// The matrix of one expert.
    public DeviceMatrix expert(int expert) {
        if (expert < 0 || expert >= count)
            throw new IndexOutOfBoundsException("expert %d of %d".formatted(expert, count));
        return matrix(first, expert, stride);
    }

    private static DeviceMatrix matrix(DeviceMatrix first, int expert, long stride) {
        return new DeviceMatrix(
                first.type(),
                first.rows(),
                first.cols(),
                first.buffer(),
                first.at() + Math.multiplyExact(expert, stride));
    }
}
