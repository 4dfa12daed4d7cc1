package polymath.app.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import polymath.app.storage.Coverage.Stretch;
import polymath.engine.api.Document;

/// What the model gets of one document, of all that the document has.
public final class DocumentCoverage {
    private static final Set<RemarkCode> CUT = Set.of(RemarkCode.TEXT_CUT, RemarkCode.CELLS_CUT);
    private static final Set<RemarkCode> PAGES = Set.of(
            RemarkCode.PICTURE_PAGES, RemarkCode.GARBLED_PAGES, RemarkCode.DAMAGED_PAGES, RemarkCode.SKIPPED_PAGES);
    private static final Pattern NUMBER = Pattern.compile("\\d{1,7}");

    private DocumentCoverage() {}

    /// @param sent what of the attachment the model gets
    public static Coverage.Part of(Attachment attachment, Document sent) {
        String kind = sent.pages().getFirst().label().split(" ", 2)[0];
        boolean cut = attachment.remarks().stream().map(ReadingRemark::code).anyMatch(CUT::contains);
        List<Document.Page> whole = attachment.document().pages();
        if (kind.equals("line")) {
            int lines =
                    1 + (int) attachment.text().chars().filter(c -> c == '\n').count();
            return new Coverage.Part(attachment.name(), kind, lines, lines(whole, sent, lines), cut);
        }
        List<Integer> read = sent.pages().stream()
                .filter(whole::contains) // a page that was cut was not read
                .map(Document.Page::page)
                .filter(p -> p > 0)
                .distinct()
                .sorted()
                .toList();
        int total = Math.max(whole.stream().mapToInt(Document.Page::page).max().orElse(0), last(attachment));
        return new Coverage.Part(attachment.name(), kind, total, Stretch.of(read), cut);
    }

    private static List<Stretch> lines(List<Document.Page> whole, Document sent, int lines) {
        List<Stretch> read = new ArrayList<>();
        for (int i = 0; i < whole.size(); i++) {
            int first = i == 0 ? 1 : whole.get(i).page();
            int last = i + 1 < whole.size() ? whole.get(i + 1).page() - 1 : lines;
            if (!sent.pages().contains(whole.get(i)) || last < first) continue;
            boolean follows = !read.isEmpty() && read.getLast().last() + 1 == first;
            if (follows) read.set(read.size() - 1, new Stretch(read.getLast().first(), last));
            else read.add(new Stretch(first, last));
        }
        return read;
    }

    /// The last page there is: pages that could not be read at all are only in the remarks.
    private static int last(Attachment attachment) {
        int last = attachment.marks().stream().mapToInt(PageMark::page).max().orElse(0);
        for (ReadingRemark remark : attachment.remarks())
            if (PAGES.contains(remark.code()) && remark.arguments().size() > 1)
                last = Math.max(
                        last,
                        NUMBER.matcher(remark.arguments().get(1))
                                .results()
                                .mapToInt(r -> Integer.parseInt(r.group()))
                                .max()
                                .orElse(0));
        return last;
    }
}
