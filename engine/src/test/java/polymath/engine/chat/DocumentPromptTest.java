package polymath.engine.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.ChatMessage.Role;
import polymath.engine.api.Document;

class DocumentPromptTest {
    private static final Document TWO_PAGES = new Document(
            "report.txt",
            List.of(new Document.Page(3, "p. 3", "First."), new Document.Page(4, "p. 4", "A {question}.")));

    private static String content(String question, Document... documents) {
        return DocumentPrompt.content(new ChatMessage(Role.USER, question, List.of(documents)));
    }

    @Test
    void eachPageStandsUnderItsMarkAndTheQuestionIsLast() {
        assertThat(content(" Who? ", TWO_PAGES))
                .startsWith("Here is a document.")
                .contains("\n\n[p. 3]\nFirst.\n\n[p. 4]\nA {question}.\n\n")
                .endsWith("\n\nWho?");
    }

    @Test
    void withoutAQuestionASummaryIsAskedFor() {
        assertThat(content("", TWO_PAGES)).contains("[p. 4]\nA {question}.\n\nSummarize this document on one page");
    }

    @Test
    void questionsAboutOneDocumentShareItsPrefix() {
        String one = content("Who?", TWO_PAGES);
        String other = content("When?", TWO_PAGES);
        assertThat(one.substring(0, one.length() - 4)).isEqualTo(other.substring(0, other.length() - 5));
        int end = one.indexOf("A {question}.") + 13;
        assertThat(content("", TWO_PAGES)).startsWith(one.substring(0, end));
    }

    @Test
    void severalDocumentsAreToldApartByName() {
        Document other = new Document("notes.txt", List.of(new Document.Page(1, "line 1", "Second.")));
        assertThat(content("Who?", TWO_PAGES, other))
                .contains("report.txt\n\n[p. 3]")
                .contains("notes.txt\n\n[line 1]");
    }

    @Test
    void aMessageWithoutDocumentsIsLeftAsItIs() {
        assertThat(content(" {document} ")).isEqualTo(" {document} ");
    }
}
