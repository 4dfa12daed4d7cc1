package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import jdk.incubator.vector.FloatVector;

/// Dot products of a few rows with a few tokens at a time, accumulators in registers.
///
/// Each output element is one accumulator over the columns in order, summed over the lanes once, plus a scalar tail:
/// the same additions whatever the tile, so results do not depend on how the work was cut.
final class DotTiles {
    /// Floats of scratch that a call needs: the lanes of a 4 x 4 tile's accumulators.
    static final int SUMS = 16 * N;

    private DotTiles() {}

    /// `y[t * ldy + r] = w_r · x_t` for `rows` rows and `n` tokens of `cols` values each.
    ///
    /// @param w rows one after another from `wAt` on
    /// @param x tokens one after another from `xAt` on
    /// @param sums scratch of [#SUMS] floats
    /// @param y results from `yAt` on, a token's results `ldy` after the previous token's
    static void dot(
            float[] w,
            int wAt,
            int rows,
            float[] x,
            int xAt,
            int n,
            int cols,
            float[] sums,
            float[] y,
            int yAt,
            int ldy) {
        int t = 0;
        for (; t + 4 <= n; t += 4) {
            int r = 0;
            for (; r + 4 <= rows; r += 4) {
                tile4x4(w, wAt + r * cols, x, xAt + t * cols, cols, sums);
                for (int u = 0; u < 4; u++)
                    put(sums, 4 * u * N, w, wAt + r * cols, x, xAt + (t + u) * cols, cols, y, yAt + (t + u) * ldy + r);
            }
            for (; r < rows; r++)
                for (int u = t; u < t + 4; u++)
                    y[yAt + u * ldy + r] = dot(w, wAt + r * cols, x, xAt + u * cols, cols, sums);
        }
        for (; t < n; t++) {
            int r = 0;
            for (; r + 4 <= rows; r += 4) {
                tile4x1(w, wAt + r * cols, x, xAt + t * cols, cols, sums);
                put(sums, 0, w, wAt + r * cols, x, xAt + t * cols, cols, y, yAt + t * ldy + r);
            }
            for (; r < rows; r++) y[yAt + t * ldy + r] = dot(w, wAt + r * cols, x, xAt + t * cols, cols, sums);
        }
    }

    // one token's results for four rows: the lanes of each accumulator summed, and the columns past the last vector
    private static void put(
            float[] sums, int from, float[] w, int wAt, float[] x, int xAt, int cols, float[] y, int yAt) {
        for (int r = 0; r < 4; r++)
            y[yAt + r] = Lanes.sum(sums, from + r * N) + tail(w, wAt + r * cols, x, xAt, F.loopBound(cols), cols);
    }

    private static float dot(float[] w, int wAt, float[] x, int xAt, int cols, float[] sums) {
        FloatVector sum = FloatVector.zero(F);
        int vectors = F.loopBound(cols);
        for (int i = 0; i < vectors; i += N)
            sum = FloatVector.fromArray(F, w, wAt + i).fma(FloatVector.fromArray(F, x, xAt + i), sum);
        sum.intoArray(sums, 0);
        return Lanes.sum(sums, 0) + tail(w, wAt, x, xAt, vectors, cols);
    }

    private static float tail(float[] w, int wAt, float[] x, int xAt, int from, int cols) {
        float sum = 0;
        for (int i = from; i < cols; i++) sum = Math.fma(w[wAt + i], x[xAt + i], sum);
        return sum;
    }

    private static void tile4x1(float[] w, int w0, float[] x, int xAt, int cols, float[] sums) {
        int w1 = w0 + cols;
        int w2 = w1 + cols;
        int w3 = w2 + cols;
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = FloatVector.zero(F);
        FloatVector s2 = FloatVector.zero(F);
        FloatVector s3 = FloatVector.zero(F);
        for (int i = 0; i < F.loopBound(cols); i += N) {
            FloatVector v = FloatVector.fromArray(F, x, xAt + i);
            s0 = FloatVector.fromArray(F, w, w0 + i).fma(v, s0);
            s1 = FloatVector.fromArray(F, w, w1 + i).fma(v, s1);
            s2 = FloatVector.fromArray(F, w, w2 + i).fma(v, s2);
            s3 = FloatVector.fromArray(F, w, w3 + i).fma(v, s3);
        }
        s0.intoArray(sums, 0 * N);
        s1.intoArray(sums, 1 * N);
        s2.intoArray(sums, 2 * N);
        s3.intoArray(sums, 3 * N);
    }

    private static void tile4x4(float[] w, int w0, float[] x, int x0, int cols, float[] sums) {
        int w1 = w0 + cols;
        int w2 = w1 + cols;
        int w3 = w2 + cols;
        int x1 = x0 + cols;
        int x2 = x1 + cols;
        int x3 = x2 + cols;
        // Each accumulator starts from a zero of its own and ends in memory: shared or passed on, it would be boxed.
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s01 = FloatVector.zero(F);
        FloatVector s02 = FloatVector.zero(F);
        FloatVector s03 = FloatVector.zero(F);
        FloatVector s10 = FloatVector.zero(F);
        FloatVector s11 = FloatVector.zero(F);
        FloatVector s12 = FloatVector.zero(F);
        FloatVector s13 = FloatVector.zero(F);
        FloatVector s20 = FloatVector.zero(F);
        FloatVector s21 = FloatVector.zero(F);
        FloatVector s22 = FloatVector.zero(F);
        FloatVector s23 = FloatVector.zero(F);
        FloatVector s30 = FloatVector.zero(F);
        FloatVector s31 = FloatVector.zero(F);
        FloatVector s32 = FloatVector.zero(F);
        FloatVector s33 = FloatVector.zero(F);
        for (int i = 0; i < F.loopBound(cols); i += N) {
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
        s00.intoArray(sums, 0 * N);
        s01.intoArray(sums, 1 * N);
        s02.intoArray(sums, 2 * N);
        s03.intoArray(sums, 3 * N);
        s10.intoArray(sums, 4 * N);
        s11.intoArray(sums, 5 * N);
        s12.intoArray(sums, 6 * N);
        s13.intoArray(sums, 7 * N);
        s20.intoArray(sums, 8 * N);
        s21.intoArray(sums, 9 * N);
        s22.intoArray(sums, 10 * N);
        s23.intoArray(sums, 11 * N);
        s30.intoArray(sums, 12 * N);
        s31.intoArray(sums, 13 * N);
        s32.intoArray(sums, 14 * N);
        s33.intoArray(sums, 15 * N);
    }
}
