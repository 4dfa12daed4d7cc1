package polymath.app.citation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;
import polymath.engine.api.Document;

/// A document as answers refer to it: its pages by their marks. Immutable; made once for each document, off the UI's
/// thread, because that takes time.
public final class SourceDocument {
    private final Attachment attachment;
    private final Document document;
    private final String kind;
    private final TreeMap<Integer, Integer> pages = new TreeMap<>(); // by number
    private final List<PageFacts> facts = new ArrayList<>();
    private final boolean german;

    public SourceDocument(Attachment attachment) {
        this.attachment = attachment;
        document = attachment.document();
        for (int i = 0; i < document.pages().size(); i++)
            pages.putIfAbsent(document.pages().get(i).page(), i);
        kind = document.pages().getFirst().label().split(" ", 2)[0];
        Map<String, String> shared = new HashMap<>();
        for (Document.Page page : document.pages()) facts.add(new PageFacts(page.text(), shared));
        german = Language.isGerman(attachment.text());
    }

    public Attachment attachment() {
        return attachment;
    }

    /// What its marks begin with.
    String kind() {
        return kind;
    }

    Document.Page page(int index) {
        return document.pages().get(index);
    }

    PageFacts facts(int index) {
        return facts.get(index);
    }

    boolean isGerman() {
        return german;
    }

    int pageCount() {
        return document.pages().size();
    }

    /// The pages from one number to another that have text, counted from 0. Of lines it is those that hold them.
    List<Integer> pages(int first, int last) {
        if (!kind.equals("line"))
            return new ArrayList<>(
                    pages.subMap(first, true, Math.max(first, last), true).values());
        Integer from = pages.floorKey(first);
        if (from == null || first > lastLine()) return List.of();
        return new ArrayList<>(
                pages.subMap(from, true, Math.max(from, last), true).values());
    }

    /// Whether there is a page of that number without text.
    boolean isSilent(int number) {
        return !pages.containsKey(number)
                && attachment.marks().stream().map(PageMark::page).anyMatch(p -> p == number);
    }

    private int lastLine() {
        return 1 + (int) attachment.text().chars().filter(c -> c == '\n').count();
    }
}
