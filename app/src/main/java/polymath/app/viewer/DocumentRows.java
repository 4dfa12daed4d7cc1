package polymath.app.viewer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import polymath.app.citation.Spot;
import polymath.app.citation.TextRange;
import polymath.app.ui.SafeText;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.VirtualColumn.Row;
import polymath.engine.api.Document;

/// A document as rows: what there is to say about it, then each page's mark and paragraphs, as the model gets them.
final class DocumentRows {
    /// What of a paragraph is one node at most.
    private static final int ROW_CHARS = 4_000;

    /// A paragraph, or a part of a long one, with its place in the page's text.
    ///
    /// @param joined whether it goes on where the piece before ended
    private record Piece(int row, int start, int end, boolean joined) {}

    /// What of the rows is to be lit.
    ///
    /// @param row that holds the passage, or the mark of the page
    /// @param passage finds it; empty if the page is lit as a whole
    record Lit(int row, Optional<TextMatcher> passage) {}

    private final Document document;
    private final List<Row> rows = new ArrayList<>();
    private final int[] firstRows; // of the pages

    DocumentRows(Document document, Optional<Row> about) {
        this.document = document;
        firstRows = new int[document.pages().size()];
        about.ifPresent(rows::add);
        for (int i = 0; i < firstRows.length; i++) {
            firstRows[i] = rows.size();
            Document.Page page = document.pages().get(i);
            rows.add(new MarkRow(i, page.label(), i > 0, false));
            List<Piece> pieces = pieces(page.text());
            for (Piece piece : pieces)
                rows.add(new ParagraphRow(
                        i,
                        page.text().substring(piece.start(), piece.end()),
                        piece.joined(),
                        false,
                        piece.row() == pieces.size() - 1));
        }
    }

    /// With one page lit as a whole, if the spot asks for that.
    List<Row> rows(Spot spot) {
        List<Row> shown = new ArrayList<>(rows);
        if (!spot.cited() || spot.passage().isPresent()) return shown;
        for (int row = firstRow(spot.page()); row < endRow(spot.page()); row++)
            shown.set(
                    row,
                    switch (shown.get(row)) {
                        case MarkRow mark -> mark.lighted();
                        case ParagraphRow paragraph -> paragraph.lighted();
                        case Row other -> other;
                    });
        return shown;
    }

    /// Where the spot is.
    Lit lit(Spot spot) {
        int first = firstRow(spot.page());
        String page = document.pages().get(spot.page()).text();
        return spot.passage()
                .flatMap(passage -> pieces(page).stream()
                        .filter(piece -> passage.start() >= piece.start() && passage.start() < piece.end())
                        .findFirst()
                        .map(piece -> new Lit(first + 1 + piece.row(), Optional.of(matcher(page, piece, passage)))))
                .orElse(new Lit(first, Optional.empty()));
    }

    int firstRow(int page) {
        return firstRows[page];
    }

    /// The page that a row is of.
    int pageOf(int row) {
        int found = Arrays.binarySearch(firstRows, row);
        return Math.max(0, found >= 0 ? found : -found - 2);
    }

    /// The page with a number, or the one before it: lines are marked where a paragraph starts.
    int pageNumbered(int number) {
        int best = 0;
        for (int i = 0; i < firstRows.length; i++) if (document.pages().get(i).page() <= number) best = i;
        return best;
    }

    private int endRow(int page) {
        return page + 1 < firstRows.length ? firstRows[page + 1] : rows.size();
    }

    /// What cannot be drawn is not in the row's text, so the passage is looked for there where that matters.
    private static TextMatcher matcher(String page, Piece piece, TextRange passage) {
        String raw = page.substring(piece.start(), piece.end());
        String shown = SafeText.clean(raw);
        int end = Math.min(passage.end(), piece.end());
        TextMatcher.Place place = new TextMatcher.Place(passage.start() - piece.start(), end - piece.start());
        if (shown.length() != raw.length()) {
            String words = SafeText.clean(page.substring(passage.start(), end));
            int at = Math.max(0, shown.indexOf(words));
            place = new TextMatcher.Place(at, Math.min(shown.length(), at + words.length()));
        }
        List<TextMatcher.Place> there = List.of(place);
        return text -> text.equals(shown) ? there : List.of();
    }

    private static List<Piece> pieces(String text) {
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int gap = text.indexOf("\n\n", start);
            int end = gap < 0 ? text.length() : gap;
            boolean joined = false;
            while (end - start > ROW_CHARS) {
                int cut = cut(text, start);
                pieces.add(new Piece(pieces.size(), start, cut, joined));
                joined = true;
                start = text.charAt(cut) == '\n' ? cut + 1 : cut; // at a row's end it would draw an empty line
            }
            if (end > start) pieces.add(new Piece(pieces.size(), start, end, joined));
            start = gap < 0 ? end : end + 2;
        }
        return pieces;
    }

    /// Before a line feed or behind a space if there is one.
    private static int cut(String text, int start) {
        int limit = start + ROW_CHARS;
        int feed = text.lastIndexOf('\n', limit - 1);
        if (feed > start) return feed;
        int space = text.lastIndexOf(' ', limit - 1);
        if (space > start) return space + 1;
        return Character.isHighSurrogate(text.charAt(limit - 1)) ? limit - 1 : limit;
    }
}
