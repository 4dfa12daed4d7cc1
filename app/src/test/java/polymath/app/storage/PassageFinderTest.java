package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import polymath.engine.api.Document;

class PassageFinderTest {
    private static final int PAGE_CHARS = 600;

    /// Pages of other matters, with these sentences on some of them.
    private static Document document(int pages, Map<Integer, String> planted) {
        List<Document.Page> made = new ArrayList<>();
        for (int i = 1; i <= pages; i++) {
            StringBuilder text = new StringBuilder(planted.getOrDefault(i, "")).append(' ');
            for (int word = 0; text.length() < PAGE_CHARS; word++)
                text.append(List.of("harbour", "budget", "minutes", "committee", "the", "of", "vessel")
                                .get((i + word) % 7))
                        .append(i % 5)
                        .append(' ');
            made.add(new Document.Page(i, "p. " + i, text.toString()));
        }
        return new Document("report.pdf", made);
    }

    private static List<Integer> pages(Document found) {
        return found.pages().stream().map(Document.Page::page).toList();
    }

    @Test
    void theQuestionsWordsLeadToTheirPageAndTheOnesBesideIt() {
        Document document =
                document(400, Map.of(212, "The new ferries were paid for by a loan from Trondheim Savings Bank."));
        Document found = PassageFinder.find(document, "Who paid for the ferries?", 4 * PAGE_CHARS);
        assertThat(pages(found)).contains(211, 212, 213).hasSizeLessThanOrEqualTo(4);
        assertThat(pages(found)).isSorted();
        assertThat(document.pages()).containsAll(found.pages());
    }

    @Test
    void otherFormsOfAWordAreFound() {
        Document document = document(
                300,
                Map.of(
                        90, "Inspecting the hull took nine weeks.",
                        170, "Die Schiffsbrücke wurde im Herbst erneuert.",
                        250, "Żółwie i łabędzie nad stawem."));
        assertThat(pages(PassageFinder.find(document, "When was the hull inspected?", PAGE_CHARS + 10)))
                .contains(90);
        assertThat(pages(PassageFinder.find(document, "Was geschah mit den Schiffsbrücken?", PAGE_CHARS + 10)))
                .contains(170);
        assertThat(pages(PassageFinder.find(document, "labedzie?", PAGE_CHARS + 10)))
                .contains(250);
    }

    @Test
    void wordsSideBySideCountMoreThanApart() {
        Document document = document(
                200,
                Map.of(
                        20, "The pension of the captain. A fund for orphans.",
                        120, "The pension fund lost a tenth of its value.",
                        180, "A fund without a pension."));
        assertThat(pages(PassageFinder.find(document, "What about the pension fund?", PAGE_CHARS + 10)))
                .containsExactly(120);
    }

    @Test
    void whereNothingMatchesItIsTheBeginning() {
        Document document = document(50, Map.of());
        assertThat(pages(PassageFinder.find(document, "Xylophone?", 3 * PAGE_CHARS + 50)))
                .containsExactly(1, 2, 3);
        assertThat(pages(PassageFinder.find(document, "", 3 * PAGE_CHARS + 50))).containsExactly(1, 2, 3);
        assertThat(pages(PassageFinder.find(document, "\"*' OR NEAR(", 3 * PAGE_CHARS + 50)))
                .containsExactly(1, 2, 3);
    }

    @Test
    void aPageLongerThanTheRoomIsCut() {
        Document document = document(3, Map.of(2, "The anchor chain is worn. ".repeat(100)));
        Document found = PassageFinder.find(document, "Is the anchor chain worn?", 200);
        assertThat(pages(found)).containsExactly(2);
        assertThat(found.pages().getFirst().text()).hasSize(200);
    }
}
