package polymath.app.reader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What stands on a page, before it is known which lines come back on every page.
///
/// @param main pieces in the direction in which most of the page is written
/// @param turned the others, by direction
/// @param height of the page in that direction, in points
record PdfPage(int number, List<Piece> main, List<List<Piece>> turned, float height) {
    private static final int EDGE_ROWS = 3;
    private static final float EDGE = 0.14f; // of the height

    static PdfPage of(int number, PdfGlyphs glyphs) {
        List<Map.Entry<Integer, List<PdfGlyphs.Glyph>>> byCount =
                new ArrayList<>(glyphs.glyphs().entrySet());
        byCount.sort(Comparator.comparingInt(e -> -e.getValue().size()));
        List<List<Piece>> pieces =
                byCount.stream().map(e -> Piece.of(e.getValue())).toList();
        if (pieces.isEmpty()) return new PdfPage(number, List.of(), List.of(), glyphs.height(0));
        return new PdfPage(
                number,
                pieces.getFirst(),
                pieces.subList(1, pieces.size()),
                glyphs.height(byCount.getFirst().getKey()));
    }

    /// The rows near the top and the bottom, where what comes back on every page stands. Never in larger letters than
    /// the
    /// text: that is a heading, and a numbered one may well stand at the top of every page.
    List<List<Piece>> edgeRows() {
        float largest = 1.1f * bodySize();
        List<List<Piece>> rows = Piece.rows(main);
        List<List<Piece>> edge = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            float y = rows.get(i).getFirst().y();
            boolean top = i < EDGE_ROWS && y < EDGE * height;
            boolean bottom = i >= rows.size() - EDGE_ROWS && y > (1 - EDGE) * height;
            boolean small = rows.get(i).stream().allMatch(p -> p.size() < largest);
            if (small && (top || bottom)) edge.add(rows.get(i));
        }
        return edge;
    }

    static String text(List<Piece> row) {
        return String.join(" ", row.stream().map(Piece::text).toList());
    }

    /// Without these rows.
    PdfPage without(List<List<Piece>> rows) {
        Set<Piece> gone = new HashSet<>();
        rows.forEach(gone::addAll);
        return new PdfPage(number, main.stream().filter(p -> !gone.contains(p)).toList(), turned, height);
    }

    int characters() {
        return main.stream().mapToInt(p -> p.text().length()).sum()
                + turned.stream()
                        .flatMap(List::stream)
                        .mapToInt(p -> p.text().length())
                        .sum();
    }

    PdfParagraphs paragraphs(Set<String> hyphenated) {
        PdfParagraphs paragraphs = new PdfParagraphs(bodySize(), hyphenated);
        for (List<Piece> region : Columns.order(main)) paragraphs.add(region);
        for (List<Piece> others : turned) paragraphs.add(others);
        return paragraphs;
    }

    private float bodySize() {
        Map<Integer, Integer> characters = new HashMap<>();
        for (Piece piece : main)
            characters.merge(Math.round(piece.size() * 2), piece.text().length(), Integer::sum);
        return characters.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(e -> e.getKey() / 2f)
                .orElse(10f);
    }
}
