package polymath.app.reader;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.poi.ss.util.CellReference;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler.SheetContentsHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.jspecify.annotations.Nullable;

/// The rows of one sheet as lines, `|` between cells; empty rows and what is empty at a row's end are left out.
final class SheetText implements SheetContentsHandler {
    private static final int HEARTBEAT = 10_000; // rows
    /// So many empty cells between two are shown; of a wider gap only that there is one.
    private static final int MOST_GAP = 20;

    private final StringBuilder text = new StringBuilder();
    private final StringBuilder row = new StringBuilder();
    private final int mostCells;
    private final Output out;
    private final int sheet;
    private int cells;
    private int column;
    private int rows;

    /// So many cells were read that the rest is not.
    static final class FullException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// @param out hears every now and then that there is progress
    SheetText(int mostCells, Output out, int sheet) {
        this.mostCells = mostCells;
        this.out = out;
        this.sheet = sheet;
    }

    String text() {
        return text.toString();
    }

    int cells() {
        return cells;
    }

    @Override
    public void startRow(int number) {
        row.setLength(0);
        column = 0;
        try {
            if (++rows % HEARTBEAT == 0) out.reading(sheet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void endRow(int number) {
        if (row.isEmpty()) return;
        if (!text.isEmpty()) text.append('\n');
        text.append(row);
        row.setLength(0);
        if (cells >= mostCells) throw new FullException();
    }

    @Override
    public void cell(@Nullable String reference, @Nullable String value, @Nullable XSSFComment comment) {
        int at = reference == null ? column : new CellReference(reference).getCol();
        String shown = FlowText.even(value == null ? "" : value);
        if (shown.isEmpty()) return;
        int gap = Math.clamp(at - column, 0, MOST_GAP);
        if (row.isEmpty()) row.append("| ".repeat(gap));
        else row.append(" | ").append("| ".repeat(gap));
        row.append(shown);
        column = at + 1;
        cells++;
    }
}
