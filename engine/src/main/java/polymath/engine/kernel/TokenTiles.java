package polymath.engine.kernel;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static polymath.engine.kernel.Lanes.CACHE_LINE;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.Tiles.PASS;
import static polymath.engine.kernel.Tiles.ROWS;
import static polymath.engine.kernel.Tiles.STRIDE;

import java.lang.foreign.MemorySegment;
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
    /// Rows that a worker takes at a time.
    static final int PANEL_ROWS = 16 * ROWS;
    /// Floats from one run of a panel to the next.
    private static final int JUMP = PANEL_ROWS * STRIDE;

    /// From so many tokens over, a vector that is not full is cheaper than products one by one.
    private static final int FILL_UP = Math.max(1, 3 * N / 4);

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

    // how many tiles a panel takes at most
    private static int calls(int n, int cols, int groups) {
        return Math.max(1, (vectors(n) + Tiles.WIDEST - 1) / Tiles.WIDEST * (cols / PASS) * groups);
    }

    /// Floats of scratch for one worker.
    static int scratch(int n) {
        return PANEL_ROWS * CHUNK + PANEL_ROWS * (vectors(n) + n - inVectors(n)) * N + 1;
    }

    /// `y[t * rows + row] = w_row · x_t` for a panel of rows from `row` on.
    ///
    /// Between tiles it reads a byte of some cache lines of the next panel, in the order in which they lie: the
    /// processor sees what comes, and has it here before it is turned into floats.
    ///
    /// @param ahead the first row of the panel that is likely next
    /// @param laidOut see [#layOut]
    /// @param scratch [#scratch] floats
    static void multiply(
            Matrix w, int row, int ahead, float[] x, MemorySegment laidOut, int n, float[] scratch, float[] y) {
        int cols = w.cols();
        int rows = (int) w.rows();
        int count = Math.min(PANEL_ROWS, rows - row);
        int vectors = vectors(n);
        int single = inVectors(n); // the first token that goes alone
        int width = (vectors + n - single) * N; // floats of one row's sums
        int sums = PANEL_ROWS * CHUNK;
        int touched = 0;
        int groups = (count + ROWS - 1) / ROWS; // rows past the last one come from what lies there, and are not read
        long next = Math.min(rows, ahead) * w.rowBytes();
        long end = Math.min(rows, ahead + PANEL_ROWS) * w.rowBytes();
        long step = CACHE_LINE * ((end - next) / CACHE_LINE / calls(n, cols, groups) + 1);
        for (int from = 0; from < cols; from += CHUNK) {
            int chunk = Math.min(CHUNK, cols - from);
            long offset = (long) from / w.type().blockValues() * w.type().blockBytes();
            for (int g = 0; g < groups; g++) {
                int wAt = g * ROWS * STRIDE;
                for (int r = g * ROWS; r < Math.min(count, (g + 1) * ROWS); r++)
                    VectorBlocks.dequantize(
                            w.type(), w.data(), (row + r) * w.rowBytes() + offset, chunk, scratch, r * STRIDE, JUMP);
                // at once, while these rows are in the first-level cache
                for (int t = single, tokens; t < n; t += tokens) {
                    tokens = LoneTiles.next(n - t);
                    int sAt = sums + g * ROWS * width + (vectors + t - single) * N;
                    int xAt = t * cols + from;
                    LoneTiles.add(tokens, scratch, wAt, JUMP, x, xAt, cols, chunk, from == 0, scratch, sAt, width);
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
                        Tiles.add(
                                tile,
                                scratch,
                                wAt + g * ROWS * STRIDE,
                                laidOut,
                                xAt,
                                pass,
                                from + k == 0,
                                scratch,
                                sAt,
                                width);
                        for (long stop = Math.min(end, next + step); next < stop; next += CACHE_LINE)
                            touched += w.data().get(JAVA_BYTE, next);
                    }
                }
            }
        }
        scratch[scratch.length - 1] = touched; // unused, but the compiler would leave the reads out
        // a few tokens in turn, since their results lie far apart
        for (int t = 0; t < single; t += N)
            for (int r = 0; r < count; r++)
                for (int i = t; i < Math.min(single, t + N); i++) y[i * rows + row + r] = scratch[sums + r * width + i];
        for (int t = single; t < n; t++)
            for (int r = 0; r < count; r++)
                y[t * rows + row + r] = Lanes.sum(scratch, sums + r * width + (vectors + t - single) * N);
    }
}
