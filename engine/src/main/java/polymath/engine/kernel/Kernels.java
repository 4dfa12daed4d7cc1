package polymath.engine.kernel;

import polymath.engine.tensor.Matrix;

/// The arithmetic that takes time. [ScalarKernels] is the plain form and the oracle, [VectorKernels] the fast one; one
/// contract test holds every implementation to the scalar results.
///
/// Buffers are row-major `float[]`; `n` is the number of tokens. Calls come from one thread at a time and split their
/// work over the pool; the vector form allocates nothing. Every output element is computed by one worker in one fixed
/// order, so results do not depend on the number of threads; on `n` they depend by rounding only.
///
/// All throw [java.util.concurrent.CancellationException] when the pool's stop signal is raised, leaving outputs
/// unfinished.
public sealed interface Kernels extends AutoCloseable permits ScalarKernels, VectorKernels, ProfiledKernels {

    /// Which implementation to take.
    enum Choice {
        /// The vector form where the JVM has it, else the scalar one.
        AUTO,
        SCALAR,
        VECTOR
    }

    /// The one place where an implementation is chosen; the choice and its reason are logged.
    ///
    /// @param threads including the calling one
    /// @throws IllegalStateException if `VECTOR` is asked for and this JVM or processor does not have it
    static Kernels select(Choice choice, int threads, StopSignal stop) {
        String obstacle = VectorSupport.obstacle();
        if (choice == Choice.VECTOR && !obstacle.isEmpty())
            throw new IllegalStateException("vector kernels are not to be had: " + obstacle);
        WorkerPool pool = new WorkerPool(threads, stop);
        boolean scalar = choice == Choice.SCALAR || !obstacle.isEmpty();
        Kernels kernels = scalar ? new ScalarKernels(pool) : new VectorKernels(pool);
        System.getLogger(Kernels.class.getName())
                .log(
                        System.Logger.Level.INFO,
                        "kernels: {0}, {1} threads (asked for {2}{3})",
                        kernels.description(),
                        threads,
                        choice,
                        obstacle.isEmpty() ? "" : "; no vectors: " + obstacle);
        return kernels;
    }

    /// The same with a clock beside it; closing it closes `kernels`.
    static Kernels profiled(Kernels kernels, Profile profile) {
        return new ProfiledKernels(kernels, profile);
    }

    /// What computes, such as `512-bit vectors`.
    String description();

    WorkerPool pool();

    /// Row `row` of `m` as floats, written to `out[at..at+cols)`. Bit for bit what ggml's dequantisers give.
    void dequantize(Matrix m, long row, float[] out, int at);

    /// Stores `x[at..at+cols)` as row `row` of `m`, of type F32, F16 or Q8_0.
    void quantize(float[] x, int at, Matrix m, long row);

    /// `y = x · wᵀ`: `w` [rows, cols] of any type, `x` [n, cols], `y` [n, rows] overwritten.
    ///
    /// Weights become float32 and stay so: activations are never rounded to 8 bits.
    void matmul(Matrix w, float[] x, float[] y, int n);

    /// Layer normalisation of each token: `y = (x - mean) / sqrt(variance + epsilon) * weight + bias`, with `x` and `y`
    /// [n, weight.length].
    ///
    /// Source: Ba et al. 2016; the variance is the mean square distance from the mean.
    void layerNorm(float[] x, float[] weight, float[] bias, float epsilon, float[] y, int n);

    /// Causal softmax attention of `n` new tokens, the first at position `firstPosition`, over all cached positions
    /// up to and with each one's own: `q` (rotated) and `y` [n, headCount * headSize], `y` overwritten.
    void attention(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n);

    /// `gate = silu(gate) * up` over the first `length` floats, `silu(z) = z / (1 + exp(-z))`.
    void swiGlu(float[] gate, float[] up, int length);

    /// Ends the pool's threads.
    @Override
    default void close() {
        pool().close();
    }
}
