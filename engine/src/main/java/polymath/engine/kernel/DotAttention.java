package polymath.engine.kernel;

import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// Attention of a few new tokens: their queries pass over the cached positions block by block, scores as dot products,
/// with little to prepare for a block that is used a few times only.
final class DotAttention extends AttentionJob {
    /// New tokens of one piece of work.
    private static final int TOKENS = 8;
    /// Cached positions of one block; a page holds a whole number of them.
    private static final int BLOCK = 64;

    /// Buffers of one worker; M = TOKENS * group queries of D floats, D the length of a cached row.
    private static final class Scratch {
        private float[] queries = {}; // [M, D], scaled
        private float[] outputs = {}; // [M, D]
        private float[] cached = {}; // [BLOCK, D], keys and then values: both would not fit into the first-level cache
        private float[] scores = {}; // [M, BLOCK]
        private final float[] tile = new float[DotTiles.SUMS];
        private final Softmax softmax = new Softmax();

        void grow(int m, int d) {
            softmax.grow(m);
            if (queries.length >= m * d && scores.length >= m * BLOCK && cached.length >= BLOCK * d) return;
            queries = new float[m * d];
            outputs = new float[m * d];
            cached = new float[BLOCK * d];
            scores = new float[m * BLOCK];
        }
    }

    private final Scratch[] scratches;

    DotAttention(int threads) {
        super(TOKENS);
        scratches = new Scratch[threads];
        Arrays.setAll(scratches, i -> new Scratch());
    }

    @Override
    void grow() {
        for (Scratch s : scratches) s.grow(TOKENS * shape.group(), rowLength);
    }

    @Override
    void run(int head, int firstToken, int tokens, int worker) {
        Scratch s = scratches[worker];
        int m = tokens * shape.group();
        int d = rowLength;
        load(head, firstToken, tokens, s.queries, d);
        Arrays.fill(s.outputs, 0, m * d, 0);
        s.softmax.start(m);

        int end = firstPosition + firstToken + tokens;
        int page = kv.pageTokens();
        for (int from = 0; from < end; from += BLOCK) {
            int count = Math.min(BLOCK, end - from);
            long row = (long) head * page + from % page;
            floats(kv.keys(from / page), row, count, s.cached, d);
            DotTiles.dot(s.cached, 0, count, s.queries, 0, m, d, s.tile, s.scores, 0, BLOCK);
            floats(kv.values(from / page), row, count, s.cached, d);
            for (int i = 0; i < m; i++) {
                int visible = Math.min(count, visible(firstToken, i, from));
                if (visible > 0) mix(s, i, visible, s.softmax.absorb(i, s.scores, i * BLOCK, visible, visible), d);
            }
        }
        store(head, firstToken, tokens, s.outputs, d, s.softmax.sums());
    }

    // outputs = shrink * outputs + sum over j of p_j * values[j]
    private static void mix(Scratch s, int i, int visible, float shrink, int d) {
        int at = i * BLOCK;
        int o = i * d;
        int k = 0;
        for (; k + 4 * N <= d; k += 4 * N) mix4(s, at, visible, shrink, d, o, k);
        for (; k < d; k++) {
            float mixed = s.outputs[o + k] * shrink;
            for (int j = 0; j < visible; j++) mixed = Math.fma(s.scores[at + j], s.cached[j * d + k], mixed);
            s.outputs[o + k] = mixed;
        }
    }

    // four vectors wide
    private static void mix4(Scratch s, int at, int visible, float shrink, int d, int o, int k) {
        FloatVector o0 = FloatVector.fromArray(F, s.outputs, o + k).mul(shrink);
        FloatVector o1 = FloatVector.fromArray(F, s.outputs, o + k + N).mul(shrink);
        FloatVector o2 = FloatVector.fromArray(F, s.outputs, o + k + 2 * N).mul(shrink);
        FloatVector o3 = FloatVector.fromArray(F, s.outputs, o + k + 3 * N).mul(shrink);
        for (int j = 0; j < visible; j++) {
            FloatVector p = FloatVector.broadcast(F, s.scores[at + j]);
            int v = j * d + k;
            o0 = p.fma(FloatVector.fromArray(F, s.cached, v), o0);
            o1 = p.fma(FloatVector.fromArray(F, s.cached, v + N), o1);
            o2 = p.fma(FloatVector.fromArray(F, s.cached, v + 2 * N), o2);
            o3 = p.fma(FloatVector.fromArray(F, s.cached, v + 3 * N), o3);
        }
        o0.intoArray(s.outputs, o + k);
        o1.intoArray(s.outputs, o + k + N);
        o2.intoArray(s.outputs, o + k + 2 * N);
        o3.intoArray(s.outputs, o + k + 3 * N);
    }
}
