package polymath.engine.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlainTextTest {
    private static List<Document.Page> pages(String text) {
        return PlainText.of("a.txt", text).pages();
    }

    @Test
    void aShortTextIsOnePageFromLineOne() {
        assertThat(pages("One.\n\n\nTwo.\n")).containsExactly(new Document.Page(1, "line 1", "One.\n\nTwo."));
    }

    @Test
    void aMarkComesWithTheFirstParagraphBehindEnoughText() {
        String paragraph = "x".repeat(PlainText.MARK_CHARS - 1);
        assertThat(pages(paragraph + "\n\nTwo.\n\nThree.\n\n" + paragraph + "\n\nLast."))
                .extracting(Document.Page::label)
                .containsExactly("line 1", "line 5", "line 9");
    }

    @Test
    void aParagraphBrokenAtAWidthIsJoined() {
        String broken = "This paragraph was broken by its author's editor at a width\n"
                + "of sixty characters, so that a sentence in it has two halves\nwhen it is read line by line.";
        assertThat(pages(broken).getFirst().text()).isEqualTo(broken.replace('\n', ' '));
    }

    @Test
    void listsVersesAndAddressesKeepTheirLines() {
        for (String text : List.of(
                "Roses are red,\nviolets are blue.",
                "Here are the points that were discussed at the meeting today:\n- one point that is short\n- another",
                "A first line that is long enough to look like running text.\nShort.\nAnother line that ends before it would have to, here.",
                "    code that is indented and also rather long for one line();\n    more(of, it);"))
            assertThat(pages(text).getFirst().text()).isEqualTo(text);
    }

    @Test
    void formFeedsEndPages() {
        assertThat(pages("One.\n\f\fThree.\n"))
                .containsExactly(new Document.Page(1, "p. 1", "One."), new Document.Page(3, "p. 3", "Three."));
    }

    @Test
    void anEmptyTextIsOneEmptyPage() {
        assertThat(pages("")).containsExactly(new Document.Page(1, "line 1", ""));
        assertThat(pages("\f")).hasSize(1);
    }
}
