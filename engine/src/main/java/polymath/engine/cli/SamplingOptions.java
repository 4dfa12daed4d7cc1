package polymath.engine.cli;

import picocli.CommandLine.Option;
import polymath.engine.api.SamplingParams;

/// How tokens are chosen. The defaults are the reference's: always the most likely one.
final class SamplingOptions {
    @Option(names = "--temperature", paramLabel = "X", description = "0 takes the most likely token. Default: 0.")
    private float temperature;

    @Option(names = "--top-p", paramLabel = "X", description = "Keep the likeliest tokens up to this sum. Default: 1.")
    private float topP = 1;

    @Option(names = "--top-k", paramLabel = "N", description = "Keep the N likeliest tokens; 0 keeps all. Default: 0.")
    private int topK;

    @Option(names = "--min-p", paramLabel = "X", description = "Drop tokens below this share of the best. Default: 0.")
    private float minP;

    @Option(names = "--repeat-penalty", paramLabel = "X", description = "Make recent tokens less likely. Default: 1.")
    private float repeatPenalty = 1;

    @Option(names = "--seed", paramLabel = "N", description = "The same seed gives the same tokens. Default: 0.")
    private long seed;

    SamplingParams params() {
        try {
            return new SamplingParams(temperature, topK, topP, minP, repeatPenalty, seed);
        } catch (IllegalArgumentException e) {
            throw new UsageException("--%s", e.getMessage());
        }
    }
}
