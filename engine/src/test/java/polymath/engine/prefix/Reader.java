package polymath.engine.prefix;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BooleanSupplier;
import polymath.engine.generation.Sequence;
import polymath.engine.gguf.GgufException;
import polymath.engine.gguf.GgufFile;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.ModelConfig;
import polymath.engine.model.PhiMoe;
import polymath.engine.model.Weights;
import polymath.engine.tensor.GgmlType;

/// A model with one sequence that finds what it needs in a folder: what an engine has between two restarts.
final class Reader implements AutoCloseable {
    static final int BLOCK = 64;
    static final PrefixStore.Limits ANY_LENGTH = new PrefixStore.Limits(8L << 30, 0, 1);

    final StopSignal stop = new StopSignal();
    final PrefixStore store;
    final ModelConfig config;
    final Sequence sequence;
    private final GgufFile file;
    private final Kernels kernels;
    private final int vocabulary;

    Reader(Path model, GgmlType type, PrefixStore store) throws GgufException {
        this(model, type, store, Kernels.Choice.VECTOR);
    }

    Reader(Path model, GgmlType type, PrefixStore store, Kernels.Choice choice) throws GgufException {
        this.store = store;
        file = GgufFile.open(model);
        kernels = Kernels.select(choice, 2, stop);
        config = ModelConfig.read(file.metadata());
        PhiMoe phi = new PhiMoe(config, Weights.read(file, config), kernels, BLOCK);
        vocabulary = phi.vocabularySize();
        sequence = new Sequence(phi, type, Math.min(2048, config.contextLength()));
        String identity = file.digest();
        sequence.findIn(new SavedPrefix(
                store,
                longFactors -> Fingerprint.of(identity, kernels.description(), config, sequence.cache(), longFactors),
                stop::isRaised));
    }

    /// Tokens that are the same in every run.
    int[] tokens(long seed, int count) {
        return new Random(seed).ints(count, 3, Math.min(vocabulary, 280)).toArray();
    }

    /// @return tokens found in memory and on disk
    int read(int... prompt) {
        return sequence.become(prompt, Sequence.Progress.NONE);
    }

    /// What the model says now.
    float[] logits() {
        return sequence.logits().clone();
    }

    boolean save(String owner) {
        return save(owner, () -> false);
    }

    boolean save(String owner, BooleanSupplier interrupted) {
        return sequence.save(owner, false, interrupted);
    }

    /// The first `common` tokens of a text, then others.
    int[] branch(int[] text, int common, int others, long seed) {
        int[] prompt = Arrays.copyOf(text, common + others);
        System.arraycopy(tokens(seed, others), 0, prompt, common, others);
        if (common < text.length && prompt[common] == text[common]) prompt[common]++;
        return prompt;
    }

    @Override
    public void close() {
        sequence.close();
        kernels.close();
        file.close();
    }
}
