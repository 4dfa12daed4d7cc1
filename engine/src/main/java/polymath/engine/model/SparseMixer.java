package polymath.engine.model;

/// The router's choice of two experts, as the reference makes it in evaluation.
///
/// The first expert has the highest logit t; its weight is its share among the logits that lie within 2 epsilon of it,
/// relative to the larger of t and their own magnitude. The second is chosen likewise among the others. Weights are not
/// normalised: most tokens get (1, 1).
///
/// Source: Liu et al. 2023 (SparseMixer), Hugging Face `sparsemixer` of `modeling_phimoe.py` without its training
/// parts.
public final class SparseMixer {
    private SparseMixer() {}

    /// Routes `n` tokens.
    ///
    /// @param logits [n, experts]
    /// @param epsilon the model's router jitter noise
    /// @param ids [n, 2], first and second expert, overwritten
    /// @param weights [n, 2], overwritten
    public static void route(float[] logits, int n, int experts, float epsilon, int[] ids, float[] weights) {
        for (int t = 0; t < n; t++) {
            int first = largest(logits, t * experts, experts, -1);
            int second = largest(logits, t * experts, experts, first);
            ids[2 * t] = first;
            ids[2 * t + 1] = second;
            weights[2 * t] = weight(logits, t * experts, experts, first, -1, epsilon);
            weights[2 * t + 1] = weight(logits, t * experts, experts, second, first, epsilon);
        }
    }

    // lowest index on a tie
    private static int largest(float[] logits, int at, int experts, int without) {
        int best = without == 0 ? 1 : 0;
        for (int j = best + 1; j < experts; j++) if (j != without && logits[at + j] > logits[at + best]) best = j;
        return best;
    }

    private static float weight(float[] logits, int at, int experts, int chosen, int without, float epsilon) {
        double t = logits[at + chosen];
        double sum = 0;
        for (int j = 0; j < experts; j++) {
            if (j == without) continue;
            double s = logits[at + j];
            boolean far = (t - s) / Math.max(Math.abs(s), t) > 2.0 * epsilon; // 0/0 is not far
            if (!far) sum += Math.exp(s - t);
        }
        return (float) (1 / sum);
    }
}
