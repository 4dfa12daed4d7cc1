package polymath.engine.prefix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The heads of all pages on disk: a tree whose branches are texts that begin alike.
final class PageIndex {
    private final Map<String, PageHeader> pages = new HashMap<>();
    private final Map<String, List<PageHeader>> followers = new HashMap<>(); // by fingerprint and page before
    private long bytes;

    void add(PageHeader page) {
        if (pages.putIfAbsent(page.name(), page) != null) return;
        followers
                .computeIfAbsent(page.fingerprint() + page.before(), place -> new ArrayList<>())
                .add(page);
        bytes += page.fileBytes();
    }

    void remove(String name) {
        PageHeader page = pages.remove(name);
        if (page == null) return;
        followers.getOrDefault(page.fingerprint() + page.before(), List.of()).remove(page);
        bytes -= page.fileBytes();
    }

    boolean contains(String name) {
        return pages.containsKey(name);
    }

    Optional<PageHeader> page(String name) {
        return Optional.ofNullable(pages.get(name));
    }

    Set<String> names() {
        return Set.copyOf(pages.keySet());
    }

    /// Of all files.
    long bytes() {
        return bytes;
    }

    /// Names of these pages and of all before them, as far as they are there.
    Set<String> upTo(Collection<String> leaves) {
        Set<String> found = new HashSet<>();
        for (String leaf : leaves)
            for (PageHeader page = pages.get(leaf);
                    page != null && found.add(page.name());
                    page = pages.get(page.before())) {}
        return found;
    }

    /// The pages, from the first on, that have most in common with the beginning of a prompt. Of the last one only some
    /// tokens may be the prompt's.
    List<PageHeader> find(String fingerprint, int[] prompt) {
        return best(fingerprint, Digest.NONE, prompt, 0).pages.reversed();
    }

    /// @param pages last first
    private record Found(int common, List<PageHeader> pages) {}

    private Found best(String fingerprint, String before, int[] prompt, int from) {
        Found best = new Found(from, List.of());
        for (PageHeader page : followers.getOrDefault(fingerprint + before, List.of())) {
            if (page.first() != from) continue;
            int common = from + common(page.tokens(), prompt, from);
            Found found = new Found(common, List.of());
            if (common == page.end()) found = best(fingerprint, page.name(), prompt, common);
            if (found.common <= best.common) continue;
            List<PageHeader> chain = new ArrayList<>(found.pages);
            chain.add(page);
            best = new Found(found.common, chain);
        }
        return best;
    }

    private static int common(int[] tokens, int[] prompt, int from) {
        int end = Math.min(prompt.length, from + tokens.length);
        int differs = Arrays.mismatch(tokens, 0, tokens.length, prompt, from, end);
        return differs < 0 ? tokens.length : differs;
    }
}
