package polymath.app.citation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The documents that an answer can refer to. Immutable.
public final class Sources {
    private final List<SourceDocument> documents;

    /// A page of one of them, counted from 0.
    record Page(SourceDocument document, int index) {
        PageFacts facts() {
            return document.facts(index);
        }

        String label() {
            return document.page(index).label();
        }
    }

    public Sources(List<SourceDocument> documents) {
        this.documents = List.copyOf(documents);
    }

    public List<SourceDocument> documents() {
        return documents;
    }

    /// Whether a page that an answer names is there, and has text.
    public boolean has(PageReference reference) {
        return !pages(reference).isEmpty();
    }

    /// Whether a page that an answer names is there, but without text.
    public boolean isSilent(PageReference reference) {
        return documents.stream().anyMatch(d -> d.kind().equals(reference.kind()) && d.isSilent(reference.first()));
    }

    /// Where a statement is to be looked up. Where several pages have what the reference says, its words decide.
    ///
    /// @param statement the words before the mark
    public Optional<Spot> find(PageReference reference, String statement) {
        Optional<Spot> best = Optional.empty();
        double fit = -1;
        for (Page page : pages(reference)) {
            String text = page.document().page(page.index()).text();
            Optional<Passage> passage = Passage.best(statement, text);
            double here = passage.map(Passage::fit).orElse(0.0);
            if (here <= fit) continue;
            fit = here;
            best = Optional.of(new Spot(page.document().attachment(), page.index(), true, passage.map(Passage::range)));
        }
        return best;
    }

    List<Page> allPages() {
        List<Page> all = new ArrayList<>();
        for (SourceDocument document : documents)
            for (int i = 0; i < document.pageCount(); i++) all.add(new Page(document, i));
        return all;
    }

    /// A page is what models call slides, sheets and chapters too, so where no document has pages these are meant.
    List<Page> pages(PageReference reference) {
        List<Page> pages = pages(reference, reference.kind());
        if (!pages.isEmpty() || !reference.kind().equals("p.")) return pages;
        if (documents.stream().anyMatch(d -> d.kind().equals("p."))) return pages;
        for (String kind : List.of("slide", "sheet", "chapter")) pages.addAll(pages(reference, kind));
        return pages;
    }

    private List<Page> pages(PageReference reference, String kind) {
        List<Page> pages = new ArrayList<>();
        for (SourceDocument document : documents)
            if (document.kind().equals(kind))
                for (int index : document.pages(reference.first(), reference.last()))
                    pages.add(new Page(document, index));
        return pages;
    }
}
