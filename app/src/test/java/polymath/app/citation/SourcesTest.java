package polymath.app.citation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;

class SourcesTest {
    static Attachment document(String name, String kind, String... pages) {
        StringBuilder text = new StringBuilder();
        List<PageMark> marks = new ArrayList<>();
        for (int i = 0; i < pages.length; i++) {
            if (!text.isEmpty()) text.append("\n\n");
            marks.add(new PageMark(i + 1, kind + " " + (i + 1), Optional.empty(), text.length()));
            text.append(pages[i]);
        }
        return new Attachment(name, text.toString(), marks, List.of());
    }

    static Sources sources(Attachment... documents) {
        return new Sources(Stream.of(documents).map(SourceDocument::new).toList());
    }

    private static PageReference page(String mark) {
        return CitationMark.in(mark).getFirst().pages().getFirst();
    }

    @Test
    void aPageIsFoundWithThePassageThatFits() {
        Attachment report = document("report.pdf", "p.", "First page.", "Nothing here. Costs fell by 3 %. Nor here.");
        Spot spot =
                sources(report).find(page("[p. 2]"), "The costs fell by 3 %").orElseThrow();
        assertThat(spot.document()).isEqualTo(report);
        assertThat(spot.page()).isEqualTo(1);
        assertThat(spot.passage()
                        .orElseThrow()
                        .of(report.document().pages().get(1).text()))
                .isEqualTo("Costs fell by 3 %.");
    }

    @Test
    void aPageWithoutAFittingPassageIsFoundAsAWhole() {
        Attachment report = document("report.pdf", "p.", "First page.");
        assertThat(sources(report).find(page("[p. 1]"), "Nobody knows why."))
                .contains(new Spot(report, 0, true, Optional.empty()));
    }

    @Test
    void pagesThatNoDocumentHasAreNotThere() {
        Sources sources = sources(document("report.pdf", "p.", "One.", "Two.", "", "Four."));
        assertThat(sources.has(page("[p. 4]"))).isTrue();
        assertThat(sources.has(page("[p. 5]"))).isFalse();
        assertThat(sources.has(page("[slide 1]"))).isFalse();
        assertThat(sources.find(page("[p. 5]"), "Two.")).isEmpty();
        assertThat(sources.has(page("[p. 3]"))).isFalse();
        assertThat(sources.isSilent(page("[p. 3]"))).isTrue();
        assertThat(sources.isSilent(page("[p. 5]"))).isFalse();
    }

    @Test
    void ofSeveralDocumentsTheWordsDecide() {
        Attachment harbour = document("harbour.pdf", "p.", "Forty ships came to the harbour.", "Cars.");
        Attachment airport = document("airport.pdf", "p.", "Ninety planes landed at the airport.");
        Sources sources = sources(harbour, airport);
        assertThat(sources.find(page("[p. 1]"), "Ninety planes landed")
                        .orElseThrow()
                        .document())
                .isEqualTo(airport);
        assertThat(sources.find(page("[p. 1]"), "Forty ships came")
                        .orElseThrow()
                        .document())
                .isEqualTo(harbour);
        assertThat(sources.find(page("[p. 2]"), "Ninety planes landed")
                        .orElseThrow()
                        .document())
                .isEqualTo(harbour);
    }

    @Test
    void ofARangeThePageThatFitsIsFound() {
        Attachment report = document("report.pdf", "p.", "One apple.", "Two pears.", "Three plums.", "Four figs.");
        assertThat(sources(report)
                        .find(page("[p. 2-4]"), "There are three plums")
                        .orElseThrow()
                        .page())
                .isEqualTo(2);
    }

    @Test
    void aLineIsFoundInTheStretchThatHoldsIt() {
        String text = "Paragraph of a plain text, which goes on for a while.\n\n".repeat(90);
        Attachment plain = new Attachment("notes.txt", text);
        assertThat(plain.document().pages()).hasSizeGreaterThan(2);
        Sources sources = sources(plain);
        assertThat(sources.find(page("[line 20]"), "").orElseThrow().page()).isZero();
        assertThat(sources.has(page("[line 170]"))).isTrue();
        assertThat(sources.has(page("[line 1000]"))).isFalse();
    }

    @Test
    void slidesMayBeCalledPages() {
        Attachment slides = document("talk.pptx", "slide", "Welcome.", "Thank you.");
        assertThat(sources(slides).has(page("[p. 2]"))).isTrue();
        assertThat(sources(slides, document("a.pdf", "p.", "One.")).has(page("[p. 2]")))
                .isFalse();
    }
}
