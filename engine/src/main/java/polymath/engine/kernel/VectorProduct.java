package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.N;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;
import polymath.engine.tensor.Matrix;

/// Matrix products in three ways, by the number of tokens: rows as they are in the file with one token after the other
/// ([RowDots]), a few tokens with rows turned into floats ([DotTiles]), many with lanes as tokens ([TokenTiles]).
///
/// Rows go in panels; a worker is done with one before it takes the next, so each weight is read once a step.
final class VectorProduct {
    /// From so many tokens on it pays to turn rows into floats first.
    private static final int FEW_TOKENS = 4;
    /// From so many tokens on lanes are tokens.
    private static final int MANY_TOKENS = 8;
    /// Rows of a piece of work with a few tokens: its floats (16 x 6400) stay in the second-level cache meanwhile.
    private static final int PANEL_ROWS = 16;
    /// Rows converted at a time when tokens are fewer than four; less, to stay in the first-level cache.
    private static final int SMALL_PANEL_ROWS = 4;
    /// Pieces for each thread when rows are read as they are: each is a stretch of memory, which begins slowly.
    private static final int PIECES = 8;
    /// Least bytes of such a piece.
    private static final long PIECE_BYTES = 32L << 10;

    private final WorkerPool pool;
    private final float[][] panels;
    private final float[][] sums;
    private final TokenTiles.Scratch[] scratches;
    private final RowDots rowDots = new RowDots();
    private final WorkerPool.Job layOutTokens = this::layOutTokens;
    private final WorkerPool.Job manyTokens = this::manyTokens;
    private final WorkerPool.Job fewTokens = this::fewTokens;
    private final WorkerPool.Job inPlace = this::inPlace;

    // Fields are the arguments of the step in work; a job per call would be garbage per token.
    @SuppressWarnings("NullAway.Init")
    private Matrix w;

    private float[] x = {};
    private float[] y = {};
    private int n;
    private MemorySegment laidOut = MemorySegment.NULL; // many tokens
    private MemorySegment prepared = MemorySegment.NULL; // up to three, by [DotLayout]
    private long preparedBytes; // of one
    private int piece; // rows

    VectorProduct(WorkerPool pool) {
        this.pool = pool;
        panels = new float[pool.threads()][0];
        sums = new float[pool.threads()][DotTiles.SUMS];
        scratches = new TokenTiles.Scratch[pool.threads()];
        Arrays.setAll(scratches, i -> new TokenTiles.Scratch());
    }

    /// See [Kernels#matmul]; the caller has checked the sizes.
    void run(Matrix w, float[] x, float[] y, int n) {
        this.w = w;
        this.x = x;
        this.y = y;
        this.n = n;
        Optional<DotLayout> dots = DotLayout.of(w.type());
        if (n >= MANY_TOKENS && w.cols() % 32 == 0) {
            for (TokenTiles.Scratch s : scratches) s.grow(n);
            long bytes = 4L * TokenTiles.vectors(n) * N * w.cols();
            if (laidOut.byteSize() < bytes) laidOut = Arena.ofAuto().allocate(bytes, Lanes.CACHE_LINE);
            pool.run(layOutTokens, TokenTiles.layOutItems(n, w.cols()));
            piece = TokenTiles.panelRows(w.rows(), pool.threads());
            pool.run(manyTokens, panels(piece));
        } else if (n < FEW_TOKENS && dots.isPresent() && dots.get().fits(w.cols())) {
            DotLayout layout = dots.get();
            rowDots.begin(w, layout);
            preparedBytes = (4L * layout.length(w.cols()) + Lanes.CACHE_LINE - 1) / Lanes.CACHE_LINE * Lanes.CACHE_LINE;
            if (prepared.byteSize() < n * preparedBytes)
                prepared = Arena.ofAuto().allocate(FEW_TOKENS * preparedBytes, Lanes.CACHE_LINE);
            for (int t = 0; t < n; t++) layout.prepare(x, t * w.cols(), w.cols(), prepared, t * preparedBytes);
            long even = w.rows() / ((long) PIECES * pool.threads());
            piece = (int) Math.max(PIECE_BYTES / w.rowBytes() + 1, even);
            pool.run(inPlace, panels(piece));
        } else {
            growPanels(PANEL_ROWS * w.cols());
            pool.run(fewTokens, panels(PANEL_ROWS));
        }
    }

    private int panels(int rows) {
        return Math.toIntExact((w.rows() + rows - 1) / rows);
    }

    private void growPanels(int length) {
        for (int i = 0; i < panels.length; i++) if (panels[i].length < length) panels[i] = new float[length];
    }

    private void layOutTokens(int item, int worker) {
        TokenTiles.layOut(item, x, n, w.cols(), laidOut);
    }

    private void manyTokens(int item, int worker) {
        int row = item * piece;
        int count = Math.min(piece, (int) w.rows() - row);
        TokenTiles.multiply(w, row, count, x, laidOut, n, scratches[worker], y);
    }

    private void inPlace(int item, int worker) {
        int rows = (int) w.rows();
        int last = Math.min(rows, (item + 1) * piece);
        for (int row = item * piece; row < last; row++)
            for (int t = 0; t < n; t++) y[t * rows + row] = rowDots.dot(row, prepared, t * preparedBytes, sums[worker]);
    }

    private void fewTokens(int item, int worker) {
        int rows = (int) w.rows();
        int last = Math.min(rows, (item + 1) * PANEL_ROWS);
        int step = n < FEW_TOKENS ? SMALL_PANEL_ROWS : PANEL_ROWS;
        float[] panel = panels[worker];
        for (int row = item * PANEL_ROWS; row < last; row += step) {
            int count = Math.min(step, last - row);
            for (int r = 0; r < count; r++)
                VectorBlocks.dequantize(w.type(), w.data(), (row + r) * w.rowBytes(), w.cols(), panel, r * w.cols());
            DotTiles.dot(panel, 0, count, x, 0, n, w.cols(), sums[worker], y, row, rows);
        }
    }
}
