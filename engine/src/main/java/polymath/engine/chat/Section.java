package polymath.engine.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import polymath.engine.api.Document;

/// Some pages of a document that are read at once.
///
/// @param pages in order, at least one; a page too long for one section is in several, under the same mark
/// @param tokens of its text, marks included
record Section(List<Document.Page> pages, int tokens) {
    /// A short line that ends without a full stop, and an empty one behind it.
    private static final Pattern HEADING = Pattern.compile("[^\\n]{1,80}[^\\n.,;:!?]\\n\\n.*", Pattern.DOTALL);

    /// Where a page may be cut, the better places first.
    private static final List<String> SEAMS = List.of("\n\n", "\n", ". ", " ");

    Section {
        pages = List.copyOf(pages);
    }

    /// What the model reads.
    String text() {
        return DocumentPrompt.pages(pages);
    }

    /// Cuts a document into as few sections of like length as can be, at the ends of pages, where possible before a
    /// page that begins with a heading. Nothing is left out.
    ///
    /// @param tokens counts those of a text
    /// @param most tokens of a section
    static List<Section> of(Document document, ToIntFunction<String> tokens, int most) {
        List<Section> pieces = new ArrayList<>(); // a page each, or a part of one
        for (Document.Page page : document.pages()) cut(page, tokens, most, pieces);
        int total = pieces.stream().mapToInt(Section::tokens).sum();
        int number = Math.max(1, (total + most - 1) / most);
        int target = (total + number - 1) / number;
        List<Section> sections = new ArrayList<>();
        List<Document.Page> pages = new ArrayList<>();
        int held = 0;
        for (Section piece : pieces) {
            boolean heading = HEADING.matcher(piece.pages().getFirst().text()).matches();
            boolean enough = held >= target || heading && held >= target * 3 / 4 || held + piece.tokens() > most;
            if (held > 0 && enough) {
                sections.add(new Section(pages, held));
                pages.clear();
                held = 0;
            }
            pages.addAll(piece.pages());
            held += piece.tokens();
        }
        sections.add(new Section(pages, held));
        return sections;
    }

    private static void cut(Document.Page page, ToIntFunction<String> tokens, int most, List<Section> into) {
        int count = tokens.applyAsInt(DocumentPrompt.pages(List.of(page)));
        int seam = count <= most ? -1 : seam(page.text());
        if (seam <= 0) {
            into.add(new Section(List.of(page), count));
            return;
        }
        cut(new Document.Page(page.page(), page.label(), page.text().substring(0, seam)), tokens, most, into);
        cut(new Document.Page(page.page(), page.label(), page.text().substring(seam)), tokens, most, into);
    }

    // where to cut a text in two, near its middle; 0 where it cannot be cut
    private static int seam(String text) {
        int middle = text.length() / 2;
        for (String seam : SEAMS) {
            int at = text.lastIndexOf(seam, middle);
            if (at > text.length() / 8 && at + seam.length() < text.length()) return at + seam.length();
        }
        return middle > 0 && Character.isLowSurrogate(text.charAt(middle)) ? middle - 1 : middle;
    }
}
