package polymath.engine.generation;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import polymath.engine.model.ForwardObserver;
import polymath.engine.model.ForwardPass;
import polymath.engine.model.KvCache;
import polymath.engine.prefix.SavedPrefix;
import polymath.engine.tensor.GgmlType;

/// The tokens the model has read, with their cache: what two prompts have in common is read once.
///
/// Used by one thread.
public final class Sequence implements AutoCloseable {
    /// Is told how reading goes, on the computing thread.
    public interface Progress {
        /// Sees nothing.
        Progress NONE = new Progress() {};

        /// @param processed tokens read or found so far; of a block in work, the share of its layers that are done
        /// @param cached of them found in the cache
        default void processed(int processed, int total, int cached) {}

        /// All tokens are read again, because the sequence passed the length at which the rotary factors change.
        default void restarted(int total) {}
    }

    private final ForwardPass model;
    private final KvCache cache;
    private Optional<SavedPrefix> saved = Optional.empty();
    private final float[] logits;
    private int[] tokens = new int[512]; // the first cache.length() of them are in the cache

    /// @param capacityTokens longest sequence
    public Sequence(ForwardPass model, GgmlType kvType, int capacityTokens) {
        this.model = model;
        cache = new KvCache(model.config(), kvType, capacityTokens);
        logits = new float[model.vocabularySize()];
    }

    /// Looks for what a prompt needs on disk too, from now on.
    public void findIn(SavedPrefix prefix) {
        saved = Optional.of(prefix);
    }

    /// The keys and values of the tokens held.
    public KvCache cache() {
        return cache;
    }

    /// Saves on disk what is not there yet, if this sequence knows of a disk.
    ///
    /// @param owner for whom it is kept
    /// @param ready whether it may not be given up for others
    /// @param interrupted looked at every few milliseconds
    /// @return whether there is nothing left to do
    public boolean save(String owner, boolean ready, BooleanSupplier interrupted) {
        return saved.map(disk -> disk.save(cache, tokens, owner, ready, interrupted))
                .orElse(true);
    }

    /// Tokens held.
    public int length() {
        return cache.length();
    }

    public int capacity() {
        return cache.capacity();
    }

    /// What the model says after the last token, [vocabulary]; the next step overwrites it.
    public float[] logits() {
        return logits;
    }

    /// Makes this the sequence of exactly these tokens, reading those that are neither in memory nor on disk.
    ///
    /// @return tokens found; the last token is read in any case, for its logits
    /// @throws java.util.concurrent.CancellationException if stopped; blocks that were read stay in the cache
    public int become(int[] prompt, Progress progress) {
        int common = Arrays.mismatch(tokens, 0, cache.length(), prompt, 0, prompt.length);
        if (common < 0) common = prompt.length;
        common = Math.min(common, prompt.length - 1);
        if (!model.fits(cache, prompt.length)) common = 0;
        hold(prompt.length);
        truncate(common);
        System.arraycopy(prompt, 0, tokens, 0, prompt.length);
        saved.ifPresent(disk -> disk.load(
                cache,
                prompt,
                model.takesLongFactors(prompt.length),
                loaded -> progress.processed(loaded, prompt.length, loaded)));
        common = cache.length();
        progress.processed(common, prompt.length, common);
        read(prompt.length, common, progress);
        return common;
    }

    /// Adds one token. If the sequence then needs other rotary factors, all of it is read again under those.
    public void append(int token, Progress progress) {
        int total = cache.length() + 1;
        hold(total);
        tokens[total - 1] = token;
        if (model.fits(cache, total)) {
            read(total, 0, Progress.NONE);
        } else {
            progress.restarted(total);
            truncate(0);
            read(total, 0, progress);
        }
    }

    private void truncate(int length) {
        cache.truncate(length);
        saved.ifPresent(disk -> disk.truncated(length));
    }

    private void hold(int total) {
        if (total > cache.capacity())
            throw new IllegalArgumentException("%d tokens exceed the context of %d".formatted(total, cache.capacity()));
        if (total > tokens.length) tokens = Arrays.copyOf(tokens, Math.min(cache.capacity(), 2 * total));
    }

    private void read(int total, int cached, Progress progress) {
        while (cache.length() < total) {
            int from = cache.length();
            int n = Math.min(model.maxTokens(), total - from);
            model.forward(cache, tokens, from, n, total, logits, layersOf(from, n, total, cached, progress));
        }
    }

    private ForwardObserver layersOf(int from, int n, int total, int cached, Progress progress) {
        if (progress == Progress.NONE) return ForwardObserver.NONE;
        int layers = model.config().blockCount();
        return new ForwardObserver() {
            @Override
            public boolean wantsNumbers() {
                return false;
            }

            @Override
            public void layerDone(int layer, int count, float[] x) {
                progress.processed(from + (int) ((long) n * (layer + 1) / layers), total, cached);
            }
        };
    }

    @Override
    public void close() {
        cache.close();
    }
}
