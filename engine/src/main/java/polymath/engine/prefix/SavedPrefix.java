package polymath.engine.prefix;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntConsumer;
import polymath.engine.model.KvCache;

/// What of one sequence in memory is also on disk, page by page: loads what is missing here, saves what is missing
/// there.
///
/// Used by the engine's thread.
public final class SavedPrefix {
    private static final System.Logger LOG = System.getLogger(SavedPrefix.class.getName());
    /// Tokens that must be won by loading: fewer are read as fast.
    private static final int LEAST_GAIN = 32;

    private final PrefixStore store;
    private final Function<Boolean, Fingerprint> fingerprints;
    private final BooleanSupplier stopped;
    private final List<PageHeader> pages = new ArrayList<>(); // of the memory's first pages, the same on disk

    /// @param fingerprints for short (false) and long rotary factors
    /// @param stopped whether loading shall end, looked at between pages
    public SavedPrefix(PrefixStore store, Function<Boolean, Fingerprint> fingerprints, BooleanSupplier stopped) {
        this.store = store;
        this.fingerprints = fingerprints;
        this.stopped = stopped;
    }

    /// The memory forgets all tokens from `tokens` on.
    public void truncated(int tokens) {
        while (!pages.isEmpty() && pages.getLast().end() > tokens) pages.removeLast();
    }

    /// Loads what a prompt has in common with a sequence on disk, if that is more than what it has in common with the
    /// memory. All that is loaded is checked; what fails is deleted, and the memory then ends before it.
    ///
    /// @param cache holds positions of the prompt only; written
    /// @param prompt of whose last token nothing is loaded, for its logits must be computed
    /// @param loaded is told how many positions there are, after every page
    /// @throws CancellationException if stopped; what was loaded stays
    public void load(KvCache cache, int[] prompt, boolean longFactors, IntConsumer loaded) {
        List<PageHeader> found = store.find(fingerprints.apply(longFactors).digest(), prompt);
        int common = common(found, prompt);
        if (common < cache.length() + LEAST_GAIN) return;
        if (!cache.bringHere()) cache.truncate(cache.lengthHere());
        int same = 0;
        while (same < Math.min(pages.size(), found.size())
                && pages.get(same).name().equals(found.get(same).name())
                && pages.get(same).end() % KvCache.PAGE_TOKENS == 0) same++;
        cache.truncate(same == 0 ? 0 : found.get(same - 1).end());
        truncated(cache.length());
        for (PageHeader page : found.subList(same, found.size())) {
            if (page.first() >= common) return;
            if (stopped.getAsBoolean()) throw new CancellationException();
            if (!store.read(page, cache.nextPage(page.tokens().length, longFactors))) return;
            cache.advance(Math.min(common, page.end()) - page.first());
            if (page.end() <= common) pages.add(page);
            loaded.accept(cache.length());
        }
    }

    private static int common(List<PageHeader> found, int[] prompt) {
        int most = prompt.length - 1;
        if (found.isEmpty()) return 0;
        PageHeader last = found.getLast();
        if (last.first() >= most) return most;
        int differs = Arrays.mismatch(
                last.tokens(), 0, last.tokens().length, prompt, last.first(), Math.min(most, last.end()));
        return differs < 0 ? Math.min(most, last.end()) : last.first() + differs;
    }

    /// Saves what is not on disk yet as the sequence kept for `owner`. Nothing is thrown: what cannot be saved is not.
    ///
    /// @param tokens of the sequence; the first [KvCache#length] are taken
    /// @param ready whether it may not be given up for others
    /// @param interrupted looked at every few milliseconds
    /// @return whether there is nothing left to do: all is saved, or the rest cannot be
    public boolean save(KvCache cache, int[] tokens, String owner, boolean ready, BooleanSupplier interrupted) {
        if (cache.length() < store.limits().leastTokens() || !cache.bringHere()) return true;
        try {
            store.refresh();
            forgetLost(cache.length());
            boolean referred = false;
            while (true) {
                int first = pages.isEmpty() ? 0 : pages.getLast().end();
                int n = Math.min(KvCache.PAGE_TOKENS, cache.length() - first);
                if (interrupted.getAsBoolean()) return false;
                PrefixStore.Written written = n == 0
                        ? PrefixStore.Written.WHOLE
                        : write(cache, Arrays.copyOfRange(tokens, first, first + n), first, owner, interrupted);
                if (written == PrefixStore.Written.INTERRUPTED) return false;
                boolean last = n == 0 || written == PrefixStore.Written.NO_ROOM;
                // After every page, so that a partly saved sequence is of use; also when it was only used once more.
                if (!pages.isEmpty() && !(last && referred)) store.refer(owner, pages.getLast(), ready);
                referred = true;
                if (last) return true;
            }
        } catch (IOException e) {
            LOG.log(Level.INFO, "what was read cannot be kept on disk", e);
            return true;
        }
    }

    private PrefixStore.Written write(KvCache cache, int[] tokens, int first, String owner, BooleanSupplier interrupted)
            throws IOException {
        List<MemorySegment> pieces = cache.rows(first / KvCache.PAGE_TOKENS, tokens.length);
        String before = pages.isEmpty() ? Digest.NONE : pages.getLast().name();
        String fingerprint = fingerprints.apply(cache.longFactors()).digest();
        PageHeader page = PageHeader.of(fingerprint, before, first, tokens, pieces);
        PrefixStore.Written written = store.write(page, pieces, owner, interrupted);
        if (written == PrefixStore.Written.WHOLE) pages.add(page);
        return written;
    }

    /// Pages that are not on disk any more, and a last one that is not full while the sequence went on.
    private void forgetLost(int length) {
        for (int i = 0; i < pages.size(); i++) {
            PageHeader page = pages.get(i);
            boolean grown = page.end() % KvCache.PAGE_TOKENS != 0 && page.end() < length;
            if (grown || !store.contains(page)) pages.subList(i, pages.size()).clear();
        }
    }
}
