package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import jdk.incubator.vector.FloatVector;

/// Dot products of a few rows with a few tokens at a time, accumulators in registers.
///
/// Each output element is one accumulator over the columns in order, summed over the lanes once, plus a scalar tail:
/// the same additions whatever the tile, so results do not depend on how the work was cut.
final class DotTiles {
    private DotTiles() {}

    /// `y[t * ldy + r] = w_r · x_t` for `rows` rows and `n` tokens of `cols` values each.
    ///
    /// @param w rows one after another from `wAt` on
    /// @param x tokens one after another from `xAt` on
    /// @param y results from `yAt` on, a token's results `ldy` after the previous token's
    static void dot(float[] w, int wAt, int rows, float[] x, int xAt, int n, int cols, float[] y, int yAt, int ldy) {
        int t = 0;
        for (; t + 4 <= n; t += 4) {
            int r = 0;
            for (; r + 4 <= rows; r += 4)
                tile4x4(w, wAt + r * cols, x, xAt + t * cols, cols, y, yAt + t * ldy + r, ldy);
            for (; r < rows; r++)
                for (int u = t; u < t + 4; u++) y[yAt + u * ldy + r] = dot(w, wAt + r * cols, x, xAt + u * cols, cols);
        }
        for (; t < n; t++) {
            int r = 0;
            for (; r + 4 <= rows; r += 4) tile4x1(w, wAt + r * cols, x, xAt + t * cols, cols, y, yAt + t * ldy + r);
            for (; r < rows; r++) y[yAt + t * ldy + r] = dot(w, wAt + r * cols, x, xAt + t * cols, cols);
        }
    }

    private static float dot(float[] w, int wAt, float[] x, int xAt, int cols) {
        FloatVector sum = FloatVector.zero(F);
        int vectors = F.loopBound(cols);
        for (int i = 0; i < vectors; i += N)
            sum = FloatVector.fromArray(F, w, wAt + i).fma(FloatVector.fromArray(F, x, xAt + i), sum);
        return Lanes.sum(sum) + tail(w, wAt, x, xAt, vectors, cols);
    }

    private static float tail(float[] w, int wAt, float[] x, int xAt, int from, int cols) {
        float sum = 0;
        for (int i = from; i < cols; i++) sum = Math.fma(w[wAt + i], x[xAt + i], sum);
        return sum;
    }

    private static void tile4x1(float[] w, int w0, float[] x, int xAt, int cols, float[] y, int yAt) {
        int w1 = w0 + cols;
        int w2 = w1 + cols;
        int w3 = w2 + cols;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = s0;
        FloatVector s2 = s0;
        FloatVector s3 = s0;
        int vectors = F.loopBound(cols);
        for (int i = 0; i < vectors; i += N) {
            FloatVector v = FloatVector.fromArray(F, x, xAt + i);
            s0 = FloatVector.fromArray(F, w, w0 + i).fma(v, s0);
            s1 = FloatVector.fromArray(F, w, w1 + i).fma(v, s1);
            s2 = FloatVector.fromArray(F, w, w2 + i).fma(v, s2);
            s3 = FloatVector.fromArray(F, w, w3 + i).fma(v, s3);
        }
        y[yAt] = Lanes.sum(s0) + tail(w, w0, x, xAt, vectors, cols);
        y[yAt + 1] = Lanes.sum(s1) + tail(w, w1, x, xAt, vectors, cols);
        y[yAt + 2] = Lanes.sum(s2) + tail(w, w2, x, xAt, vectors, cols);
        y[yAt + 3] = Lanes.sum(s3) + tail(w, w3, x, xAt, vectors, cols);
    }

    private static void tile4x4(float[] w, int w0, float[] x, int x0, int cols, float[] y, int yAt, int ldy) {
        int w1 = w0 + cols;
        int w2 = w1 + cols;
        int w3 = w2 + cols;
        int x1 = x0 + cols;
        int x2 = x1 + cols;
        int x3 = x2 + cols;
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s01 = s00, s02 = s00, s03 = s00;
        FloatVector s10 = s00, s11 = s00, s12 = s00, s13 = s00;
        FloatVector s20 = s00, s21 = s00, s22 = s00, s23 = s00;
        FloatVector s30 = s00, s31 = s00, s32 = s00, s33 = s00;
        int vectors = F.loopBound(cols);
        for (int i = 0; i < vectors; i += N) {
            FloatVector a = FloatVector.fromArray(F, w, w0 + i);
            FloatVector b = FloatVector.fromArray(F, w, w1 + i);
            FloatVector c = FloatVector.fromArray(F, w, w2 + i);
            FloatVector d = FloatVector.fromArray(F, w, w3 + i);
            FloatVector v = FloatVector.fromArray(F, x, x0 + i);
            s00 = a.fma(v, s00);
            s01 = b.fma(v, s01);
            s02 = c.fma(v, s02);
            s03 = d.fma(v, s03);
            v = FloatVector.fromArray(F, x, x1 + i);
            s10 = a.fma(v, s10);
            s11 = b.fma(v, s11);
            s12 = c.fma(v, s12);
            s13 = d.fma(v, s13);
            v = FloatVector.fromArray(F, x, x2 + i);
            s20 = a.fma(v, s20);
            s21 = b.fma(v, s21);
            s22 = c.fma(v, s22);
            s23 = d.fma(v, s23);
            v = FloatVector.fromArray(F, x, x3 + i);
            s30 = a.fma(v, s30);
            s31 = b.fma(v, s31);
            s32 = c.fma(v, s32);
            s33 = d.fma(v, s33);
        }
        put(s00, s01, s02, s03, w, w0, x, x0, cols, y, yAt);
        put(s10, s11, s12, s13, w, w0, x, x1, cols, y, yAt + ldy);
        put(s20, s21, s22, s23, w, w0, x, x2, cols, y, yAt + 2 * ldy);
        put(s30, s31, s32, s33, w, w0, x, x3, cols, y, yAt + 3 * ldy);
    }

    // one token's four sums, with their tails
    private static void put(
            FloatVector s0,
            FloatVector s1,
            FloatVector s2,
            FloatVector s3,
            float[] w,
            int wAt,
            float[] x,
            int xAt,
            int cols,
            float[] y,
            int yAt) {
        int from = F.loopBound(cols);
        y[yAt] = Lanes.sum(s0) + tail(w, wAt, x, xAt, from, cols);
        y[yAt + 1] = Lanes.sum(s1) + tail(w, wAt + cols, x, xAt, from, cols);
        y[yAt + 2] = Lanes.sum(s2) + tail(w, wAt + 2 * cols, x, xAt, from, cols);
        y[yAt + 3] = Lanes.sum(s3) + tail(w, wAt + 3 * cols, x, xAt, from, cols);
    }
}
