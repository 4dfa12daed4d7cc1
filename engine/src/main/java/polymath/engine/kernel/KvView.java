package polymath.engine.kernel;

import polymath.engine.tensor.Matrix;

/// One layer's cached keys and values as [Kernels#attention] reads them: pages of [#pageTokens] positions each.
///
/// A page is a matrix `[headCountKv * pageTokens, n]` with n the head size, or the next whole number of blocks with
/// zeros behind; position p of head h is row
/// `h * pageTokens + p % pageTokens` of page `p / pageTokens`.
public interface KvView {
    /// Positions in a page, a power of two of at least 64.
    int pageTokens();

    /// Rotated keys.
    Matrix keys(int page);

    Matrix values(int page);
}
