package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import polymath.engine.tensor.Matrix;

/// Attention in blocks of keys with a running softmax, so that no row of scores is ever held whole.
///
/// One piece of work is one key-value head with up to [#TOKENS] new tokens: their queries (all heads of the group)
/// pass over the cached positions block by block, each block's keys and values turned into floats once. For each query
/// m is the largest score so far, l the sum of exp(score - m), o the values weighted so; when m grows, l and o shrink
/// by exp(old m - new m).
///
/// Source: Milakov and Gimelshein 2018 (running softmax), Dao et al. 2022 (blocks).
final class VectorAttention implements WorkerPool.Job {
    /// New tokens of one piece of work.
    private static final int TOKENS = 8;
    /// Cached positions of one block; a page holds a whole number of them.
    private static final int BLOCK = 64;

    /// Buffers of one worker; M = TOKENS * group queries of D floats, D the length of a cached row.
    private static final class Scratch {
        private float[] queries = {}; // [M, D], scaled
        private float[] outputs = {}; // [M, D]
        private float[] keys = {}; // [BLOCK, D]
        private float[] values = {}; // [BLOCK, D]
        private float[] scores = {}; // [M, BLOCK]
        private final float[] tile = new float[DotTiles.SUMS];
        private float[] largest = {}; // [M]
        private float[] sums = {}; // [M]

        void grow(int m, int d) {
            if (queries.length >= m * d && largest.length >= m && keys.length >= BLOCK * d) return;
            queries = new float[m * d];
            outputs = new float[m * d];
            keys = new float[BLOCK * d];
            values = new float[BLOCK * d];
            scores = new float[m * BLOCK];
            largest = new float[m];
            sums = new float[m];
        }
    }

    private final Scratch[] scratches;

    @SuppressWarnings("NullAway.Init")
    private KvView kv;

    @SuppressWarnings("NullAway.Init")
    private AttentionShape shape;

    private int rowLength;
    private int firstPosition;
    private float[] q = {};
    private float[] y = {};
    private int n;

    VectorAttention(int threads) {
        scratches = new Scratch[threads];
        Arrays.setAll(scratches, i -> new Scratch());
    }

    /// Sets the arguments of the next step.
    void prepare(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n) {
        this.kv = kv;
        this.shape = shape;
        this.firstPosition = firstPosition;
        this.q = q;
        this.y = y;
        this.n = n;
        rowLength = kv.keys(0).cols();
        for (Scratch scratch : scratches) scratch.grow(TOKENS * shape.group(), rowLength);
    }

    int items() {
        return (n + TOKENS - 1) / TOKENS * shape.headCountKv();
    }

    @Override
    public void run(int item, int worker) {
        Scratch s = scratches[worker];
        int head = item % shape.headCountKv();
        int firstToken = item / shape.headCountKv() * TOKENS;
        int tokens = Math.min(TOKENS, n - firstToken);
        int m = tokens * shape.group();
        int d = rowLength;
        load(s, head, firstToken, tokens);
        Arrays.fill(s.outputs, 0, m * d, 0);
        Arrays.fill(s.largest, 0, m, Float.NEGATIVE_INFINITY);
        Arrays.fill(s.sums, 0, m, 0);

        int end = firstPosition + firstToken + tokens;
        int page = kv.pageTokens();
        for (int from = 0; from < end; from += BLOCK) {
            int count = Math.min(BLOCK, end - from);
            long row = (long) head * page + from % page;
            floats(kv.keys(from / page), row, count, s.keys);
            floats(kv.values(from / page), row, count, s.values);
            DotTiles.dot(s.keys, 0, count, s.queries, 0, m, d, s.tile, s.scores, 0, BLOCK);
            for (int i = 0; i < m; i++) {
                int position = firstPosition + firstToken + i / shape.group();
                int visible = Math.min(count, position + 1 - from);
                if (visible > 0) absorb(s, i, visible, d);
            }
        }
        store(s, head, firstToken, tokens);
    }

    private static void floats(Matrix cached, long row, int count, float[] out) {
        int d = cached.cols();
        long rowBytes = cached.rowBytes();
        for (int r = 0; r < count; r++)
            VectorBlocks.dequantize(cached.type(), cached.data(), (row + r) * rowBytes, d, out, r * d);
    }

    // queries of the group, token by token, scaled once here; zeros where a cached row is longer than a head
    private void load(Scratch s, int head, int firstToken, int tokens) {
        int size = shape.headSize();
        float scale = shape.scale();
        for (int i = 0; i < tokens * shape.group(); i++) {
            int from = offset(head, firstToken, i);
            for (int j = 0; j < size; j++) s.queries[i * rowLength + j] = q[from + j] * scale;
            for (int j = size; j < rowLength; j++) s.queries[i * rowLength + j] = 0;
        }
    }

    private void store(Scratch s, int head, int firstToken, int tokens) {
        for (int i = 0; i < tokens * shape.group(); i++) {
            int to = offset(head, firstToken, i);
            float inverse = 1 / s.sums[i];
            for (int j = 0; j < shape.headSize(); j++) y[to + j] = s.outputs[i * rowLength + j] * inverse;
        }
    }

    // where query i of a piece of work lies in q and y
    private int offset(int head, int firstToken, int i) {
        int group = shape.group();
        return (firstToken + i / group) * shape.queryLength() + (head * group + i % group) * shape.headSize();
    }

    // takes `visible` scores of query i into its running softmax
    private static void absorb(Scratch s, int i, int visible, int d) {
        int at = i * BLOCK;
        float largest = s.largest[i];
        for (int j = 0; j < visible; j++) largest = Math.max(largest, s.scores[at + j]);
        float shrink = s.largest[i] == largest ? 1 : (float) Math.exp(s.largest[i] - largest);
        s.largest[i] = largest;

        for (int j = 0; j < visible; j += N) // may run over into the block's unused scores
        Lanes.exp(FloatVector.fromArray(F, s.scores, at + j).sub(largest)).intoArray(s.scores, at + j);
        float sum = 0;
        for (int j = 0; j < visible; j++) sum += s.scores[at + j];
        s.sums[i] = Math.fma(s.sums[i], shrink, sum);

        int o = i * d;
        int k = 0;
        for (; k + 4 * N <= d; k += 4 * N) mix4(s, at, visible, shrink, d, o, k);
        for (; k < d; k++) {
            float mixed = s.outputs[o + k] * shrink;
            for (int j = 0; j < visible; j++) mixed = Math.fma(s.scores[at + j], s.values[j * d + k], mixed);
            s.outputs[o + k] = mixed;
        }
    }

    // outputs[o+k ..] = shrink * outputs[o+k ..] + sum over j of p_j * values[j, k ..], four vectors wide
    private static void mix4(Scratch s, int at, int visible, float shrink, int d, int o, int k) {
        FloatVector o0 = FloatVector.fromArray(F, s.outputs, o + k).mul(shrink);
        FloatVector o1 = FloatVector.fromArray(F, s.outputs, o + k + N).mul(shrink);
        FloatVector o2 = FloatVector.fromArray(F, s.outputs, o + k + 2 * N).mul(shrink);
        FloatVector o3 = FloatVector.fromArray(F, s.outputs, o + k + 3 * N).mul(shrink);
        for (int j = 0; j < visible; j++) {
            FloatVector p = Lanes.broadcast(s.scores[at + j]);
            int v = j * d + k;
            o0 = p.fma(FloatVector.fromArray(F, s.values, v), o0);
            o1 = p.fma(FloatVector.fromArray(F, s.values, v + N), o1);
            o2 = p.fma(FloatVector.fromArray(F, s.values, v + 2 * N), o2);
            o3 = p.fma(FloatVector.fromArray(F, s.values, v + 3 * N), o3);
        }
        o0.intoArray(s.outputs, o + k);
        o1.intoArray(s.outputs, o + k + N);
        o2.intoArray(s.outputs, o + k + 2 * N);
        o3.intoArray(s.outputs, o + k + 3 * N);
    }
}
