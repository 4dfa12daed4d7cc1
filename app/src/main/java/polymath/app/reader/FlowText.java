package polymath.app.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Text that flows, paragraph by paragraph, in formats whose pages are made when they are printed. Where the file tells
/// where its pages were, these are the marks; otherwise lines are counted, in the text as it is read.
final class FlowText {
    /// Least characters between two line marks, and before a heading starts a new one.
    private static final int MARK_CHARS = 1_500;

    private static final int HEADING_CHARS = 400;

    private static final Pattern SPACE = Pattern.compile("[\\s\\u00a0]+");

    /// @param lines of one paragraph, in order; none for the end of a page
    private record Block(boolean heading, String lines) {}

    private final List<Block> blocks = new ArrayList<>();
    private boolean pages;

    /// One paragraph on one line, its white space evened out.
    void paragraph(String text) {
        add(false, even(text));
    }

    void heading(String text) {
        add(true, even(text));
    }

    /// Lines that belong together and stay lines: rows of a table, a piece of code.
    void lines(String text) {
        add(false, text.strip());
    }

    void table(List<List<String>> rows) {
        add(false, rows(rows));
    }

    void pageBreak() {
        pages = true;
        blocks.add(new Block(false, ""));
    }

    static String even(String text) {
        return SPACE.matcher(text).replaceAll(" ").strip();
    }

    /// A table as text: a row to a line, `|` between cells.
    static String rows(List<List<String>> rows) {
        StringBuilder lines = new StringBuilder();
        for (List<String> row : rows) {
            String line = String.join(" | ", row).stripTrailing();
            if (line.replace("|", "").isBlank()) continue;
            if (!lines.isEmpty()) lines.append('\n');
            lines.append(line);
        }
        return lines.toString();
    }

    private void add(boolean heading, String lines) {
        if (!lines.isEmpty()) blocks.add(new Block(heading, lines));
    }

    /// All of it without marks.
    String text() {
        return blocks.stream().map(Block::lines).filter(l -> !l.isEmpty()).collect(Collectors.joining("\n\n"));
    }

    Optional<String> firstHeading() {
        return blocks.stream().filter(Block::heading).map(Block::lines).findFirst();
    }

    /// All of it, in pages or marked lines.
    void writeTo(Output out) throws IOException {
        StringBuilder page = new StringBuilder();
        Optional<String> heading = Optional.empty();
        int number = 1;
        int line = 1;
        for (Block block : blocks) {
            boolean ends =
                    pages ? block.lines().isEmpty() : page.length() >= (block.heading() ? HEADING_CHARS : MARK_CHARS);
            if (ends) {
                out.page(number, label(number), heading, page.toString());
                line += lineCount(page);
                number = pages ? number + 1 : line;
                page.setLength(0);
                heading = Optional.empty();
            }
            if (block.lines().isEmpty()) continue;
            if (block.heading() && heading.isEmpty()) heading = Optional.of(block.lines());
            if (!page.isEmpty()) page.append("\n\n");
            page.append(block.lines());
        }
        if (!page.isEmpty()) out.page(number, label(number), heading, page.toString());
    }

    private String label(int number) {
        return (pages ? "p. " : "line ") + number;
    }

    /// Lines of a page and the empty one behind it.
    private static int lineCount(CharSequence page) {
        return (int) page.chars().filter(c -> c == '\n').count() + 2;
    }
}
