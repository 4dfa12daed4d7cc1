package polymath.app.reader;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds the lines at a page's edges that come back on other pages: running heads, and page numbers, which grow as the
/// pages do. Pages wait here until the next few are known.
final class RunningLines {
    /// So many pages before and after one are looked at: a chapter's head may be on every other page only.
    private static final int AROUND = 6;

    private static final int LEAST_ALIKE = 2;
    private static final float SAME_HEIGHT = 0.02f; // of the page
    private static final int MOST_CHARS = 200;
    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}");
    private static final Pattern ROMAN = Pattern.compile("[ivxlcdm]{1,7}|[IVXLCDM]{1,7}");

    /// A line at the edge, its numbers apart from its words.
    ///
    /// @param outermost whether nothing stands above it, or nothing below
    private record Edge(List<Piece> row, String words, List<Integer> numbers, float height, boolean outermost) {}

    private record Known(PdfPage page, List<Edge> edges) {}

    private final Deque<Known> window = new ArrayDeque<>();
    private int waiting; // of the window, pages that were not given out yet
    private int removed;
    private Optional<String> example = Optional.empty();

    /// Takes the next page.
    ///
    /// @return the page that is now known well enough, without its running lines
    Optional<PdfPage> put(PdfPage page) {
        window.addLast(new Known(page, edges(page)));
        waiting++;
        return waiting > AROUND ? next() : Optional.empty();
    }

    /// After the last page: those that still wait, one by one.
    Optional<PdfPage> next() {
        if (waiting == 0) return Optional.empty();
        List<Known> known = new ArrayList<>(window);
        Known now = known.get(known.size() - waiting);
        List<List<Piece>> running = new ArrayList<>();
        for (Edge edge : now.edges()) if (running(edge, now, known)) running.add(edge.row());
        // A page of which nothing else would be left says something, however alike pages are.
        if (now.page().without(running).characters() == 0)
            running.removeIf(row -> PdfPage.text(row).codePoints().anyMatch(Character::isLetter));
        removed += running.size();
        if (example.isEmpty() && !running.isEmpty()) example = Optional.of(PdfPage.text(running.getFirst()));
        waiting--;
        while (window.size() - waiting > AROUND) window.removeFirst();
        return Optional.of(now.page().without(running));
    }

    private static boolean running(Edge edge, Known now, List<Known> known) {
        int alike = 0;
        boolean growsNearby = false;
        for (Known other : known) {
            int distance = other.page().number() - now.page().number();
            if (distance == 0) continue;
            boolean same = other.edges().stream().anyMatch(e -> alike(edge, e, distance));
            boolean samePlace =
                    edge.words().equals("#") && other.edges().stream().anyMatch(e -> counts(edge, e, distance));
            if (same || samePlace) alike++;
            growsNearby |= same && Math.abs(distance) <= 2 && !edge.numbers().isEmpty();
        }
        // Two pages suffice for what stands alone at the very edge and counts: chapters may be short.
        return alike >= LEAST_ALIKE || growsNearby && edge.outermost();
    }

    /// Whether a number alone on its line counts on with one of the other line's.
    private static boolean counts(Edge edge, Edge other, int distance) {
        return other.numbers().contains(edge.numbers().getFirst() + distance);
    }

    /// How many lines were left out.
    int removed() {
        return removed;
    }

    /// The first of them.
    Optional<String> example() {
        return example;
    }

    private static List<Edge> edges(PdfPage page) {
        List<Edge> edges = new ArrayList<>();
        List<List<Piece>> rows = Piece.rows(page.main());
        for (List<Piece> row : page.edgeRows()) {
            boolean outermost = row.equals(rows.getFirst()) || row.equals(rows.getLast());
            String text = PdfPage.text(row).strip();
            if (text.length() > MOST_CHARS) continue;
            float height = row.getFirst().y() / Math.max(1, page.height());
            if (ROMAN.matcher(text).matches()) {
                edges.add(new Edge(row, "#", List.of(roman(text)), height, outermost));
                continue;
            }
            List<Integer> numbers = new ArrayList<>();
            Matcher number = NUMBER.matcher(text);
            while (number.find()) numbers.add(Integer.valueOf(number.group()));
            edges.add(new Edge(row, number.replaceAll("#"), numbers, height, outermost));
        }
        return edges;
    }

    /// Whether two lines are the same but for numbers that grew by as much as the pages.
    private static boolean alike(Edge edge, Edge other, int distance) {
        if (!edge.words().equals(other.words())
                || edge.numbers().size() != other.numbers().size()
                || Math.abs(edge.height() - other.height()) > SAME_HEIGHT) return false;
        boolean counts = false;
        for (int i = 0; i < edge.numbers().size(); i++) {
            int growth = other.numbers().get(i) - edge.numbers().get(i);
            if (growth != distance && growth != 0) return false;
            counts |= growth == distance;
        }
        return !edge.words().equals("#") || counts;
    }

    private static int roman(String text) {
        int value = 0;
        int before = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            int digit = switch (Character.toLowerCase(text.charAt(i))) {
                case 'i' -> 1;
                case 'v' -> 5;
                case 'x' -> 10;
                case 'l' -> 50;
                case 'c' -> 100;
                case 'd' -> 500;
                default -> 1_000;
            };
            value += digit < before ? -digit : digit;
            before = Math.max(before, digit);
        }
        return value;
    }
}
