package polymath.engine.cuda;

/// What is asked of cuBLAS: products of matrices whose elements have two bytes. Belongs to the thread of the
/// [CudaDriver] whose device it works on.
///
/// All throw [CudaException] when the library refuses.
public interface Cublas extends AutoCloseable {
    /// What the elements of a product's factors are.
    enum Half {
        F16,
        BF16
    }

    /// Major version of the library.
    int version();

    /// `y = x · wᵀ`, all row-major on the device: `x` [n, cols] and `w` [rows, cols] of two bytes an element, `y`
    /// [n, rows] of float32 overwritten. Sums are float32.
    void multiply(Half half, int n, int rows, int cols, long x, long w, long y, long stream);

    @Override
    void close();
}
