package polymath.engine.gguf;

import java.lang.foreign.MemorySegment;
import java.util.List;
import polymath.engine.tensor.GgmlType;
import polymath.engine.tensor.Matrix;

/// A tensor of a model file.
///
/// @param shape 1 to 4 sizes, fastest dimension first, as in the file; the first fits an int
/// @param data exactly the tensor's bytes, in the mapped file: usable until [GgufFile#close]
public record GgufTensor(String name, GgmlType type, List<Long> shape, MemorySegment data) {
    public GgufTensor {
        shape = List.copyOf(shape);
    }

    /// The tensor as rows of `shape[0]` values: all further dimensions make up the rows, in file order.
    public Matrix matrix() {
        long rows = shape.stream().skip(1).reduce(1L, Math::multiplyExact);
        return new Matrix(name, type, rows, Math.toIntExact(shape.getFirst()), data);
    }
}
