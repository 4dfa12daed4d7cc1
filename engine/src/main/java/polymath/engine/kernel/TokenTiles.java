package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static polymath.engine.kernel.Lanes.CACHE_LINE;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.ScalarBlocks.LE_LONG;
import static polymath.engine.kernel.Tiles.PASS;
import static polymath.engine.kernel.Tiles.ROWS;
import static polymath.engine.kernel.Tiles.STRIDE;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.Matrix;

/// Products of many tokens with weight rows: lanes are tokens, and a tile's sums stay in registers while [Tiles#PASS]
/// columns pass.
///
/// The tokens are laid out once for all rows, [columns][tokens of a tile]; the weights are turned into floats chunk by
/// chunk, row by row as they are. A tile's tokens stay in the first-level cache while all rows of a panel pass, whose
/// floats (230 KB) come from the second-level one: a row's float is read once for three vectors of tokens. What is
/// left over when tokens fill whole vectors goes the other way round, see [LoneTiles].
final class TokenTiles {
    /// Columns that are turned into floats at a time, in runs of [Tiles#STRIDE]; a row read for longer at a time is
    /// read faster.
    static final int CHUNK = 2 * STRIDE;
    /// Most rows that a worker takes at a time.
    private static final int PANEL_ROWS = 16 * ROWS;
    /// Floats from one run of a panel to the next.
    private static final int JUMP = PANEL_ROWS * STRIDE;

    /// From so many tokens over, a vector that is not full is cheaper than products one by one.
    private static final int FILL_UP = Math.max(1, 3 * N / 4);

    private TokenTiles() {}

    /// Rows of a panel so that all workers are done at about the same time.
    static int panelRows(long rows, int workers) {
        long rounds = (rows + (long) PANEL_ROWS * workers - 1) / ((long) PANEL_ROWS * workers);
        long even = (rows + rounds * workers - 1) / (rounds * workers);
        return (int) (even + ROWS - 1) / ROWS * ROWS;
    }

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
        return vectors(n) * ((cols + STRIDE - 1) / STRIDE);
    }

    /// Lays out the tokens that go in vectors: tile by tile, [cols][vectors of the tile][lanes]; missing tokens are
    /// zeros.
    ///
    /// @param item which piece, in `0..layOutItems-1`: one vector of tokens, one chunk of columns
    /// @param x [n, cols]
    /// @param out at least `vectors(n) * N * cols` floats
    static void layOut(int item, float[] x, int n, int cols, MemorySegment out) {
        int vectors = vectors(n);
        int v = item % vectors;
        int from = item / vectors * STRIDE;
        int first = 0; // vector of the tile that v is in
        int tile = Tiles.next(vectors);
        while (first + tile <= v) {
            first += tile;
            tile = Tiles.next(vectors - first);
        }
        int width = tile * N;
        int at = first * N * cols + (v - first) * N;
        spread(x, v * N, Math.min(N, inVectors(n) - v * N), cols, from, Math.min(cols, from + STRIDE), out, at, width);
    }

    /// Turns `tokens` rows of x into columns, zeros for those that lack to a whole vector.
    ///
    /// @param out column k, lane t at `at + k * width + t`
    static void spread(
            float[] x, int token, int tokens, int cols, int from, int to, MemorySegment out, int at, int width) {
        for (int lane = 0; lane < tokens; lane++) {
            int row = (token + lane) * cols;
            for (int k = from; k < to; k++) out.setAtIndex(JAVA_FLOAT, at + (long) k * width + lane, x[row + k]);
        }
        for (int lane = tokens; lane < N; lane++)
            for (int k = from; k < to; k++) out.setAtIndex(JAVA_FLOAT, at + (long) k * width + lane, 0);
    }

    /// What one worker needs for itself.
    static final class Scratch {
        private float[] floats = {}; // a panel's chunk, and the sums behind it
        private final int[] rows = new int[N]; // where the sums of rows begin
        long fetched; // for nobody, but the compiler would leave the reads out

        /// Makes room for `n` tokens.
        void grow(int n) {
            int length = PANEL_ROWS * CHUNK + PANEL_ROWS * (vectors(n) + n - inVectors(n)) * N;
            if (floats.length < length) floats = new float[length];
        }
    }

    /// `y[t * rows + row] = w_row · x_t` for `count` rows from `row` on.
    ///
    /// @param count at most what [#panelRows] says
    /// @param laidOut see [#layOut]
    /// @param scratch the worker's own, grown for `n` tokens
    static void multiply(
            Matrix w, int row, int count, float[] x, MemorySegment laidOut, int n, Scratch scratch, float[] y) {
        int cols = w.cols();
        int rows = (int) w.rows();
        int vectors = vectors(n);
        int single = inVectors(n); // the first token that goes alone
        int width = (vectors + n - single) * N; // floats of one row's sums
        int sums = PANEL_ROWS * CHUNK;
        int groups = (count + ROWS - 1) / ROWS; // rows past the last one come from what lies there, and are not read
        float[] floats = scratch.floats;
        scratch.fetched = fetch(w.data(), row * w.rowBytes(), (row + count) * w.rowBytes());
        for (int from = 0; from < cols; from += CHUNK) {
            int chunk = Math.min(CHUNK, cols - from);
            long offset = (long) from / w.type().blockValues() * w.type().blockBytes();
            for (int g = 0; g < groups; g++) {
                int wAt = g * ROWS * STRIDE;
                for (int r = g * ROWS; r < Math.min(count, (g + 1) * ROWS); r++)
                    VectorBlocks.dequantize(
                            w.type(), w.data(), (row + r) * w.rowBytes() + offset, chunk, floats, r * STRIDE, JUMP);
                // at once, while these rows are in the first-level cache
                for (int t = single, tokens; t < n; t += tokens) {
                    tokens = Tiles.next(n - t);
                    int sAt = sums + g * ROWS * width + (vectors + t - single) * N;
                    int xAt = t * cols + from;
                    LoneTiles.add(tokens, floats, wAt, JUMP, x, xAt, cols, chunk, from == 0, floats, sAt, width);
                }
            }
            for (int v = 0, tile; v < vectors; v += tile) {
                tile = Tiles.next(vectors - v);
                for (int k = 0; k < chunk; k += PASS) {
                    long xAt = 4L * N * ((long) v * cols + (long) (from + k) * tile);
                    int wAt = k / STRIDE * JUMP + k % STRIDE;
                    int pass = Math.min(PASS, chunk - k);
                    for (int g = 0; g < groups; g++) {
                        int sAt = sums + g * ROWS * width + v * N;
                        int wOfGroup = wAt + g * ROWS * STRIDE;
                        Tiles.add(tile, floats, wOfGroup, laidOut, xAt, pass, from + k == 0, floats, sAt, width);
                    }
                }
            }
        }
        for (int r = 0; r < N; r++) scratch.rows[r] = r * width;
        for (int t = 0; t < single; t++) store(floats, sums + t, scratch.rows, width, count, y, t * rows + row);
        for (int t = single; t < n; t++)
            for (int r = 0; r < count; r++)
                y[t * rows + row + r] = Lanes.sum(floats, sums + r * width + (vectors + t - single) * N);
    }

    /// Reads something of each cache line, so that they are near when they are turned into floats. Memory is read
    /// fastest by a loop that does nothing else: many lines are on their way at once.
    private static long fetch(MemorySegment data, long from, long to) {
        long any = 0;
        for (long at = from; at <= to - Long.BYTES; at += CACHE_LINE) any |= data.get(LE_LONG, at);
        return any;
    }

    // a token's sums for all rows of a panel, which are `width` apart
    private static void store(float[] sums, int at, int[] rows, int width, int count, float[] y, int to) {
        int r = 0;
        for (; r + N <= count; r += N)
            FloatVector.fromArray(F, sums, at + r * width, rows, 0).intoArray(y, to + r);
        for (; r < count; r++) y[to + r] = sums[at + r * width];
    }
}
