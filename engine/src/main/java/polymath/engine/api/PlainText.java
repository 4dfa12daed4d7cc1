package polymath.engine.api;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Gives a plain text the marks that answers refer to: form feeds end a page (`p. 3`); a text without them is marked by
/// the line on which a paragraph starts (`line 41`), about every 1,500 characters.
///
/// Paragraphs that were broken at a fixed width are joined again, so that what is quoted from them is one sentence and
/// not two halves. Lists, tables, verses, code and everything else with short lines stays as it is.
public final class PlainText {
    /// Least characters between two line marks.
    static final int MARK_CHARS = 1_500;

    /// A paragraph with shorter lines was not broken at a width.
    private static final int LEAST_WIDTH = 50;

    private static final Pattern STRUCTURED = Pattern.compile("^(\\s|[-*+>|#`=~•·]|\\d+[.)]|\\[).*");
    private static final Pattern FIRST_WORD = Pattern.compile("\\S+");

    private final List<Document.Page> pages = new ArrayList<>();
    private final StringBuilder page = new StringBuilder();
    private final List<String> paragraph = new ArrayList<>();
    private int markedLine = 1;

    private PlainText() {}

    /// The document that a text is.
    ///
    /// @param text line ends as `\n`
    public static Document of(String name, String text) {
        if (text.indexOf('\f') >= 0 && !text.isBlank()) return byFormFeeds(name, text.split("\f", -1));
        PlainText split = new PlainText();
        split.read(text, true);
        split.endPage();
        return new Document(name, split.pages);
    }

    private static Document byFormFeeds(String name, String[] parts) {
        List<Document.Page> pages = new ArrayList<>();
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].isBlank()) continue;
            PlainText split = new PlainText();
            split.read(parts[i], false);
            pages.add(new Document.Page(i + 1, "p. " + (i + 1), split.page.toString()));
        }
        return new Document(name, pages);
    }

    /// @param marked whether a page ends once it is long enough
    private void read(String text, boolean marked) {
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            if (lines[i].isBlank()) {
                endParagraph();
                continue;
            }
            if (marked && paragraph.isEmpty() && page.length() >= MARK_CHARS) {
                endPage();
                markedLine = i + 1;
            }
            paragraph.add(lines[i].stripTrailing());
        }
        endParagraph();
    }

    private void endParagraph() {
        if (paragraph.isEmpty()) return;
        if (!page.isEmpty()) page.append("\n\n");
        page.append(String.join(brokenAtWidth(paragraph) ? " " : "\n", paragraph));
        paragraph.clear();
    }

    private void endPage() {
        if (page.isEmpty() && !pages.isEmpty()) return;
        pages.add(new Document.Page(markedLine, "line " + markedLine, page.toString()));
        page.setLength(0);
    }

    /// Whether no line but the last had room for the word that follows it.
    private static boolean brokenAtWidth(List<String> lines) {
        int width = lines.stream().mapToInt(String::length).max().orElse(0);
        if (width < LEAST_WIDTH
                || lines.stream().skip(1).anyMatch(l -> STRUCTURED.matcher(l).matches())) return false;
        for (int i = 0; i + 1 < lines.size(); i++) {
            var next = FIRST_WORD.matcher(lines.get(i + 1));
            int word = next.find() ? next.end() - next.start() : 0;
            if (lines.get(i).length() + 1 + word <= width) return false;
        }
        return true;
    }
}
