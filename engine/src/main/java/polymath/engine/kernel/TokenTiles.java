package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.Tiles.ROWS;

import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.Matrix;

/// Products of many tokens with weight rows: lanes are tokens, and a tile's sums stay in registers while [#CHUNK]
/// columns pass.
///
/// The tokens are laid out once for all rows, [columns][tokens of a tile]; the weights are turned into floats chunk by
/// chunk, row by row as they are, and meet all tokens while they are in the first-level cache. What is left over when
/// tokens fill whole vectors goes the other way round, with lanes as columns: 7 rows, one token.
final class TokenTiles {
    /// Columns at a time; a multiple of every block size.
    static final int CHUNK = Tiles.STRIDE;
    /// Rows that a worker takes at a time.
    static final int PANEL_ROWS = 4 * ROWS;

    /// From so many tokens over, a vector that is not full is cheaper than products one by one.
    private static final int FILL_UP = Math.max(1, 3 * N / 4);

    /// Bytes of a cache line.
    private static final int LINE = 64;

    private TokenTiles() {}

    /// How many of `n` tokens are multiplied as vectors of tokens, the last vector perhaps not full.
    private static int inVectors(int n) {
        return n % N >= FILL_UP ? n : n - n % N;
    }

    /// Vectors that `n` tokens take.
    static int vectors(int n) {
        return (inVectors(n) + N - 1) / N;
    }

    /// Pieces that laying out `n` tokens of `cols` columns is cut into.
    static int layOutItems(int n, int cols) {
        return vectors(n) * ((cols + CHUNK - 1) / CHUNK);
    }

    /// Lays out the tokens that go in vectors: tile by tile, [cols][vectors of the tile][lanes]; missing tokens are
    /// zeros.
    ///
    /// @param item which piece, in `0..layOutItems-1`: one vector of tokens, one chunk of columns
    /// @param x [n, cols]
    /// @param out at least `vectors(n) * N * cols` floats
    static void layOut(int item, float[] x, int n, int cols, float[] out) {
        int vectors = vectors(n);
        int v = item % vectors;
        int from = item / vectors * CHUNK;
        int first = 0; // vector of the tile that v is in
        int tile = Tiles.next(vectors);
        while (first + tile <= v) {
            first += tile;
            tile = Tiles.next(vectors - first);
        }
        int width = tile * N;
        int at = first * N * cols + (v - first) * N;
        spread(x, v * N, Math.min(N, inVectors(n) - v * N), cols, from, Math.min(cols, from + CHUNK), out, at, width);
    }

    /// Turns `tokens` rows of x into columns, zeros for those that lack to a whole vector.
    ///
    /// @param out column k, lane t at `at + k * width + t`
    static void spread(float[] x, int token, int tokens, int cols, int from, int to, float[] out, int at, int width) {
        for (int lane = 0; lane < tokens; lane++) {
            int row = (token + lane) * cols;
            for (int k = from; k < to; k++) out[at + k * width + lane] = x[row + k];
        }
        for (int lane = tokens; lane < N; lane++) for (int k = from; k < to; k++) out[at + k * width + lane] = 0;
    }

    /// Floats of scratch for one worker.
    static int scratch(int n) {
        return PANEL_ROWS * CHUNK + PANEL_ROWS * (vectors(n) + n - inVectors(n)) * N + 1;
    }

    /// Reads a byte of each cache line of the next chunk of some rows: they lie too far apart for the processor to see
    /// what comes, and so it fetches them while the present chunk is multiplied.
    ///
    /// @return nothing of use, but to be kept, or the compiler leaves the reads out
    private static int touch(Matrix w, int row, int rows, int from) {
        long at = row * w.rowBytes()
                + (long) from / w.type().blockValues() * w.type().blockBytes();
        int bytes = Math.min(w.cols() - from, CHUNK)
                / w.type().blockValues()
                * w.type().blockBytes();
        int sum = 0;
        for (int r = 0; r < rows; r++, at += w.rowBytes()) {
            for (int b = 0; b < bytes; b += LINE) sum += w.data().get(JAVA_BYTE, at + b);
            sum += w.data().get(JAVA_BYTE, at + bytes - 1);
        }
        return sum;
    }

    /// `y[t * rows + row] = w_row · x_t` for a panel of rows from `row` on.
    ///
    /// @param laidOut see [#layOut]
    /// @param scratch [#scratch] floats
    static void multiply(Matrix w, int row, float[] x, float[] laidOut, int n, float[] scratch, float[] y) {
        int cols = w.cols();
        int rows = (int) w.rows();
        int count = Math.min(PANEL_ROWS, rows - row);
        int vectors = vectors(n);
        int single = inVectors(n); // the first token that goes alone
        int width = (vectors + n - single) * N; // floats of one row's sums
        int sums = PANEL_ROWS * CHUNK;
        int touched = sums + PANEL_ROWS * width;
        int groups = (count + ROWS - 1) / ROWS; // rows past the last one come from what lies there, and are not read
        for (int from = 0; from < cols; from += CHUNK) {
            int chunk = Math.min(CHUNK, cols - from);
            long offset = (long) from / w.type().blockValues() * w.type().blockBytes();
            for (int r = 0; r < count; r++)
                VectorBlocks.dequantize(
                        w.type(), w.data(), (row + r) * w.rowBytes() + offset, chunk, scratch, r * CHUNK);
            if (from + chunk < cols) scratch[touched] = touch(w, row, count, from + chunk);
            boolean first = from == 0;
            for (int v = 0, tile; v < vectors; v += tile) {
                tile = Tiles.next(vectors - v);
                int xAt = v * N * cols + from * tile * N;
                for (int g = 0; g < groups; g++) {
                    int sAt = sums + g * ROWS * width + v * N;
                    Tiles.add(tile, scratch, g * ROWS * CHUNK, laidOut, xAt, chunk, first, scratch, sAt, width);
                }
            }
            for (int t = single; t < n; t++) {
                int at = sums + (vectors + t - single) * N;
                for (int g = 0; g < groups; g++)
                    alone(
                            scratch,
                            g * ROWS * CHUNK,
                            x,
                            t * cols + from,
                            chunk,
                            first,
                            scratch,
                            at + g * ROWS * width,
                            width);
            }
        }
        for (int t = 0; t < single; t++)
            for (int r = 0; r < count; r++) y[t * rows + row + r] = scratch[sums + r * width + t];
        for (int t = single; t < n; t++)
            for (int r = 0; r < count; r++)
                y[t * rows + row + r] = Lanes.sum(scratch, sums + r * width + (vectors + t - single) * N);
    }

    // lanes are columns; `count` is a multiple of them
    private static void alone(
            float[] w, int wAt, float[] x, int xAt, int count, boolean first, float[] sums, int sAt, int width) {
        FloatVector s0 = FloatVector.zero(F);
        FloatVector s1 = FloatVector.zero(F);
        FloatVector s2 = FloatVector.zero(F);
        FloatVector s3 = FloatVector.zero(F);
        FloatVector s4 = FloatVector.zero(F);
        FloatVector s5 = FloatVector.zero(F);
        FloatVector s6 = FloatVector.zero(F);
        if (!first) {
            s0 = FloatVector.fromArray(F, sums, sAt);
            s1 = FloatVector.fromArray(F, sums, sAt + width);
            s2 = FloatVector.fromArray(F, sums, sAt + 2 * width);
            s3 = FloatVector.fromArray(F, sums, sAt + 3 * width);
            s4 = FloatVector.fromArray(F, sums, sAt + 4 * width);
            s5 = FloatVector.fromArray(F, sums, sAt + 5 * width);
            s6 = FloatVector.fromArray(F, sums, sAt + 6 * width);
        }
        for (int k = 0; k < count; k += N) {
            FloatVector v = FloatVector.fromArray(F, x, xAt + k);
            s0 = v.fma(FloatVector.fromArray(F, w, wAt + k), s0);
            s1 = v.fma(FloatVector.fromArray(F, w, wAt + CHUNK + k), s1);
            s2 = v.fma(FloatVector.fromArray(F, w, wAt + 2 * CHUNK + k), s2);
            s3 = v.fma(FloatVector.fromArray(F, w, wAt + 3 * CHUNK + k), s3);
            s4 = v.fma(FloatVector.fromArray(F, w, wAt + 4 * CHUNK + k), s4);
            s5 = v.fma(FloatVector.fromArray(F, w, wAt + 5 * CHUNK + k), s5);
            s6 = v.fma(FloatVector.fromArray(F, w, wAt + 6 * CHUNK + k), s6);
        }
        s0.intoArray(sums, sAt);
        s1.intoArray(sums, sAt + width);
        s2.intoArray(sums, sAt + 2 * width);
        s3.intoArray(sums, sAt + 3 * width);
        s4.intoArray(sums, sAt + 4 * width);
        s5.intoArray(sums, sAt + 5 * width);
        s6.intoArray(sums, sAt + 6 * width);
    }
}
