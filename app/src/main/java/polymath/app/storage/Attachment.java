package polymath.app.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import polymath.engine.api.Document;
import polymath.engine.api.PlainText;

/// A document attached to a message, in full.
///
/// @param name of the file, without folders
/// @param marks where its pages begin, in growing order; none where it came as plain text, without a file
/// @param remarks on how it was read
public record Attachment(String name, String text, List<PageMark> marks, List<ReadingRemark> remarks) {
    private static final Set<RemarkCode> NARROWING = Set.of(RemarkCode.IN_PASSAGES, RemarkCode.ONLY_PAGES);
    private static final String NUMBER = "\\d{1,9}";

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

    /// A chat that another one goes on from: once it is summarized there, questions are answered from the summary.
    public static Attachment earlierChat(String name, String text) {
        return new Attachment(name, text, List.of(), List.of(new ReadingRemark(RemarkCode.EARLIER_CHAT, List.of())));
    }

    public boolean isEarlierChat() {
        return remarks.stream().anyMatch(remark -> remark.code() == RemarkCode.EARLIER_CHAT);
    }

    /// The same, to be asked about by passages instead of as a whole.
    ///
    /// @param tokens it has
    public Attachment byPassages(int tokens) {
        return remarked(RemarkCode.IN_PASSAGES, List.of(Integer.toString(tokens)));
    }

    /// The same, of which only some pages are read.
    ///
    /// @param first the first of them, one of those that [#document] has
    /// @param last the last of them
    public Attachment onlyPages(Document.Page first, Document.Page last) {
        return remarked(
                RemarkCode.ONLY_PAGES,
                List.of(Integer.toString(first.page()), Integer.toString(last.page()), first.label(), last.label()));
    }

    /// The same as it came, neither in passages nor in some of its pages.
    public Attachment unnarrowed() {
        return new Attachment(
                name,
                text,
                marks,
                remarks.stream()
                        .filter(remark -> !NARROWING.contains(remark.code()))
                        .toList());
    }

    private Attachment remarked(RemarkCode code, List<String> arguments) {
        List<ReadingRemark> more = new ArrayList<>(unnarrowed().remarks);
        more.add(new ReadingRemark(code, arguments));
        return new Attachment(name, text, marks, more);
    }

    /// Whether less than the whole is read, because the user chose so.
    public boolean isNarrowed() {
        return remarks.stream().anyMatch(remark -> NARROWING.contains(remark.code()));
    }

    public boolean inPassages() {
        return passageTokens() > 0;
    }

    /// How many tokens a document has that is asked about by passages; 0 for others.
    public int passageTokens() {
        return remarks.stream()
                .filter(remark -> remark.code() == RemarkCode.IN_PASSAGES)
                .flatMap(remark -> remark.arguments().stream())
                .filter(tokens -> tokens.matches(NUMBER))
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

    /// What of it is read: the pages that the user chose, or the whole.
    public Document chosen() {
        Document whole = document();
        List<Document.Page> chosen = remarks.stream()
                .filter(remark -> remark.code() == RemarkCode.ONLY_PAGES
                        && remark.arguments().size() > 1)
                .findFirst()
                .map(remark -> within(
                        whole, remark.arguments().get(0), remark.arguments().get(1)))
                .orElse(List.of());
        return chosen.isEmpty() ? whole : new Document(name, chosen);
    }

    private static List<Document.Page> within(Document whole, String first, String last) {
        if (!first.matches(NUMBER) || !last.matches(NUMBER)) return List.of();
        int from = Integer.parseInt(first);
        int to = Integer.parseInt(last);
        return whole.pages().stream()
                .filter(page -> page.page() >= from && page.page() <= to)
                .toList();
    }
}
