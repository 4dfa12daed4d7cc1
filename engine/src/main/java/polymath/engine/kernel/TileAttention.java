package polymath.engine.kernel;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static polymath.engine.kernel.Lanes.CACHE_LINE;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;
import static polymath.engine.kernel.Tiles.ROWS;
import static polymath.engine.kernel.Tiles.STRIDE;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.Matrix;

/// Attention of many new tokens as two matrix products in register tiles: scores = queries · keysᵀ, outputs =
/// softmax(scores) · values, block by block of cached positions. Each block is turned into floats once for all queries
/// of a piece of work.
final class TileAttention extends AttentionJob {
    /// New tokens of one piece of work: with four query heads a group the buffers are about 600 KB.
    private static final int TOKENS = 48;
    /// Most cached positions of one block, and floats from a query's scores to the next one's.
    private static final int BLOCK = STRIDE;
    /// Longest cached row.
    static final int LONGEST_ROW = STRIDE;

    /// Buffers of one worker, for M queries of D floats; D is filled up to whole vectors, M to whole tiles.
    private static final class Scratch {
        private float[] row = {}; // [BLOCK, D]
        private float[] queries = {}; // [M, STRIDE], scaled
        private MemorySegment keys = MemorySegment.NULL; // [D, BLOCK], tile by tile
        private MemorySegment values = MemorySegment.NULL; // [BLOCK, D], tile by tile
        private float[] scores = {}; // [M, BLOCK]
        private float[] outputs = {}; // [M, D]
        private final Softmax softmax = new Softmax();

        void grow(int m, int d) {
            softmax.grow(m);
            if (queries.length >= m * STRIDE && outputs.length >= m * d && row.length >= BLOCK * d) return;
            row = new float[BLOCK * d];
            queries = new float[m * STRIDE];
            keys = Arena.ofAuto().allocate(4L * BLOCK * d, CACHE_LINE);
            values = Arena.ofAuto().allocate(4L * BLOCK * d, CACHE_LINE);
            scores = new float[m * BLOCK];
            outputs = new float[m * d];
        }
    }

    private final Scratch[] scratches;
    private int d; // a cached row, filled up to whole vectors

    TileAttention(int threads) {
        super(TOKENS);
        scratches = new Scratch[threads];
        Arrays.setAll(scratches, i -> new Scratch());
    }

    @Override
    void grow() {
        d = (rowLength + N - 1) / N * N;
        for (Scratch s : scratches) s.grow((TOKENS * shape.group() + ROWS - 1) / ROWS * ROWS, d);
    }

    @Override
    void run(int head, int firstToken, int tokens, int worker) {
        Scratch s = scratches[worker];
        int m = tokens * shape.group();
        int groups = (m + ROWS - 1) / ROWS; // rows past the last one come from what lies there, and are not read
        load(head, firstToken, tokens, s.queries, STRIDE);
        Arrays.fill(s.outputs, 0, groups * ROWS * d, 0);
        s.softmax.start(m);

        int end = firstPosition + firstToken + tokens;
        int page = kv.pageTokens();
        int block = Math.min(BLOCK, page);
        for (int from = 0; from < end; from += block) {
            int count = Math.min(block, end - from);
            long row = (long) head * page + from % page;
            int keyVectors = (count + N - 1) / N;
            takeKeys(kv.keys(from / page), row, count, s);
            for (int v = 0, tile; v < keyVectors; v += tile) {
                tile = Tiles.next(keyVectors - v);
                for (int g = 0; g < groups; g++)
                    Tiles.add(
                            tile,
                            s.queries,
                            g * ROWS * STRIDE,
                            s.keys,
                            4L * v * N * rowLength,
                            rowLength,
                            true,
                            s.scores,
                            g * ROWS * BLOCK + v * N,
                            BLOCK);
            }
            for (int i = 0; i < m; i++) {
                int visible = Math.min(count, visible(firstToken, i, from));
                if (visible > 0) shrink(s.outputs, i * d, s.softmax.absorb(i, s.scores, i * BLOCK, visible, count));
                else Arrays.fill(s.scores, i * BLOCK, i * BLOCK + count, 0);
            }
            takeValues(kv.values(from / page), row, count, s);
            for (int v = 0, tile; v < d / N; v += tile) {
                tile = Tiles.next(d / N - v);
                for (int k = 0; k < count; k += Tiles.PASS) {
                    long at = 4L * N * (v * count + k * tile);
                    int pass = Math.min(Tiles.PASS, count - k);
                    for (int g = 0; g < groups; g++)
                        Tiles.add(
                                tile,
                                s.scores,
                                g * ROWS * BLOCK + k,
                                s.values,
                                at,
                                pass,
                                false,
                                s.outputs,
                                g * ROWS * d + v * N,
                                d);
                }
            }
        }
        store(head, firstToken, tokens, s.outputs, d, s.softmax.sums());
    }

    // lanes are positions
    private void takeKeys(Matrix cached, long row, int count, Scratch s) {
        floats(cached, row, count, s.row, rowLength);
        int vectors = (count + N - 1) / N;
        for (int v = 0, tile; v < vectors; v += tile) {
            tile = Tiles.next(vectors - v);
            for (int i = 0; i < tile; i++)
                TokenTiles.spread(
                        s.row,
                        (v + i) * N,
                        Math.min(N, count - (v + i) * N),
                        rowLength,
                        0,
                        rowLength,
                        s.keys,
                        v * N * rowLength + i * N,
                        tile * N);
        }
    }

    // lanes are places in the row
    private void takeValues(Matrix cached, long row, int count, Scratch s) {
        floats(cached, row, count, s.row, d);
        for (int v = 0, tile; v < d / N; v += tile) {
            tile = Tiles.next(d / N - v);
            for (int r = 0; r < count; r++)
                for (int i = 0; i < tile; i++)
                    FloatVector.fromArray(F, s.row, r * d + (v + i) * N)
                            .intoMemorySegment(s.values, 4L * N * (v * count + r * tile + i), LITTLE_ENDIAN);
        }
    }

    private void shrink(float[] outputs, int at, float factor) {
        if (factor == 1) return;
        for (int j = 0; j < d; j += N)
            FloatVector.fromArray(F, outputs, at + j).mul(factor).intoArray(outputs, at + j);
    }
}
