package polymath.engine.generation;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import polymath.engine.api.SamplingParams;

/// Chooses the next token from logits, as [SamplingParams] says. One sampler serves one answer, on one thread; the same
/// seed and logits give the same tokens.
final class Sampler {
    /// Tokens that the repeat penalty looks back on.
    private static final int PENALTY_WINDOW = 64;

    private final SamplingParams params;
    private final Random random; // its algorithm is specified, so seeds keep their meaning
    private final boolean[] never;
    private final float[] scores; // logits, then probabilities, by token
    private final long[] ranked; // score in the high half, token in the low

    /// @param neverSampled tokens that are not to be chosen, such as the vocabulary's padding
    Sampler(SamplingParams params, int vocabularySize, IntPredicate neverSampled) {
        this.params = params;
        random = new Random(params.seed());
        never = new boolean[vocabularySize];
        for (int id = 0; id < vocabularySize; id++) never[id] = neverSampled.test(id);
        scores = new float[vocabularySize];
        ranked = new long[vocabularySize];
    }

    /// @param logits [vocabulary], unchanged
    /// @param history tokens before the one to choose; the last ones count for the repeat penalty
    /// @throws BadNumbersException if a logit is not finite
    int next(float[] logits, int[] history, int historyLength) throws BadNumbersException {
        for (int id = 0; id < scores.length; id++) {
            if (!Float.isFinite(logits[id])) throw new BadNumbersException("logit of token " + id);
            scores[id] = never[id] ? Float.NEGATIVE_INFINITY : logits[id];
        }
        if (params.repeatPenalty() != 1) penalise(history, historyLength);
        return params.temperature() == 0 ? largest() : draw();
    }

    private void penalise(int[] history, int length) {
        for (int i = Math.max(0, length - PENALTY_WINDOW); i < length; i++) {
            int id = history[i];
            boolean counted = false;
            for (int j = Math.max(0, length - PENALTY_WINDOW); j < i; j++) counted |= history[j] == id;
            if (counted || id >= scores.length) continue;
            scores[id] = scores[id] > 0 ? scores[id] / params.repeatPenalty() : scores[id] * params.repeatPenalty();
        }
    }

    private int largest() {
        int best = 0;
        for (int id = 1; id < scores.length; id++) if (scores[id] > scores[best]) best = id;
        return best;
    }

    private int draw() {
        rank();
        int candidates = params.topK() == 0 ? ranked.length : Math.min(params.topK(), ranked.length);
        double[] p = new double[candidates];
        double sum = 0;
        double top = scores[token(0)];
        for (int i = 0; i < candidates; i++) {
            p[i] = Math.exp((scores[token(i)] - top) / params.temperature());
            sum += p[i];
        }
        int kept = 0;
        double keptSum = 0;
        while (kept < candidates && keptSum < params.topP() * sum && p[kept] >= params.minP() * p[0])
            keptSum += p[kept++];
        double target = random.nextDouble() * keptSum;
        for (int i = 0; i < kept - 1; i++) {
            target -= p[i];
            if (target < 0) return token(i);
        }
        return token(kept - 1);
    }

    // best first; equal scores by token
    private void rank() {
        for (int id = 0; id < scores.length; id++) {
            int bits = Float.floatToIntBits(scores[id]);
            int ordered = bits >= 0 ? bits : bits ^ 0x7FFF_FFFF;
            ranked[id] = (long) ~ordered << 32 | id;
        }
        Arrays.sort(ranked);
    }

    private int token(int rank) {
        return (int) ranked[rank];
    }
}
