package polymath.engine.tensor;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/// A matrix `[rows, cols]`, row-major, as it lies in memory: for weights usually a part of the mapped model file.
///
/// @param name of the GGUF tensor, for messages
/// @param data exactly `rows` rows of [GgmlType#rowBytes] each; its scope is the owner's, who closes it
public record Matrix(String name, GgmlType type, long rows, int cols, MemorySegment data) {
    public Matrix {
        Objects.requireNonNull(name);
        long needed = Math.multiplyExact(rows, type.rowBytes(cols));
        if (data.byteSize() != needed)
            throw new IllegalArgumentException("'%s' [%d, %d] of %s takes %d bytes, got %d"
                    .formatted(name, rows, cols, type, needed, data.byteSize()));
    }

    /// Bytes of one row.
    public long rowBytes() {
        return type.rowBytes(cols);
    }

    /// Rows `firstRow` to `firstRow + count` as a matrix of their own, over the same memory.
    public Matrix slice(long firstRow, long count) {
        return new Matrix(name, type, count, cols, data.asSlice(firstRow * rowBytes(), count * rowBytes()));
    }
}
