package polymath.engine.kernel;

import static jdk.incubator.vector.VectorOperators.MAX;
import static polymath.engine.kernel.Lanes.F;
import static polymath.engine.kernel.Lanes.N;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The running softmax of the queries of one piece of work, see [AttentionJob].
final class Softmax {
    private float[] largest = {}; // [queries]
    private float[] sums = {}; // [queries]
    private final float[] lanes = new float[N];

    void grow(int queries) {
        if (largest.length >= queries) return;
        largest = new float[queries];
        sums = new float[queries];
    }

    void start(int queries) {
        Arrays.fill(largest, 0, queries, Float.NEGATIVE_INFINITY);
        Arrays.fill(sums, 0, queries, 0);
    }

    /// By query, what its outputs are to be divided by in the end.
    float[] sums() {
        return sums;
    }

    /// Takes `count` more scores of query `i` and turns them into exp(score - m), up to `room` with zeros behind.
    ///
    /// @param scores from `at` on
    /// @return the factor by which the query's outputs shrink
    float absorb(int i, float[] scores, int at, int count, int room) {
        int end = at + count;
        int vectors = at + F.loopBound(count);
        float m = Math.max(largest[i], largest(scores, at, vectors));
        for (int j = vectors; j < end; j++) m = Math.max(m, scores[j]);
        float shrink = largest[i] == m ? 1 : (float) Math.exp(largest[i] - m);
        largest[i] = m;

        for (int j = at; j < end; j++) scores[j] -= m;
        Lanes.exp(scores, at, vectors);
        for (int j = vectors; j < end; j++) scores[j] = (float) Math.exp(scores[j]);
        float sum = sum(scores, at, vectors);
        for (int j = vectors; j < end; j++) sum += scores[j];
        Arrays.fill(scores, end, at + room, 0);
        sums[i] = Math.fma(sums[i], shrink, sum);
        return shrink;
    }

    private static float largest(float[] x, int at, int end) {
        FloatVector most = FloatVector.broadcast(F, Float.NEGATIVE_INFINITY);
        for (int j = at; j < end; j += N) most = most.max(FloatVector.fromArray(F, x, j));
        return most.reduceLanes(MAX);
    }

    private float sum(float[] x, int at, int end) {
        FloatVector sum = FloatVector.zero(F);
        for (int j = at; j < end; j += N) sum = sum.add(FloatVector.fromArray(F, x, j));
        sum.intoArray(lanes, 0);
        return Lanes.sum(lanes, 0);
    }
}
