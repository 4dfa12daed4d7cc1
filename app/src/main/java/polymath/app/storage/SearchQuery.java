package polymath.app.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the user looks for: words that must all occur, the last one perhaps unfinished.
///
/// @param words folded, each with a letter or digit
record SearchQuery(List<String> words) {
    private static final int MOST_WORDS = 32;
    private static final int SNIPPET_BEFORE = 40;
    private static final int SNIPPET_LENGTH = 160;
    private static final int PIECE = 8_192;

    SearchQuery {
        words = List.copyOf(words);
    }

    static SearchQuery of(String typed) {
        String folded = FoldedText.of(typed).text();
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= folded.length() && words.size() < MOST_WORDS; ) {
            int c = i < folded.length() ? folded.codePointAt(i) : ' ';
            boolean inWord = FoldedText.wordCharacter(c) || mark(c);
            if (inWord && start < 0) start = i;
            if (!inWord && start >= 0) {
                words.add(folded.substring(start, i));
                start = -1;
            }
            i += Character.charCount(c);
        }
        return new SearchQuery(words.stream()
                .filter(word -> word.codePoints().anyMatch(FoldedText::wordCharacter))
                .toList());
    }

    private static boolean mark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    /// In FTS5's language. Every word is a quoted string, so nothing the user types is an operator.
    String match() {
        List<String> phrases = words.stream()
                .map(word -> '"' + FoldedText.forIndex(word) + '"')
                .toList();
        return String.join(" ", phrases) + " *";
    }

    /// Where the words occur in a text.
    List<SearchHit.Range> ranges(String original) {
        FoldedText folded = FoldedText.of(original);
        String text = folded.text();
        List<SearchHit.Range> ranges = new ArrayList<>();
        for (int i = 0; i < text.length(); ) {
            int length = wordBeginsAt(text, i) ? matchLength(text, i) : 0;
            if (length > 0) ranges.add(new SearchHit.Range(folded.start(i), folded.end(i + length - 1)));
            i += Math.max(length, 1);
        }
        return ranges;
    }

    private int matchLength(String text, int at) {
        int longest = 0;
        for (int w = 0; w < words.size(); w++) {
            String word = words.get(w);
            boolean whole = w < words.size() - 1;
            if (word.length() > longest
                    && text.startsWith(word, at)
                    && (!whole || wordEndsAt(text, at + word.length()))) longest = word.length();
        }
        return longest;
    }

    private static boolean wordBeginsAt(String text, int at) {
        if (at == 0) return true;
        int before = text.codePointBefore(at);
        return !FoldedText.wordCharacter(before)
                || FoldedText.ideograph(before)
                || FoldedText.ideograph(text.codePointAt(at));
    }

    private static boolean wordEndsAt(String text, int at) {
        return at == text.length()
                || !FoldedText.wordCharacter(text.codePointAt(at))
                || FoldedText.ideograph(text.codePointAt(at))
                || FoldedText.ideograph(text.codePointBefore(at));
    }

    /// Text around the first find, on one line, and the finds in it; empty if nothing is found.
    Optional<Snippet> snippet(String original) {
        int first = firstIn(original);
        return first < 0 ? Optional.empty() : Optional.of(around(original, first));
    }

    /// The same around a place that is known.
    Snippet around(String original, int place) {
        int from = cut(original, Math.max(0, place - SNIPPET_BEFORE), place);
        int to = Math.min(original.length(), from + SNIPPET_LENGTH);
        if (to < original.length() && Character.isLowSurrogate(original.charAt(to))) to--;
        StringBuilder text = new StringBuilder(from > 0 ? "…" : "");
        for (int i = from; i < to; i++) {
            char c = original.charAt(i);
            text.append(Character.isWhitespace(c) || Character.isISOControl(c) ? ' ' : c);
        }
        if (to < original.length()) text.append('…');
        return new Snippet(text.toString(), ranges(text.toString()));
    }

    /// Where the first find begins, -1 for none. Looks at a document in pieces: folding all of a long one would take
    /// longer than finding it did.
    private int firstIn(String original) {
        for (int from = 0; from < original.length(); ) {
            int to = pieceEnd(original, from);
            List<SearchHit.Range> ranges = ranges(original.substring(from, to));
            if (!ranges.isEmpty()) return from + ranges.getFirst().start();
            from = to;
        }
        return -1;
    }

    private static int pieceEnd(String text, int from) {
        int limit = from + PIECE;
        if (limit >= text.length()) return text.length();
        for (int i = limit; i > limit - PIECE / 4; i--) if (Character.isWhitespace(text.charAt(i))) return i;
        return Character.isLowSurrogate(text.charAt(limit)) ? limit + 1 : limit;
    }

    /// The first beginning of a word at or after `from`, but not beyond `limit`.
    private static int cut(String text, int from, int limit) {
        if (from == 0) return 0;
        for (int i = from; i < limit; i++) if (Character.isWhitespace(text.charAt(i - 1))) return i;
        return Character.isLowSurrogate(text.charAt(from)) ? from + 1 : from;
    }

    /// @param ranges within the text
    record Snippet(String text, List<SearchHit.Range> ranges) {}
}
