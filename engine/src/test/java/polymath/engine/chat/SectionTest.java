package polymath.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polymath.engine.api.Document;

class SectionTest {
    private static Document document(String... pages) {
        return new Document(
                "report.pdf",
                IntStream.range(0, pages.length)
                        .mapToObj(i -> new Document.Page(i + 1, "p. " + (i + 1), pages[i]))
                        .toList());
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : text.strip().split("\\s+", -1).length;
    }

    private static List<String> labels(List<Section> sections) {
        return sections.stream()
                .map(s -> s.pages().getFirst().label() + " to "
                        + s.pages().getLast().label())
                .toList();
    }

    @Test
    void whatFitsIsOneSection() {
        assertThat(labels(Section.of(document("one two", "three"), SectionTest::words, 20)))
                .containsExactly("p. 1 to p. 2");
    }

    @Test
    void sectionsEndWithPagesAndAreOfLikeLength() {
        String page = "word ".repeat(8);
        Document six = document(page, page, page, page, page, page); // ten words a page with its mark
        assertThat(labels(Section.of(six, SectionTest::words, 55))).containsExactly("p. 1 to p. 3", "p. 4 to p. 6");
    }

    @Test
    void aSectionRatherBeginsWithAHeading() {
        String page = "word ".repeat(8);
        Document six = document(page, page, page, "Costs\n\nword word word word word word word", page, page, page);
        assertThat(labels(Section.of(six, SectionTest::words, 45))).containsExactly("p. 1 to p. 3", "p. 4 to p. 7");
    }

    @Test
    void aPageThatIsTooLongIsInSeveralUnderItsMark() {
        Document long1 = document("first half.\n\nsecond half here.", "short");
        List<Section> sections = Section.of(long1, SectionTest::words, 5);
        assertThat(labels(sections)).containsExactly("p. 1 to p. 1", "p. 1 to p. 1", "p. 2 to p. 2");
        assertThat(sections.get(1).text()).isEqualTo("[p. 1]\nsecond half here.");
    }

    @Test
    void nothingIsLeftOutWhateverTheLengths() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            List<String> pages = new ArrayList<>();
            for (int p = 0; p <= random.nextInt(12); p++) pages.add(text(random));
            Document document = document(pages.toArray(String[]::new));
            int most = 3 + random.nextInt(60);
            List<Section> sections = Section.of(document, String::length, most);
            String all = sections.stream()
                    .flatMap(s -> s.pages().stream())
                    .map(Document.Page::text)
                    .collect(Collectors.joining());
            assertThat(all).isEqualTo(String.join("", pages));
            for (Section section : sections)
                if (section.pages().size() > 1) assertThat(section.tokens()).isLessThanOrEqualTo(most);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(80); i > 0; i--)
            text.append(List.of("a", " ", "\n", "\n\n", ". ", "😀").get(random.nextInt(6)));
        return text.toString();
    }
}
