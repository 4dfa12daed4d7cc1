package polymath.app.reader;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The order in which the parts of a page are read: columns of prose one after the other, between lines that go across
/// all of them. What stands side by side in short pieces is a table and stays together.
final class Columns {
    private static final int MOST_PIECES = 20_000;
    private static final int MOST_COLUMNS_DEEP = 3;
    private static final int LEAST_LINES = 3;
    private static final int LEAST_LINE_CHARS = 15;
    private static final int LEAST_GUTTER = 5; // points
    private static final float MOST_ACROSS = 0.35f;

    private Columns() {}

    /// Regions in reading order, each to be read row by row.
    static List<List<Piece>> order(List<Piece> pieces) {
        return order(pieces, 1);
    }

    private static List<List<Piece>> order(List<Piece> pieces, int depth) {
        if (depth > MOST_COLUMNS_DEEP || pieces.size() < 2 * LEAST_LINES || pieces.size() > MOST_PIECES)
            return List.of(pieces);
        float gutter = gutter(pieces);
        if (Float.isNaN(gutter)) return List.of(pieces);
        List<Piece> across = new ArrayList<>();
        List<Piece> left = new ArrayList<>();
        List<Piece> right = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece.right() <= gutter + 1) left.add(piece);
            else if (piece.left() >= gutter - 1) right.add(piece);
            else across.add(piece);
        }
        if (across.size() > MOST_ACROSS * pieces.size() || !sideBySide(left, right, depth)) return List.of(pieces);
        return bands(across, left, right, depth);
    }

    /// Regions between the lines that go across, from top to bottom, the left column before the right.
    private static List<List<Piece>> bands(List<Piece> across, List<Piece> left, List<Piece> right, int depth) {
        List<List<Piece>> regions = new ArrayList<>();
        across.sort(Comparator.comparingDouble(Piece::y));
        float above = Float.NEGATIVE_INFINITY;
        List<Piece> together = new ArrayList<>();
        for (int i = 0; i <= across.size(); i++) {
            float below = i < across.size() ? across.get(i).y() : Float.POSITIVE_INFINITY;
            List<Piece> leftHere = between(left, above, below);
            List<Piece> rightHere = between(right, above, below);
            if (!leftHere.isEmpty() || !rightHere.isEmpty()) {
                if (!together.isEmpty()) regions.add(together);
                together = new ArrayList<>();
                if (!leftHere.isEmpty()) regions.addAll(order(leftHere, depth + 1));
                if (!rightHere.isEmpty()) regions.addAll(order(rightHere, depth + 1));
            }
            if (i < across.size()) together.add(across.get(i));
            above = below;
        }
        if (!together.isEmpty()) regions.add(together);
        return regions;
    }

    private static List<Piece> between(List<Piece> pieces, float above, float below) {
        return pieces.stream().filter(p -> p.y() > above && p.y() <= below).toList();
    }

    /// The middle of the widest strip from top to bottom that the fewest pieces touch; NaN if there is none.
    private static float gutter(List<Piece> pieces) {
        float from = (float) pieces.stream().mapToDouble(Piece::left).min().orElse(0);
        float to = (float) pieces.stream().mapToDouble(Piece::right).max().orElse(0);
        int width = (int) (to - from);
        if (width < 100 || width > 10_000) return Float.NaN;
        int[] changes = new int[width + 3];
        for (Piece piece : pieces) {
            changes[Math.max(0, (int) Math.ceil(piece.left() - from))]++;
            changes[Math.min(width + 2, Math.max(0, (int) (piece.right() - from) + 1))]--;
        }
        int covering = 0;
        int fewest = Integer.MAX_VALUE;
        int longest = 0;
        int end = 0;
        int run = 0;
        for (int x = 0; x <= width; x++) {
            covering += changes[x];
            if (x < width * 0.15 || x > width * 0.85) continue;
            run = covering == fewest ? run + 1 : 1;
            if (covering < fewest || covering == fewest && run > longest) {
                fewest = covering;
                longest = run;
                end = x;
            }
        }
        return longest < LEAST_GUTTER ? Float.NaN : from + end - longest / 2f;
    }

    /// Whether there is prose on both sides, at the same height.
    private static boolean sideBySide(List<Piece> left, List<Piece> right, int depth) {
        if (left.size() < LEAST_LINES || right.size() < LEAST_LINES) return false;
        float top = Math.max(edge(left, true), edge(right, true)) - 2;
        float bottom = Math.min(edge(left, false), edge(right, false)) + 2;
        return prose(between(left, top, bottom), depth) && prose(between(right, top, bottom), depth);
    }

    private static float edge(List<Piece> pieces, boolean top) {
        var ys = pieces.stream().mapToDouble(Piece::y);
        return (float) (top ? ys.min() : ys.max()).orElse(0);
    }

    private static boolean prose(List<Piece> side, int depth) {
        if (side.size() < LEAST_LINES) return false;
        float left = (float) side.stream().mapToDouble(Piece::left).min().orElse(0);
        float right = (float) side.stream().mapToDouble(Piece::right).max().orElse(0);
        long full = side.stream()
                .filter(p -> p.text().length() >= LEAST_LINE_CHARS && p.width() >= 0.55f * (right - left))
                .count();
        return 2 * full >= side.size() || order(side, depth + 1).size() > 1;
    }
}
