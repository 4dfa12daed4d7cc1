package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.Node;
import polymath.app.ui.Block.Align;
import polymath.app.ui.Block.Column;
import polymath.app.ui.Block.Frame;
import polymath.app.ui.Block.Gap;
import polymath.app.ui.Block.Part;

/// A Markdown table as joined parts of some rows each. All parts share the columns, so they line up.
final class TableParser {
    private static final int ROWS_PER_PART = 24;
    /// Bounds of a column's weight: a cell of one character still takes room, a long one wraps.
    private static final double NARROWEST = 6;

    private static final double WIDEST = 48;

    private final List<List<List<Span>>> rows = new ArrayList<>();
    private final List<Align> aligns = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();

    private TableParser() {}

    static List<Block> parts(TableBlock table, Frame frame) {
        TableParser parser = new TableParser();
        for (Node section = table.getFirstChild(); section != null; section = section.getNext())
            for (Node row = section.getFirstChild(); row != null; row = row.getNext())
                if (row instanceof TableRow r) parser.row(r);
        return parser.split(frame);
    }

    private void row(TableRow row) {
        List<List<Span>> cells = new ArrayList<>();
        for (Node node = row.getFirstChild(); node != null; node = node.getNext()) {
            if (!(node instanceof TableCell cell)) continue;
            List<Span> spans = InlineParser.spans(cell);
            int column = cells.size();
            if (column == weights.size()) {
                weights.add(NARROWEST);
                aligns.add(align(cell));
            }
            double length = spans.stream().mapToInt(s -> s.text().length()).sum();
            weights.set(column, Math.max(weights.get(column), Math.min(WIDEST, length)));
            cells.add(spans);
        }
        rows.add(cells);
    }

    private static Align align(TableCell cell) {
        TableCell.Alignment alignment = cell.getAlignment();
        if (alignment == null) return Align.LEFT;
        return switch (alignment) {
            case LEFT -> Align.LEFT;
            case CENTER -> Align.CENTER;
            case RIGHT -> Align.RIGHT;
        };
    }

    private List<Block> split(Frame frame) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) columns.add(new Column(aligns.get(i), weights.get(i)));
        List<Block> parts = new ArrayList<>();
        Frame joined = new Frame(frame.quotes(), frame.indent(), "", Gap.JOINED);
        for (int from = 0; from < rows.size(); from += ROWS_PER_PART) {
            int to = Math.min(rows.size(), from + ROWS_PER_PART);
            Part part = new Part(from == 0, to == rows.size());
            parts.add(new Block.Table(columns, List.copyOf(rows.subList(from, to)), part, from == 0 ? frame : joined));
        }
        return parts;
    }
}
