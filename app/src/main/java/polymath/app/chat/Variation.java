package polymath.app.chat;

import java.util.concurrent.ThreadLocalRandom;
import polymath.engine.api.SamplingParams;

/// How an answer is written anew so that it comes out differently.
final class Variation {
    /// Used where the setting always takes the most likely word: that would write the same answer again.
    private static final SamplingParams LIVELY = new SamplingParams(0.7f, 0, 0.95f, 0, 1, 0);

    /// Short enough to be read and typed.
    private static final long SEEDS = 1_000_000;

    private Variation() {}

    /// The same settings with another seed.
    static SamplingParams of(SamplingParams settings) {
        SamplingParams base = settings.temperature() == 0 ? LIVELY : settings;
        return new SamplingParams(
                base.temperature(),
                base.topK(),
                base.topP(),
                base.minP(),
                base.repeatPenalty(),
                ThreadLocalRandom.current().nextLong(1, SEEDS));
    }
}
