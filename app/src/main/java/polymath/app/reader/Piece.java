package polymath.app.reader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import polymath.app.reader.PdfGlyphs.Glyph;

/// Characters of a PDF page that stand on one line without a wide gap: a line of a column, or a cell of a table.
/// Coordinates in points, to the right and down.
///
/// @param text from left to right as drawn
/// @param y of the baseline
/// @param size of most of its characters
/// @param fixed whether all of them are as wide, as in code
record Piece(String text, float left, float right, float y, float size, boolean bold, boolean fixed) {
    /// A gap as wide as so many times the size parts cells and columns.
    private static final float CELL_GAP = 1.1f;

    /// How far a baseline may be off, for what is raised or lowered.
    private static final float RAISED = 0.45f;

    float width() {
        return right - left;
    }

    boolean sameLine(Piece other) {
        return Math.abs(y - other.y) < RAISED * Math.max(size, other.size);
    }

    /// @param glyphs in the order of the file
    static List<Piece> of(List<Glyph> glyphs) {
        List<Piece> pieces = new ArrayList<>();
        Builder builder = new Builder();
        for (Glyph glyph : glyphs) {
            if (!builder.takes(glyph)) {
                builder.endTo(pieces);
                builder = new Builder();
            }
            builder.add(glyph);
        }
        builder.endTo(pieces);
        return joined(pieces);
    }

    /// The rows of a page or part of it from top to bottom, each from left to right.
    static List<List<Piece>> rows(List<Piece> pieces) {
        List<Piece> sorted = new ArrayList<>(pieces);
        sorted.sort(Comparator.comparingDouble(Piece::y).thenComparingDouble(Piece::left));
        List<List<Piece>> rows = new ArrayList<>();
        for (Piece piece : sorted) {
            if (rows.isEmpty() || !rows.getLast().getFirst().sameLine(piece)) rows.add(new ArrayList<>());
            rows.getLast().add(piece);
        }
        rows.forEach(row -> row.sort(Comparator.comparingDouble(Piece::left)));
        return rows;
    }

    /// Neighbours on a line made one, however the file had them ordered; what is drawn twice for boldness only once.
    private static List<Piece> joined(List<Piece> pieces) {
        List<Piece> joined = new ArrayList<>();
        for (List<Piece> row : rows(pieces)) {
            Piece last = row.getFirst();
            for (Piece next : row.subList(1, row.size())) {
                float size = Math.max(last.size, next.size);
                if (last.text.equals(next.text) && Math.abs(last.left - next.left) < 0.3f * size) continue;
                float gap = next.left - last.right;
                if (gap < CELL_GAP * size && gap > -0.5f * size) {
                    last = last.before(next, gap);
                } else {
                    joined.add(last);
                    last = next;
                }
            }
            joined.add(last);
        }
        return joined;
    }

    private Piece before(Piece next, float gap) {
        boolean space = gap > 0.15f * Math.max(size, next.size);
        Piece main = text.length() >= next.text.length() ? this : next;
        return new Piece(
                text + (space ? " " : "") + next.text,
                left,
                Math.max(right, next.right),
                main.y,
                main.size,
                bold && next.bold,
                fixed && next.fixed);
    }

    /// Puts glyphs together as they come.
    private static final class Builder {
        private final StringBuilder text = new StringBuilder();
        private float left;
        private float right;
        private float y;
        private float size;
        private float widths;
        private int count;
        private int bold;
        private int fixed;
        private boolean spaceBefore;
        private Glyph last = new Glyph("", 0, 0, 0, 0, 0, false, false);

        boolean takes(Glyph glyph) {
            if (count == 0 || glyph.text().isBlank()) return true;
            float scale = Math.max(size, glyph.size());
            float gap = glyph.x() - right;
            return Math.abs(glyph.y() - y) < RAISED * scale
                    && gap < CELL_GAP * scale
                    && gap > -0.8f * glyph.width() - 0.1f * scale;
        }

        void add(Glyph glyph) {
            if (glyph.text().isBlank()) {
                spaceBefore = true;
                return;
            }
            if (count > 0) {
                boolean again = glyph.text().equals(last.text())
                        && Math.abs(glyph.x() - last.x()) < 0.15f * glyph.width()
                        && Math.abs(glyph.y() - last.y()) < 0.1f * size;
                if (again) return; // for boldness
                float gap = glyph.x() - right;
                boolean apart = gap > Math.min(0.5f * glyph.space(), 0.3f * widths / count);
                if (apart || spaceBefore && gap > 0.05f * size) text.append(' ');
            } else {
                left = glyph.x();
                y = glyph.y();
                size = glyph.size();
            }
            spaceBefore = false;
            if (glyph.size() > size) { // what came before was raised or lowered
                y = glyph.y();
                size = glyph.size();
            }
            text.append(glyph.text());
            right = Math.max(right, glyph.x() + glyph.width());
            if (count == 0) right = glyph.x() + glyph.width();
            widths += glyph.width();
            count++;
            if (glyph.bold()) bold++;
            if (glyph.fixed()) fixed++;
            last = glyph;
        }

        void endTo(List<Piece> pieces) {
            if (count > 0)
                pieces.add(new Piece(text.toString(), left, right, y, size, bold > count / 2, fixed == count));
        }
    }
}
