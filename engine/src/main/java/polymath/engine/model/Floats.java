package polymath.engine.model;

import polymath.engine.kernel.Kernels;

/// Small steps over float buffers that the compiler turns into vector code by itself.
final class Floats {
    private Floats() {}

    /// `y = x · wᵀ + bias`, `x` [n, inputs], `y` [n, outputs].
    static void linear(Kernels kernels, Weights.Linear linear, float[] x, float[] y, int n) {
        kernels.matmul(linear.weight(), x, y, n);
        for (int t = 0; t < n; t++) addBias(linear, y, t);
    }

    /// Adds the bias to row `t` of `y` [n, outputs].
    static void addBias(Weights.Linear linear, float[] y, int t) {
        float[] bias = linear.bias();
        addScaled(bias, 0, 1, y, t * bias.length, bias.length);
    }

    /// `y[yAt + i] += scale * x[xAt + i]` for `length` floats.
    static void addScaled(float[] x, int xAt, float scale, float[] y, int yAt, int length) {
        for (int i = 0; i < length; i++) y[yAt + i] += scale * x[xAt + i];
    }
}
