package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.Tiles.STRIDE;

import jdk.incubator.vector.FloatVector;

/// Register tiles of a matrix product, lanes being what is summed over: [Tiles#ROWS] rows by one to three tokens, for
/// the tokens that fill no vector. A sum is a vector, whose lanes are added once all columns have passed.
///
/// 21 sums, three tokens and a row are 25 registers; a machine with 256-bit vectors has 16 and takes one token at a
/// time.
final class LoneTiles {
    private LoneTiles() {}

    /// `sums[r][c] += w[r][k] * x[c][k]`, k by lanes.
    ///
    /// @param tokens as [Tiles#next] cuts them
    /// @param w [ROWS, STRIDE] from `wAt` on, the next STRIDE columns `jump` behind, and so on
    /// @param x tokens from `xAt` on, each `xStep` after the one before
    /// @param count columns, a multiple of the lanes
    /// @param first whether sums begin at zero; else they go on from what is there
    /// @param sums [ROWS, width] from `sAt` on; a token's are a vector
    static void add(
            int tokens,
            float[] w,
            int wAt,
            int jump,
            float[] x,
            int xAt,
            int xStep,
            int count,
            boolean first,
            float[] sums,
            int sAt,
            int width) {
        switch (tokens) {
            case 3 -> three(w, wAt, jump, x, xAt, xStep, count, first, sums, sAt, width);
            case 2 -> two(w, wAt, jump, x, xAt, xStep, count, first, sums, sAt, width);
            default -> one(w, wAt, jump, x, xAt, count, first, sums, sAt, width);
        }
    }

    // They differ in their number of tokens alone, as those of [Tiles].

    private static void three(
            float[] w,
            int wAt,
            int jump,
            float[] x,
            int xAt,
            int xStep,
            int count,
            boolean first,
            float[] sums,
            int sAt,
            int width) {
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s01 = FloatVector.zero(F);
        FloatVector s02 = FloatVector.zero(F);
        FloatVector s10 = FloatVector.zero(F);
        FloatVector s11 = FloatVector.zero(F);
        FloatVector s12 = FloatVector.zero(F);
        FloatVector s20 = FloatVector.zero(F);
        FloatVector s21 = FloatVector.zero(F);
        FloatVector s22 = FloatVector.zero(F);
        FloatVector s30 = FloatVector.zero(F);
        FloatVector s31 = FloatVector.zero(F);
        FloatVector s32 = FloatVector.zero(F);
        FloatVector s40 = FloatVector.zero(F);
        FloatVector s41 = FloatVector.zero(F);
        FloatVector s42 = FloatVector.zero(F);
        FloatVector s50 = FloatVector.zero(F);
        FloatVector s51 = FloatVector.zero(F);
        FloatVector s52 = FloatVector.zero(F);
        FloatVector s60 = FloatVector.zero(F);
        FloatVector s61 = FloatVector.zero(F);
        FloatVector s62 = FloatVector.zero(F);
        if (!first) {
            s00 = FloatVector.fromArray(F, sums, sAt);
            s01 = FloatVector.fromArray(F, sums, sAt + N);
            s02 = FloatVector.fromArray(F, sums, sAt + 2 * N);
            s10 = FloatVector.fromArray(F, sums, sAt + width);
            s11 = FloatVector.fromArray(F, sums, sAt + width + N);
            s12 = FloatVector.fromArray(F, sums, sAt + width + 2 * N);
            s20 = FloatVector.fromArray(F, sums, sAt + 2 * width);
            s21 = FloatVector.fromArray(F, sums, sAt + 2 * width + N);
            s22 = FloatVector.fromArray(F, sums, sAt + 2 * width + 2 * N);
            s30 = FloatVector.fromArray(F, sums, sAt + 3 * width);
            s31 = FloatVector.fromArray(F, sums, sAt + 3 * width + N);
            s32 = FloatVector.fromArray(F, sums, sAt + 3 * width + 2 * N);
            s40 = FloatVector.fromArray(F, sums, sAt + 4 * width);
            s41 = FloatVector.fromArray(F, sums, sAt + 4 * width + N);
            s42 = FloatVector.fromArray(F, sums, sAt + 4 * width + 2 * N);
            s50 = FloatVector.fromArray(F, sums, sAt + 5 * width);
            s51 = FloatVector.fromArray(F, sums, sAt + 5 * width + N);
            s52 = FloatVector.fromArray(F, sums, sAt + 5 * width + 2 * N);
            s60 = FloatVector.fromArray(F, sums, sAt + 6 * width);
            s61 = FloatVector.fromArray(F, sums, sAt + 6 * width + N);
            s62 = FloatVector.fromArray(F, sums, sAt + 6 * width + 2 * N);
        }
        for (int from = 0, wFrom = wAt; from < count; from += STRIDE, wFrom += jump) {
            int end = Math.min(STRIDE, count - from);
            for (int k = 0; k < end; k += N) {
                FloatVector x0 = FloatVector.fromArray(F, x, xAt + from + k);
                FloatVector x1 = FloatVector.fromArray(F, x, xAt + from + xStep + k);
                FloatVector x2 = FloatVector.fromArray(F, x, xAt + from + 2 * xStep + k);
                FloatVector w0 = FloatVector.fromArray(F, w, wFrom + k);
                s00 = x0.fma(w0, s00);
                s01 = x1.fma(w0, s01);
                s02 = x2.fma(w0, s02);
                FloatVector w1 = FloatVector.fromArray(F, w, wFrom + STRIDE + k);
                s10 = x0.fma(w1, s10);
                s11 = x1.fma(w1, s11);
                s12 = x2.fma(w1, s12);
                FloatVector w2 = FloatVector.fromArray(F, w, wFrom + 2 * STRIDE + k);
                s20 = x0.fma(w2, s20);
                s21 = x1.fma(w2, s21);
                s22 = x2.fma(w2, s22);
                FloatVector w3 = FloatVector.fromArray(F, w, wFrom + 3 * STRIDE + k);
                s30 = x0.fma(w3, s30);
                s31 = x1.fma(w3, s31);
                s32 = x2.fma(w3, s32);
                FloatVector w4 = FloatVector.fromArray(F, w, wFrom + 4 * STRIDE + k);
                s40 = x0.fma(w4, s40);
                s41 = x1.fma(w4, s41);
                s42 = x2.fma(w4, s42);
                FloatVector w5 = FloatVector.fromArray(F, w, wFrom + 5 * STRIDE + k);
                s50 = x0.fma(w5, s50);
                s51 = x1.fma(w5, s51);
                s52 = x2.fma(w5, s52);
                FloatVector w6 = FloatVector.fromArray(F, w, wFrom + 6 * STRIDE + k);
                s60 = x0.fma(w6, s60);
                s61 = x1.fma(w6, s61);
                s62 = x2.fma(w6, s62);
            }
        }
        s00.intoArray(sums, sAt);
        s01.intoArray(sums, sAt + N);
        s02.intoArray(sums, sAt + 2 * N);
        s10.intoArray(sums, sAt + width);
        s11.intoArray(sums, sAt + width + N);
        s12.intoArray(sums, sAt + width + 2 * N);
        s20.intoArray(sums, sAt + 2 * width);
        s21.intoArray(sums, sAt + 2 * width + N);
        s22.intoArray(sums, sAt + 2 * width + 2 * N);
        s30.intoArray(sums, sAt + 3 * width);
        s31.intoArray(sums, sAt + 3 * width + N);
        s32.intoArray(sums, sAt + 3 * width + 2 * N);
        s40.intoArray(sums, sAt + 4 * width);
        s41.intoArray(sums, sAt + 4 * width + N);
        s42.intoArray(sums, sAt + 4 * width + 2 * N);
        s50.intoArray(sums, sAt + 5 * width);
        s51.intoArray(sums, sAt + 5 * width + N);
        s52.intoArray(sums, sAt + 5 * width + 2 * N);
        s60.intoArray(sums, sAt + 6 * width);
        s61.intoArray(sums, sAt + 6 * width + N);
        s62.intoArray(sums, sAt + 6 * width + 2 * N);
    }

    private static void two(
            float[] w,
            int wAt,
            int jump,
            float[] x,
            int xAt,
            int xStep,
            int count,
            boolean first,
            float[] sums,
            int sAt,
            int width) {
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s01 = FloatVector.zero(F);
        FloatVector s10 = FloatVector.zero(F);
        FloatVector s11 = FloatVector.zero(F);
        FloatVector s20 = FloatVector.zero(F);
        FloatVector s21 = FloatVector.zero(F);
        FloatVector s30 = FloatVector.zero(F);
        FloatVector s31 = FloatVector.zero(F);
        FloatVector s40 = FloatVector.zero(F);
        FloatVector s41 = FloatVector.zero(F);
        FloatVector s50 = FloatVector.zero(F);
        FloatVector s51 = FloatVector.zero(F);
        FloatVector s60 = FloatVector.zero(F);
        FloatVector s61 = FloatVector.zero(F);
        if (!first) {
            s00 = FloatVector.fromArray(F, sums, sAt);
            s01 = FloatVector.fromArray(F, sums, sAt + N);
            s10 = FloatVector.fromArray(F, sums, sAt + width);
            s11 = FloatVector.fromArray(F, sums, sAt + width + N);
            s20 = FloatVector.fromArray(F, sums, sAt + 2 * width);
            s21 = FloatVector.fromArray(F, sums, sAt + 2 * width + N);
            s30 = FloatVector.fromArray(F, sums, sAt + 3 * width);
            s31 = FloatVector.fromArray(F, sums, sAt + 3 * width + N);
            s40 = FloatVector.fromArray(F, sums, sAt + 4 * width);
            s41 = FloatVector.fromArray(F, sums, sAt + 4 * width + N);
            s50 = FloatVector.fromArray(F, sums, sAt + 5 * width);
            s51 = FloatVector.fromArray(F, sums, sAt + 5 * width + N);
            s60 = FloatVector.fromArray(F, sums, sAt + 6 * width);
            s61 = FloatVector.fromArray(F, sums, sAt + 6 * width + N);
        }
        for (int from = 0, wFrom = wAt; from < count; from += STRIDE, wFrom += jump) {
            int end = Math.min(STRIDE, count - from);
            for (int k = 0; k < end; k += N) {
                FloatVector x0 = FloatVector.fromArray(F, x, xAt + from + k);
                FloatVector x1 = FloatVector.fromArray(F, x, xAt + from + xStep + k);
                FloatVector w0 = FloatVector.fromArray(F, w, wFrom + k);
                s00 = x0.fma(w0, s00);
                s01 = x1.fma(w0, s01);
                FloatVector w1 = FloatVector.fromArray(F, w, wFrom + STRIDE + k);
                s10 = x0.fma(w1, s10);
                s11 = x1.fma(w1, s11);
                FloatVector w2 = FloatVector.fromArray(F, w, wFrom + 2 * STRIDE + k);
                s20 = x0.fma(w2, s20);
                s21 = x1.fma(w2, s21);
                FloatVector w3 = FloatVector.fromArray(F, w, wFrom + 3 * STRIDE + k);
                s30 = x0.fma(w3, s30);
                s31 = x1.fma(w3, s31);
                FloatVector w4 = FloatVector.fromArray(F, w, wFrom + 4 * STRIDE + k);
                s40 = x0.fma(w4, s40);
                s41 = x1.fma(w4, s41);
                FloatVector w5 = FloatVector.fromArray(F, w, wFrom + 5 * STRIDE + k);
                s50 = x0.fma(w5, s50);
                s51 = x1.fma(w5, s51);
                FloatVector w6 = FloatVector.fromArray(F, w, wFrom + 6 * STRIDE + k);
                s60 = x0.fma(w6, s60);
                s61 = x1.fma(w6, s61);
            }
        }
        s00.intoArray(sums, sAt);
        s01.intoArray(sums, sAt + N);
        s10.intoArray(sums, sAt + width);
        s11.intoArray(sums, sAt + width + N);
        s20.intoArray(sums, sAt + 2 * width);
        s21.intoArray(sums, sAt + 2 * width + N);
        s30.intoArray(sums, sAt + 3 * width);
        s31.intoArray(sums, sAt + 3 * width + N);
        s40.intoArray(sums, sAt + 4 * width);
        s41.intoArray(sums, sAt + 4 * width + N);
        s50.intoArray(sums, sAt + 5 * width);
        s51.intoArray(sums, sAt + 5 * width + N);
        s60.intoArray(sums, sAt + 6 * width);
        s61.intoArray(sums, sAt + 6 * width + N);
    }

    private static void one(
            float[] w,
            int wAt,
            int jump,
            float[] x,
            int xAt,
            int count,
            boolean first,
            float[] sums,
            int sAt,
            int width) {
        FloatVector s00 = FloatVector.zero(F);
        FloatVector s10 = FloatVector.zero(F);
        FloatVector s20 = FloatVector.zero(F);
        FloatVector s30 = FloatVector.zero(F);
        FloatVector s40 = FloatVector.zero(F);
        FloatVector s50 = FloatVector.zero(F);
        FloatVector s60 = FloatVector.zero(F);
        if (!first) {
            s00 = FloatVector.fromArray(F, sums, sAt);
            s10 = FloatVector.fromArray(F, sums, sAt + width);
            s20 = FloatVector.fromArray(F, sums, sAt + 2 * width);
            s30 = FloatVector.fromArray(F, sums, sAt + 3 * width);
            s40 = FloatVector.fromArray(F, sums, sAt + 4 * width);
            s50 = FloatVector.fromArray(F, sums, sAt + 5 * width);
            s60 = FloatVector.fromArray(F, sums, sAt + 6 * width);
        }
        for (int from = 0, wFrom = wAt; from < count; from += STRIDE, wFrom += jump) {
            int end = Math.min(STRIDE, count - from);
            for (int k = 0; k < end; k += N) {
                FloatVector x0 = FloatVector.fromArray(F, x, xAt + from + k);
                FloatVector w0 = FloatVector.fromArray(F, w, wFrom + k);
                s00 = x0.fma(w0, s00);
                FloatVector w1 = FloatVector.fromArray(F, w, wFrom + STRIDE + k);
                s10 = x0.fma(w1, s10);
                FloatVector w2 = FloatVector.fromArray(F, w, wFrom + 2 * STRIDE + k);
                s20 = x0.fma(w2, s20);
                FloatVector w3 = FloatVector.fromArray(F, w, wFrom + 3 * STRIDE + k);
                s30 = x0.fma(w3, s30);
                FloatVector w4 = FloatVector.fromArray(F, w, wFrom + 4 * STRIDE + k);
                s40 = x0.fma(w4, s40);
                FloatVector w5 = FloatVector.fromArray(F, w, wFrom + 5 * STRIDE + k);
                s50 = x0.fma(w5, s50);
                FloatVector w6 = FloatVector.fromArray(F, w, wFrom + 6 * STRIDE + k);
                s60 = x0.fma(w6, s60);
            }
        }
        s00.intoArray(sums, sAt);
        s10.intoArray(sums, sAt + width);
        s20.intoArray(sums, sAt + 2 * width);
        s30.intoArray(sums, sAt + 3 * width);
        s40.intoArray(sums, sAt + 4 * width);
        s50.intoArray(sums, sAt + 5 * width);
        s60.intoArray(sums, sAt + 6 * width);
    }
}
