package polymath.app.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import polymath.engine.api.Document;
import polymath.engine.api.PlainText;

/// A document attached to a message, in full.
///
/// @param name of the file, without folders
/// @param marks where its pages begin, in growing order; none where it came as plain text, without a file
/// @param remarks on how it was read
public record Attachment(String name, String text, List<PageMark> marks, List<ReadingRemark> remarks) {
    public Attachment {
        Objects.requireNonNull(name);
        Objects.requireNonNull(text);
        marks = List.copyOf(marks);
        remarks = List.copyOf(remarks);
        int before = 0;
        for (PageMark mark : marks) {
            if (mark.start() < before || mark.start() > text.length())
                throw new IllegalArgumentException("page " + mark.label() + " begins at " + mark.start());
            before = mark.start();
        }
    }

    /// Of plain text.
    public Attachment(String name, String text) {
        this(name, text, List.of(), List.of());
    }

    /// The same, to be asked about by passages instead of as a whole.
    ///
    /// @param tokens it has
    public Attachment byPassages(int tokens) {
        List<ReadingRemark> more = new ArrayList<>(remarks);
        more.add(new ReadingRemark(RemarkCode.IN_PASSAGES, List.of(Integer.toString(tokens))));
        return new Attachment(name, text, marks, more);
    }

    public boolean inPassages() {
        return passageTokens() > 0;
    }

    /// How many tokens a document has that is asked about by passages; 0 for others.
    public int passageTokens() {
        return remarks.stream()
                .filter(remark -> remark.code() == RemarkCode.IN_PASSAGES)
                .flatMap(remark -> remark.arguments().stream())
                .filter(tokens -> tokens.matches("\\d{1,9}"))
                .mapToInt(Integer::parseInt)
                .findFirst()
                .orElse(0);
    }

    /// The whole of it: the pages with text, under their marks.
    public Document document() {
        List<Document.Page> pages = new ArrayList<>();
        for (int i = 0; i < marks.size(); i++) {
            PageMark mark = marks.get(i);
            int end = i + 1 < marks.size() ? marks.get(i + 1).start() : text.length();
            String page = text.substring(mark.start(), end).strip();
            if (!page.isEmpty()) pages.add(new Document.Page(mark.page(), mark.label(), page));
        }
        return pages.isEmpty() ? PlainText.of(name, text) : new Document(name, pages);
    }
}
