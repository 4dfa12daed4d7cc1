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
    private record Edge(List<Piece> row, String words, List<Integer> numbers, float height) {}

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
        for (Edge edge : now.edges()) {
            int alike = 0;
            boolean counts = false;
            for (Known other : known) {
                int distance = other.page().number() - now.page().number();
                if (distance == 0) continue;
                if (other.edges().stream().anyMatch(e -> alike(edge, e, distance))) {
                    alike++;
                    counts |= !edge.numbers().isEmpty();
                }
            }
            if (alike >= LEAST_ALIKE || alike == 1 && counts && known.size() == 2) running.add(edge.row());
        }
        removed += running.size();
        if (example.isEmpty() && !running.isEmpty()) example = Optional.of(PdfPage.text(running.getFirst()));
        waiting--;
        while (window.size() - waiting > AROUND) window.removeFirst();
        return Optional.of(now.page().without(running));
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
        for (List<Piece> row : page.edgeRows()) {
            String text = PdfPage.text(row).strip();
            if (text.length() > MOST_CHARS) continue;
            float height = row.getFirst().y() / Math.max(1, page.height());
            if (ROMAN.matcher(text).matches()) {
                edges.add(new Edge(row, "#", List.of(roman(text)), height));
                continue;
            }
            List<Integer> numbers = new ArrayList<>();
            Matcher number = NUMBER.matcher(text);
            while (number.find()) numbers.add(Integer.valueOf(number.group()));
            edges.add(new Edge(row, number.replaceAll("#"), numbers, height));
        }
        return edges;
    }

    /// Whether two lines are the same but for numbers that grew by as much as the pages.
    private static boolean alike(Edge edge, Edge other, int distance) {
        if (!edge.words().equals(other.words())
                || edge.numbers().size() != other.numbers().size()
                || Math.abs(edge.height() - other.height()) > SAME_HEIGHT) return false;
        for (int i = 0; i < edge.numbers().size(); i++) {
            int growth = other.numbers().get(i) - edge.numbers().get(i);
            if (growth != distance && growth != 0) return false;
        }
        return !edge.words().equals("#") || !edge.numbers().equals(other.numbers());
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
