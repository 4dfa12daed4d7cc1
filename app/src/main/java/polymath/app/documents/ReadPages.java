package polymath.app.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;
import polymath.app.storage.ReadingRemark;
import polymath.app.storage.RemarkCode;

/// The document that comes out of the reader, page by page.
final class ReadPages {
    private static final int MOST_CHARS = 64 << 20;
    private static final int MOST_REMARKS = 50;

    private final StringBuilder text = new StringBuilder();
    private final List<PageMark> marks = new ArrayList<>();
    private final List<ReadingRemark> remarks = new ArrayList<>();
    private int hidden;
    private int last;

    /// What cannot be seen is taken out and counted, here and not in the reader: this side is not made to be broken.
    void add(ReaderLine.Page page) {
        last = Math.max(last, page.page());
        VisibleText visible = VisibleText.of(page.text());
        hidden += visible.removed();
        String shown = visible.text().replace('\f', '\n').strip();
        if (text.length() + shown.length() > MOST_CHARS || marks.size() >= ReaderLine.MOST_PAGES) return;
        if (!text.isEmpty() && !shown.isEmpty()) text.append("\n\n");
        marks.add(new PageMark(page.page(), page.label(), page.heading(), text.length()));
        text.append(shown);
    }

    void add(ReaderLine.Remark remark) {
        if (remark.code() == RemarkCode.HIDDEN_CHARACTERS) { // counted together with those that are found here
            hidden += count(remark);
            return;
        }
        if (remarks.size() < MOST_REMARKS) remarks.add(new ReadingRemark(remark.code(), remark.arguments()));
    }

    private static int count(ReaderLine.Remark remark) {
        String count = remark.arguments().isEmpty() ? "" : remark.arguments().getFirst();
        return count.matches("\\d{1,8}") ? Integer.parseInt(count) : 0;
    }

    /// The number of the last page that came; 0 before the first.
    int last() {
        return last;
    }

    boolean isBlank() {
        return text.toString().isBlank();
    }

    /// @param skipped pages that could not be read in time
    Attachment toAttachment(String name, Set<Integer> skipped) {
        if (hidden > 0) remarks.add(new ReadingRemark(RemarkCode.HIDDEN_CHARACTERS, List.of(String.valueOf(hidden))));
        if (!skipped.isEmpty()) {
            List<String> pages = skipped.stream().sorted().map(String::valueOf).toList();
            remarks.add(new ReadingRemark(
                    RemarkCode.SKIPPED_PAGES, List.of(String.valueOf(pages.size()), String.join(", ", pages))));
        }
        return new Attachment(name, text.toString(), marks, remarks);
    }
}
