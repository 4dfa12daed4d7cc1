package polymath.app.reader;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Paragraphs of a PDF page out of its lines: joined where they were broken at the margin, words where they were
/// hyphenated.
final class PdfParagraphs {
    private static final Pattern ITEM = Pattern.compile("^([•◦▪‣●○■–*·-]|\\(?\\d{1,3}[.)]|\\(?[a-zA-Z][.)])\\s.*");
    private static final Pattern LEADERS = Pattern.compile(" ?[._]{5,} ?|(?: [.]){5,200} ?");
    private static final Pattern ENTRY = Pattern.compile("…  *[\\dA-Za-z.-]{1,8}$");
    private static final int MOST_CODE_COLUMNS = 200;
    private static final float HEADING = 1.15f;
    private static final int HEADING_CHARS = 150;

    /// @param kept whether it stays a line of its own: a row of a table, code, an entry of a table of contents
    private record Line(String text, float left, float right, float y, float size, boolean bold, boolean kept) {}

    private final StringBuilder page = new StringBuilder();
    private final float bodySize;
    private final Set<String> hyphenated;
    private Optional<String> heading = Optional.empty();

    /// @param bodySize of most of the page's text
    /// @param hyphenated words that the document writes with a hyphen in the middle of a line, in small letters
    PdfParagraphs(float bodySize, Set<String> hyphenated) {
        this.bodySize = bodySize;
        this.hyphenated = hyphenated;
    }

    String text() {
        return page.toString();
    }

    /// The first paragraph that looks like one.
    Optional<String> heading() {
        return heading;
    }

    /// Adds a column, or whatever else is read row by row.
    void add(List<Piece> region) {
        List<Line> lines = lines(region);
        float left = (float) lines.stream().mapToDouble(Line::left).min().orElse(0);
        float right = (float) lines.stream().mapToDouble(Line::right).max().orElse(0);
        float pitch = pitch(lines);
        StringBuilder paragraph = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            Optional<Line> before = i == 0 ? Optional.empty() : Optional.of(lines.get(i - 1));
            if (before.isPresent() && !goesOn(before.get(), line, left, right, pitch)) {
                boolean below = before.get().kept()
                        && line.kept()
                        && line.y() - before.get().y() < 2.2f * pitch;
                if (below) {
                    paragraph.append('\n').append(line.text());
                    continue;
                }
                end(paragraph, before.get());
            }
            join(paragraph, line.text());
        }
        if (!lines.isEmpty()) end(paragraph, lines.getLast());
    }

    private static List<Line> lines(List<Piece> region) {
        List<List<Piece>> rows = Piece.rows(region);
        float left = (float) region.stream().mapToDouble(Piece::left).min().orElse(0);
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            List<Piece> row = rows.get(i);
            boolean neighbour = i > 0 && rows.get(i - 1).size() > 1
                    || i + 1 < rows.size() && rows.get(i + 1).size() > 1;
            boolean table = row.size() > 1 && neighbour;
            boolean code = row.stream().allMatch(Piece::fixed);
            String text = code ? code(row, left) : text(row, table);
            Piece main = row.getFirst();
            for (Piece piece : row) if (piece.text().length() > main.text().length()) main = piece;
            lines.add(new Line(
                    text,
                    row.getFirst().left(),
                    (float) row.stream().mapToDouble(Piece::right).max().orElse(0),
                    main.y(),
                    main.size(),
                    row.stream().allMatch(Piece::bold),
                    table || code || ENTRY.matcher(text).find()));
        }
        return lines;
    }

    private static String text(List<Piece> row, boolean table) {
        List<String> cells =
                row.stream().map(p -> WritingDirection.logical(p.text())).toList();
        boolean rightToLeft = WritingDirection.rightToLeft(String.join(" ", cells));
        String text = String.join(table ? " | " : " ", rightToLeft ? cells.reversed() : cells);
        return LEADERS.matcher(text).replaceAll(" … ");
    }

    /// A line of code with as many spaces as there is room for.
    private static String code(List<Piece> row, float left) {
        StringBuilder line = new StringBuilder();
        for (Piece piece : row) {
            float character =
                    Math.max(0.1f * piece.size(), piece.width() / piece.text().length());
            int column = Math.min(MOST_CODE_COLUMNS, Math.round((piece.left() - left) / character));
            while (line.length() < column) line.append(' ');
            line.append(piece.text());
        }
        return line.toString();
    }

    /// The usual distance between lines.
    private static float pitch(List<Line> lines) {
        double[] distances = new double[Math.max(0, lines.size() - 1)];
        for (int i = 0; i < distances.length; i++)
            distances[i] = lines.get(i + 1).y() - lines.get(i).y();
        Arrays.sort(distances);
        double usual = distances.length == 0 ? 0 : distances[distances.length / 3];
        float size = lines.isEmpty() ? 10 : lines.getFirst().size();
        return (float) Math.clamp(usual, 0.9 * size, 2 * size);
    }

    private static boolean goesOn(Line before, Line line, float left, float right, float pitch) {
        if (before.kept() || line.kept()) return false;
        float size = Math.max(before.size(), line.size());
        if (Math.abs(before.size() - line.size()) > 0.12f * size || before.bold() != line.bold()) return false;
        if (line.y() - before.y() > 1.35f * pitch || ITEM.matcher(line.text()).matches()) return false;
        boolean indented = line.left() > before.left() + 0.8f * size && before.left() < left + 0.5f * size;
        if (indented) return ITEM.matcher(before.text()).matches();
        boolean shortLine = before.right() < right - 0.25f * (right - left);
        boolean ended = ".!?:;".indexOf(before.text().charAt(before.text().length() - 1)) >= 0;
        return !(shortLine && (ended || before.right() < right - 0.5f * (right - left)));
    }

    private void join(StringBuilder paragraph, String line) {
        int length = paragraph.length();
        if (length == 0) {
            paragraph.append(line);
            return;
        }
        char last = paragraph.charAt(length - 1);
        char first = line.charAt(0);
        boolean hyphen = (last == '-' || last == '\u2010' || last == '\u00ad')
                && length > 1
                && Character.isLetter(paragraph.charAt(length - 2));
        if (hyphen && Character.isLowerCase(first)) {
            if (last == '\u00ad' || !hyphenated.contains(Hyphens.wordAround(paragraph, line)))
                paragraph.setLength(length - 1);
        } else if (!hyphen && !(ideographic(last) && ideographic(first))) {
            paragraph.append(' ');
        }
        paragraph.append(line);
    }

    private static boolean ideographic(char c) {
        return c >= 0x3000 && c < 0xa000 || c >= 0xf900 && c < 0xfb00 || c >= 0xff00 && c < 0xfff0;
    }

    private void end(StringBuilder paragraph, Line last) {
        String text = paragraph.toString().stripTrailing();
        paragraph.setLength(0);
        if (text.isBlank()) return;
        boolean large = last.size() > HEADING * bodySize;
        boolean bold = last.bold() && !text.endsWith(".");
        if (heading.isEmpty() && (large || bold) && text.length() <= HEADING_CHARS && text.indexOf('\n') < 0)
            heading = Optional.of(text);
        if (!page.isEmpty()) page.append("\n\n");
        page.append(text);
    }
}
