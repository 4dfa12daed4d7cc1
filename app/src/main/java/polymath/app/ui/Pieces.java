package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import polymath.app.ui.Block.Run;

/// Cuts long text into pieces that lay out quickly. The cost of breaking lines grows faster than their length, for
/// Indic and Thai script much faster, so one node gets little and one block not much more.
final class Pieces {
    /// Most characters of one text node.
    static final int NODE_CHARS = 1_000;
    private static final int RIGHT_TO_LEFT_CHARS = 12;

    /// Most characters of one block. A longer paragraph goes on in a joined block, on a new line.
    private static final int BLOCK_CHARS = 4_000;

    /// The same in scripts whose letters are put together: adding to 4,000 of them took 130 ms.
    private static final int COMPLEX_CHARS = 1_200;

    private static final int BLOCK_LINES = 60;
    /// How far back a place to cut is looked for.
    private static final int NEAR_CHARS = 16;

    private Pieces() {}

    /// Prose in pieces of about [#BLOCK_CHARS], cut at a space where there is one. Never empty.
    static List<List<Span>> ofProse(List<Span> spans) {
        List<List<Span>> pieces = new ArrayList<>();
        List<Span> piece = new ArrayList<>();
        int most =
                spans.stream().anyMatch(span -> SafeText.hasComplexLetters(span.text())) ? COMPLEX_CHARS : BLOCK_CHARS;
        int room = most;
        for (Span span : spans) {
            String rest = span.text();
            while (rest.length() > room) {
                int cut = cut(rest, room);
                piece.add(new Span(rest.substring(0, cut), span.style(), span.link()));
                pieces.add(List.copyOf(piece));
                piece.clear();
                rest = rest.substring(cut);
                room = most;
            }
            room -= rest.length();
            piece.add(rest.equals(span.text()) ? span : new Span(rest, span.style(), span.link()));
        }
        pieces.add(List.copyOf(piece));
        return pieces;
    }

    /// Code in pieces of whole lines.
    static List<List<Run>> ofCode(List<Run> runs) {
        List<List<Run>> pieces = new ArrayList<>();
        List<Run> piece = new ArrayList<>();
        int lines = 0;
        int chars = 0;
        for (Run run : runs) {
            int from = 0;
            while (from < run.text().length()) {
                int feed = run.text().indexOf('\n', from);
                int lineEnd = feed < 0 ? run.text().length() : feed + 1;
                int end = Math.min(lineEnd, from + BLOCK_CHARS - chars);
                boolean full = end < lineEnd;
                chars += end - from;
                if (feed >= 0 && end == lineEnd && (++lines >= BLOCK_LINES || chars >= BLOCK_CHARS)) full = true;
                // the line feed at a piece's end would draw an empty line
                append(piece, run.text().substring(from, full && end == lineEnd ? end - 1 : end), run.kind());
                if (full) {
                    pieces.add(List.copyOf(piece));
                    piece.clear();
                    lines = 0;
                    chars = 0;
                }
                from = end;
            }
        }
        if (!piece.isEmpty() || pieces.isEmpty()) pieces.add(List.copyOf(piece));
        return pieces;
    }

    /// The text in pieces of at most [#NODE_CHARS]; words by themselves where it runs from right to left, so that no
    /// line
    /// breaks inside a piece, see [SafeText#hasRightToLeft].
    static List<String> ofNode(String text) {
        int most = SafeText.hasRightToLeft(text) ? RIGHT_TO_LEFT_CHARS : NODE_CHARS;
        if (text.length() <= most) return List.of(text);
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (rest.length() > most) {
            int cut = cut(rest, most);
            pieces.add(rest.substring(0, cut));
            rest = rest.substring(cut);
        }
        pieces.add(rest);
        return pieces;
    }

    private static void append(List<Run> piece, String text, Block.Kind kind) {
        if (text.isEmpty()) return;
        Run last = piece.isEmpty() ? null : piece.getLast();
        if (last != null && last.kind() == kind) piece.set(piece.size() - 1, new Run(last.text() + text, kind));
        else piece.add(new Run(text, kind));
    }

    /// Where to cut so that at most `room` characters (at least one) come first: after a space, else before a letter
    /// without its marks if there is one near, and never inside a surrogate pair.
    private static int cut(String text, int room) {
        int limit = Math.max(1, room);
        int space = text.lastIndexOf(' ', limit - 1);
        if (space > limit / 4) return space + 1;
        for (int at = limit; at > limit - NEAR_CHARS && at > 1 && at < text.length(); at--)
            if (!SafeText.isMark(text.charAt(at)) && !Character.isLowSurrogate(text.charAt(at))) return at;
        if (Character.isHighSurrogate(text.charAt(limit - 1)) && limit < text.length()) return limit + 1;
        return limit;
    }
}
