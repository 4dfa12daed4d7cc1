package polymath.engine.cuda;

import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// A matrix `[rows, cols]` in the device's memory, with the bytes that it has in a model file.
///
/// @param at byte of the buffer, aligned to the largest power of two that divides a block's bytes, at most 16
public record DeviceMatrix(GgmlType type, int rows, int cols, DeviceBuffer buffer, long at) {
    public DeviceMatrix {
        if (rows < 1 || cols < 1) throw new IllegalArgumentException("no matrix of [%d, %d]".formatted(rows, cols));
        int alignment = Math.min(16, Integer.lowestOneBit(type.blockBytes()));
        if (at % alignment != 0)
            throw new IllegalArgumentException(
                    "%s lies at a multiple of %d bytes, not at %d".formatted(type, alignment, at));
        buffer.address(at, Math.multiplyExact(rows, type.rowBytes(cols)));
    }

    /// A matrix of this one's shape, whose bytes lie at byte `at` of `buffer`.
    public static DeviceMatrix of(Matrix matrix, DeviceBuffer buffer, long at) {
        return new DeviceMatrix(matrix.type(), Math.toIntExact(matrix.rows()), matrix.cols(), buffer, at);
    }

    public long bytes() {
        return rows * type.rowBytes(cols);
    }

    /// Rows `firstRow` to `firstRow + count` as a matrix of their own, over the same memory.
    public DeviceMatrix slice(int firstRow, int count) {
        if (firstRow < 0 || count > rows - firstRow)
            throw new IndexOutOfBoundsException("%d rows from %d of %d".formatted(count, firstRow, rows));
        return new DeviceMatrix(type, count, cols, buffer, at + firstRow * type.rowBytes(cols));
    }

    /// Whether products take activations in 8 bits with it, see [WeightKernels#quantizeRows]; else they are float32.
    public boolean takesQuantizedRows() {
        return type.blockValues() > 1;
    }

    long address() {
        return buffer.address(at, bytes());
    }
}
