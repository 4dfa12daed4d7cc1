package polymath.engine.kernel;

import polymath.engine.tensor.Matrix;

/// Checks at the kernels' door, so that their bodies can trust.
final class Arguments {
    private Arguments() {}

    static void matmul(Matrix w, float[] x, float[] y, int n) {
        holds(x, (long) n * w.cols(), "x");
        holds(y, n * w.rows(), "y");
    }

    static void layerNorm(float[] x, float[] weight, float[] bias, float[] y, int n) {
        holds(x, (long) n * weight.length, "x");
        holds(y, (long) n * weight.length, "y");
        holds(bias, weight.length, "bias");
    }

    static void attention(KvView kv, AttentionShape shape, int firstPosition, float[] q, float[] y, int n) {
        holds(q, (long) n * shape.queryLength(), "q");
        holds(y, (long) n * shape.queryLength(), "y");
        if (firstPosition < 0) throw new IllegalArgumentException("firstPosition is negative: " + firstPosition);
        int page = kv.pageTokens();
        if (page < 64 || Integer.bitCount(page) != 1)
            throw new IllegalArgumentException("pageTokens must be a power of two of at least 64, got " + page);
        row(kv.keys((firstPosition + n - 1) / page), (long) shape.headCountKv() * page - 1);
    }

    static void row(Matrix m, long row) {
        if (row < 0 || row >= m.rows())
            throw new IllegalArgumentException("'%s' has %d rows, asked for row %d".formatted(m.name(), m.rows(), row));
    }

    static void row(Matrix m, long row, float[] values, int at) {
        row(m, row);
        if (at < 0 || values.length - at < m.cols())
            throw new IllegalArgumentException("'%s' has %d columns, the buffer %d floats from %d on"
                    .formatted(m.name(), m.cols(), values.length - at, at));
    }

    static void holds(float[] buffer, long needed, String name) {
        if (buffer.length < needed)
            throw new IllegalArgumentException("%s needs %d floats, has %d".formatted(name, needed, buffer.length));
    }
}
