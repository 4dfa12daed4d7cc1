package polymath.app.storage;

import java.util.ArrayList;
import java.util.List;

/// Finds what was typed within a text, as it stands but for case and accents: `cafe au` finds `Café au lait`.
public final class TextFinder {
    private final String wanted;

    /// Where the words of a query of [ConversationStore#search] occur in a text.
    public static List<SearchHit.Range> wordsIn(String text, String query) {
        return SearchQuery.of(query).ranges(text);
    }

    /// @param typed an empty text is found nowhere
    public TextFinder(String typed) {
        wanted = FoldedText.of(typed).text();
    }

    public boolean isEmpty() {
        return wanted.isEmpty();
    }

    /// Where it occurs, in order, not overlapping.
    public List<SearchHit.Range> in(String text) {
        if (wanted.isEmpty() || text.isEmpty()) return List.of();
        FoldedText folded = FoldedText.of(text);
        String all = folded.text();
        List<SearchHit.Range> found = new ArrayList<>();
        for (int at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + wanted.length()))
            found.add(new SearchHit.Range(folded.start(at), folded.end(at + wanted.length() - 1)));
        return found;
    }
}
