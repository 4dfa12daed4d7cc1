package polymath.app.ui;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.scene.layout.Region;
import javafx.scene.text.TextAlignment;

/// Draws a table, or one part of a long one. Columns share the width by their weights, so the parts of one table line
/// up
/// without knowing of each other.
final class TableGrid extends Region {
    private static final double COLUMN_GAP = 24;
    /// A word must fit, see [SafeText#hasRightToLeft].
    private static final double NARROWEST = 96;

    private static final double ROW_PAD = 12;
    /// What a character takes on average, to ask for enough width.
    private static final double CHAR_WIDTH = 8;

    private record Line(List<Prose> cells, Region rule) {}

    private final List<Block.Column> columns;
    private final List<Line> lines = new ArrayList<>();
    private final double weight;

    /// @param notes on each of its cells, row by row; may be empty
    TableGrid(Block.Table table, List<List<TextNote>> notes, Consumer<URI> open) {
        columns = table.columns();
        weight = columns.stream().mapToDouble(Block.Column::weight).sum();
        getStyleClass().setAll("table-grid");
        int cellsBefore = 0;
        for (int row = 0; row < table.rows().size(); row++) {
            boolean header = row == 0 && table.part().first();
            List<Prose> cells = new ArrayList<>();
            for (int i = 0; i < Math.min(columns.size(), table.rows().get(row).size()); i++) {
                int flow = cellsBefore + i;
                Prose cell = Prose.of(
                        table.rows().get(row).get(i),
                        header ? "table-head" : "table-cell",
                        open,
                        flow < notes.size() ? notes.get(flow) : List.of());
                cell.setTextAlignment(
                        switch (columns.get(i).align()) {
                            case LEFT -> TextAlignment.LEFT;
                            case CENTER -> TextAlignment.CENTER;
                            case RIGHT -> TextAlignment.RIGHT;
                        });
                cells.add(cell);
            }
            cellsBefore += cells.size();
            Region rule = new Region();
            rule.getStyleClass().setAll(header ? "table-head-rule" : "table-rule");
            lines.add(new Line(cells, rule));
            getChildren().addAll(cells);
            getChildren().add(rule);
        }
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return weight * CHAR_WIDTH + COLUMN_GAP * (columns.size() - 1);
    }

    @Override
    protected double computePrefHeight(double width) {
        double height = 0;
        for (Line line : lines) height += height(line, width < 0 ? prefWidth(-1) : width);
        return height;
    }

    @Override
    protected void layoutChildren() {
        double y = 0;
        for (Line line : lines) {
            double height = height(line, getWidth());
            double x = 0;
            for (int i = 0; i < line.cells().size(); i++) {
                double width = columnWidth(i, getWidth());
                line.cells().get(i).resizeRelocate(x, y + ROW_PAD, width, height - 2 * ROW_PAD - 1);
                x += width + COLUMN_GAP;
            }
            y += height;
            line.rule().resizeRelocate(0, y - 1, getWidth(), 1);
        }
    }

    private double height(Line line, double width) {
        double highest = 0;
        for (int i = 0; i < line.cells().size(); i++)
            highest = Math.max(highest, line.cells().get(i).prefHeight(columnWidth(i, width)));
        return Math.ceil(highest) + 2 * ROW_PAD + 1;
    }

    private double columnWidth(int column, double width) {
        double shared = Math.max(columns.size() * NARROWEST, width - COLUMN_GAP * (columns.size() - 1));
        double spare = shared - columns.size() * NARROWEST;
        return Math.floor(NARROWEST + spare * columns.get(column).weight() / weight);
    }
}
