package polymath.engine.kernel;

import polymath.engine.tensor.Matrix;

/// What both forms of attention have in common: the arguments of a step, and the running softmax over blocks of cached
/// positions, so that no row of scores is ever held whole.
///
/// For each query m is the largest score so far, l the sum of exp(score - m), o the values weighted so; when m grows, l
/// and o shrink by exp(old m - new m).
///
/// Source: Milakov and Gimelshein 2018 (running softmax), Dao et al. 2022 (blocks).
abstract sealed class AttentionJob implements WorkerPool.Job permits DotAttention, TileAttention {
    private final int tokens;

    @SuppressWarnings("NullAway.Init")
    KvView kv;

    @SuppressWarnings("NullAway.Init")
    AttentionShape shape;

    int rowLength;
    int firstPosition;
    private float[] q = {};
    private float[] y = {};
    private int n;

    /// @param tokens new tokens of one piece of work, which are the queries of one key-value head
    AttentionJob(int tokens) {
        this.tokens = tokens;
    }

    /// Sets the arguments of the next step.
    final void prepare(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n) {
        this.kv = kv;
        this.shape = shape;
        this.firstPosition = firstPosition;
        this.q = q;
        this.y = y;
        this.n = n;
        rowLength = kv.keys(0).cols();
        grow();
    }

    /// Makes the workers' buffers large enough for the present arguments.
    abstract void grow();

    final int items() {
        return (n + tokens - 1) / tokens * shape.headCountKv();
    }

    @Override
    public final void run(int item, int worker) {
        int firstToken = item / shape.headCountKv() * tokens;
        run(item % shape.headCountKv(), firstToken, Math.min(tokens, n - firstToken), worker);
    }

    /// The queries of `tokens` tokens from `firstToken` on, for one key-value head.
    abstract void run(int head, int firstToken, int tokens, int worker);

    /// How many of the positions from `from` on query `i` of a piece of work sees; none if below 1.
    final int visible(int firstToken, int i, int from) {
        return firstPosition + firstToken + i / shape.group() + 1 - from;
    }

    /// `count` cached rows as floats, `stride` apart.
    static void floats(Matrix cached, long row, int count, float[] out, int stride) {
        long rowBytes = cached.rowBytes();
        for (int r = 0; r < count; r++)
            VectorBlocks.dequantize(cached.type(), cached.data(), (row + r) * rowBytes, cached.cols(), out, r * stride);
    }

    /// Copies the piece's queries, token by token, scaled once here; zeros where a cached row is longer than a head.
    final void load(int head, int firstToken, int tokens, float[] queries, int stride) {
        int size = shape.headSize();
        float scale = shape.scale();
        for (int i = 0; i < tokens * shape.group(); i++) {
            int from = offset(head, firstToken, i);
            for (int j = 0; j < size; j++) queries[i * stride + j] = q[from + j] * scale;
            for (int j = size; j < rowLength; j++) queries[i * stride + j] = 0;
        }
    }

    final void store(int head, int firstToken, int tokens, float[] outputs, int stride, float[] sums) {
        for (int i = 0; i < tokens * shape.group(); i++) {
            int to = offset(head, firstToken, i);
            float inverse = 1 / sums[i];
            for (int j = 0; j < shape.headSize(); j++) y[to + j] = outputs[i * stride + j] * inverse;
        }
    }

    // where query i of a piece of work lies in q and y
    private int offset(int head, int firstToken, int i) {
        int group = shape.group();
        return (firstToken + i / group) * shape.queryLength() + (head * group + i % group) * shape.headSize();
    }
}
