package polymath.app.ui;

import java.util.Arrays;
import java.util.List;

/// The heights of a column's rows for one width: measured where known, estimated elsewhere. Gaps count to the row below
/// them.
final class RowHeights {
    private final double width;
    private final double[] heights;
    private final double[] gaps;
    private final boolean[] known;
    /// Tops of the rows and, last, the total; rebuilt after a change.
    private final double[] tops;

    private boolean stale = true;

    RowHeights(List<VirtualColumn.Row> rows, double width) {
        this.width = width;
        int n = rows.size();
        heights = new double[n];
        gaps = new double[n];
        known = new boolean[n];
        tops = new double[n + 1];
        estimate(rows, 0);
    }

    private void estimate(List<VirtualColumn.Row> rows, int from) {
        for (int i = from; i < rows.size(); i++) {
            heights[i] = rows.get(i).estimate(width);
            gaps[i] = i == 0 ? 0 : rows.get(i).gap();
        }
    }

    /// The same heights for rows of which the first `same` are the old ones.
    RowHeights changed(List<VirtualColumn.Row> rows, int same) {
        RowHeights next = new RowHeights(rows.size(), width);
        System.arraycopy(heights, 0, next.heights, 0, same);
        System.arraycopy(gaps, 0, next.gaps, 0, same);
        System.arraycopy(known, 0, next.known, 0, same);
        next.estimate(rows, same);
        return next;
    }

    private RowHeights(int n, double width) {
        this.width = width;
        heights = new double[n];
        gaps = new double[n];
        known = new boolean[n];
        tops = new double[n + 1];
    }

    /// These heights, or fresh estimates if the width is another one.
    RowHeights forWidth(List<VirtualColumn.Row> rows, double newWidth) {
        return newWidth == width ? this : new RowHeights(rows, newWidth);
    }

    boolean known(int row) {
        return known[row];
    }

    void set(int row, double height) {
        heights[row] = height;
        known[row] = true;
        stale = true;
    }

    double withGap(int row) {
        return heights[row] + gaps[row];
    }

    /// Where the row's gap begins, below the first row's top; the total for the row after the last.
    double top(int row) {
        if (stale) {
            for (int i = 0; i < heights.length; i++) tops[i + 1] = tops[i] + withGap(i);
            stale = false;
        }
        return tops[Math.min(row, heights.length)];
    }

    double total() {
        return top(heights.length);
    }

    /// The row at a distance from the first row's top.
    int rowAt(double y) {
        if (heights.length == 0) return 0;
        top(0);
        int found = Arrays.binarySearch(tops, y);
        int row = found >= 0 ? found : -found - 2;
        return Math.clamp(row, 0, heights.length - 1);
    }
}
