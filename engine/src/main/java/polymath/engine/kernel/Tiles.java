package polymath.engine.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;

/// Register tiles of a matrix product, lanes being its columns: [#ROWS] rows by one to [#WIDEST] vectors of sums stay
/// in
/// registers while the products are added, `sums[r][c] += Σ_k w[r][k] * x[k][c]`.
///
/// 21 sums, three vectors of x and one broadcast weight are 25 of the 32 registers of a machine with 512-bit or 128-bit
/// vectors; one with 256 bits has 16 registers and takes one vector of sums a row.
final class Tiles {
    static final int ROWS = 7;
    static final int WIDEST = N == 8 ? 1 : 3;
    /// Floats from a row of w to the next.
    static final int STRIDE = 256;
    /// Values of k that a tile best passes at a time when many tiles in turn meet the same x: that (24 KB at its
    /// widest) then stays in the first-level cache.
    static final int PASS = 128;
    // Compared with x's class, it tells the compiler which methods it may put in place. Otherwise it goes by the
    // kinds of segments that passed before, and where it saw several it looks at the segment again for every vector.
    private static final Class<?> NATIVE = Arena.global().allocate(1).getClass();

    /// Bytes of a vector.
    static final long BYTES = 4L * N;

    private Tiles() {}

    /// Vectors, or tokens of [LoneTiles], of the next tile when so many are left: never a last one alone if that can be
    /// helped.
    static int next(int left) {
        return left == WIDEST + 1 ? Math.max(1, WIDEST - 1) : Math.min(WIDEST, left);
    }

    /// One tile.
    ///
    /// @param vectors its width, as [#next] cuts it
    /// @param w [ROWS, STRIDE] from `wAt` on
    /// @param x [count, vectors * N] from byte `xAt` on, without gaps; fastest where vectors lie on whole cache lines
    /// @param first whether sums begin at zero; else they go on from what is there
    /// @param sums [ROWS, width] from `sAt` on
    static void add(
            int vectors,
            float[] w,
            int wAt,
            MemorySegment x,
            long xAt,
            int count,
            boolean first,
            float[] sums,
            int sAt,
            int width) {
        switch (vectors) {
            case 3 -> three(w, wAt, x, xAt, count, first, sums, sAt, width);
            case 2 -> two(w, wAt, x, xAt, count, first, sums, sAt, width);
            default -> one(w, wAt, x, xAt, count, first, sums, sAt, width);
        }
    }

    // They differ in their number of vectors alone. Sums are variables, not an array: only those stay in registers.

    private static void three(
            float[] w, int wAt, MemorySegment x, long xAt, int count, boolean first, float[] sums, int sAt, int width) {
        if (x.getClass() != NATIVE) throw new IllegalArgumentException("x is not off the heap");
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
        for (int k = 0; k < count; k++) {
            long q = xAt + (long) k * 3 * BYTES;
            FloatVector x0 = FloatVector.fromMemorySegment(F, x, q, LITTLE_ENDIAN);
            FloatVector x1 = FloatVector.fromMemorySegment(F, x, q + BYTES, LITTLE_ENDIAN);
            FloatVector x2 = FloatVector.fromMemorySegment(F, x, q + 2 * BYTES, LITTLE_ENDIAN);
            FloatVector w0 = FloatVector.broadcast(F, w[wAt + k]);
            s00 = x0.fma(w0, s00);
            s01 = x1.fma(w0, s01);
            s02 = x2.fma(w0, s02);
            FloatVector w1 = FloatVector.broadcast(F, w[wAt + STRIDE + k]);
            s10 = x0.fma(w1, s10);
            s11 = x1.fma(w1, s11);
            s12 = x2.fma(w1, s12);
            FloatVector w2 = FloatVector.broadcast(F, w[wAt + 2 * STRIDE + k]);
            s20 = x0.fma(w2, s20);
            s21 = x1.fma(w2, s21);
            s22 = x2.fma(w2, s22);
            FloatVector w3 = FloatVector.broadcast(F, w[wAt + 3 * STRIDE + k]);
            s30 = x0.fma(w3, s30);
            s31 = x1.fma(w3, s31);
            s32 = x2.fma(w3, s32);
            FloatVector w4 = FloatVector.broadcast(F, w[wAt + 4 * STRIDE + k]);
            s40 = x0.fma(w4, s40);
            s41 = x1.fma(w4, s41);
            s42 = x2.fma(w4, s42);
            FloatVector w5 = FloatVector.broadcast(F, w[wAt + 5 * STRIDE + k]);
            s50 = x0.fma(w5, s50);
            s51 = x1.fma(w5, s51);
            s52 = x2.fma(w5, s52);
            FloatVector w6 = FloatVector.broadcast(F, w[wAt + 6 * STRIDE + k]);
            s60 = x0.fma(w6, s60);
            s61 = x1.fma(w6, s61);
            s62 = x2.fma(w6, s62);
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
            float[] w, int wAt, MemorySegment x, long xAt, int count, boolean first, float[] sums, int sAt, int width) {
        if (x.getClass() != NATIVE) throw new IllegalArgumentException("x is not off the heap");
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
        for (int k = 0; k < count; k++) {
            long q = xAt + (long) k * 2 * BYTES;
            FloatVector x0 = FloatVector.fromMemorySegment(F, x, q, LITTLE_ENDIAN);
            FloatVector x1 = FloatVector.fromMemorySegment(F, x, q + BYTES, LITTLE_ENDIAN);
            FloatVector w0 = FloatVector.broadcast(F, w[wAt + k]);
            s00 = x0.fma(w0, s00);
            s01 = x1.fma(w0, s01);
            FloatVector w1 = FloatVector.broadcast(F, w[wAt + STRIDE + k]);
            s10 = x0.fma(w1, s10);
            s11 = x1.fma(w1, s11);
            FloatVector w2 = FloatVector.broadcast(F, w[wAt + 2 * STRIDE + k]);
            s20 = x0.fma(w2, s20);
            s21 = x1.fma(w2, s21);
            FloatVector w3 = FloatVector.broadcast(F, w[wAt + 3 * STRIDE + k]);
            s30 = x0.fma(w3, s30);
            s31 = x1.fma(w3, s31);
            FloatVector w4 = FloatVector.broadcast(F, w[wAt + 4 * STRIDE + k]);
            s40 = x0.fma(w4, s40);
            s41 = x1.fma(w4, s41);
            FloatVector w5 = FloatVector.broadcast(F, w[wAt + 5 * STRIDE + k]);
            s50 = x0.fma(w5, s50);
            s51 = x1.fma(w5, s51);
            FloatVector w6 = FloatVector.broadcast(F, w[wAt + 6 * STRIDE + k]);
            s60 = x0.fma(w6, s60);
            s61 = x1.fma(w6, s61);
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
            float[] w, int wAt, MemorySegment x, long xAt, int count, boolean first, float[] sums, int sAt, int width) {
        if (x.getClass() != NATIVE) throw new IllegalArgumentException("x is not off the heap");
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
        for (int k = 0; k < count; k++) {
            long q = xAt + (long) k * BYTES;
            FloatVector x0 = FloatVector.fromMemorySegment(F, x, q, LITTLE_ENDIAN);
            FloatVector w0 = FloatVector.broadcast(F, w[wAt + k]);
            s00 = x0.fma(w0, s00);
            FloatVector w1 = FloatVector.broadcast(F, w[wAt + STRIDE + k]);
            s10 = x0.fma(w1, s10);
            FloatVector w2 = FloatVector.broadcast(F, w[wAt + 2 * STRIDE + k]);
            s20 = x0.fma(w2, s20);
            FloatVector w3 = FloatVector.broadcast(F, w[wAt + 3 * STRIDE + k]);
            s30 = x0.fma(w3, s30);
            FloatVector w4 = FloatVector.broadcast(F, w[wAt + 4 * STRIDE + k]);
            s40 = x0.fma(w4, s40);
            FloatVector w5 = FloatVector.broadcast(F, w[wAt + 5 * STRIDE + k]);
            s50 = x0.fma(w5, s50);
            FloatVector w6 = FloatVector.broadcast(F, w[wAt + 6 * STRIDE + k]);
            s60 = x0.fma(w6, s60);
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
