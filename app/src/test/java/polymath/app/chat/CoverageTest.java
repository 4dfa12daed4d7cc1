package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import polymath.app.storage.Attachment;
import polymath.app.storage.Coverage;
import polymath.app.storage.Coverage.Part;
import polymath.app.storage.Coverage.Stretch;
import polymath.app.storage.DocumentCoverage;
import polymath.app.storage.PageMark;
import polymath.app.storage.ReadingRemark;
import polymath.app.storage.RemarkCode;
import polymath.app.ui.Strings;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Document;
import polymath.engine.api.Prompt;

class CoverageTest {
    private static final Strings ENGLISH = Strings.of(Locale.ENGLISH);

    private static Attachment document(String kind, List<String> pages, ReadingRemark... remarks) {
        StringBuilder text = new StringBuilder();
        List<PageMark> marks = new ArrayList<>();
        for (int i = 0; i < pages.size(); i++) {
            marks.add(new PageMark(i + 1, kind + " " + (i + 1), Optional.empty(), text.length()));
            text.append(pages.get(i)).append("\n\n");
        }
        return new Attachment(kind + "-document", text.toString(), marks, List.of(remarks));
    }

    private static Part part(Attachment attachment) {
        return DocumentCoverage.of(attachment, attachment.document());
    }

    private static String words(Strings strings, Part... parts) {
        return CoverageWords.of(new Coverage(List.of(parts)), strings);
    }

    private static Part pages(int total, Stretch... read) {
        return new Part("report.pdf", "p.", total, List.of(read), false);
    }

    @Test
    void aDocumentReadWholeIsCoveredToItsLastPage() {
        Part part = part(document("p.", List.of("One.", "Two.", "Three.")));
        assertThat(part).isEqualTo(new Part("p.-document", "p.", 3, List.of(new Stretch(1, 3)), false));
        assertThat(part.isComplete()).isTrue();
        assertThat(words(ENGLISH, part)).isEqualTo("Read: pages 1–3 of 3");
    }

    @Test
    void pagesWithoutTextAreNotRead() {
        Part part = part(document("p.", List.of("", "Two.", "Three.", " ", "Five.")));
        assertThat(part.read()).containsExactly(new Stretch(2, 3), new Stretch(5, 5));
        assertThat(part.missing()).containsExactly(new Stretch(1, 1), new Stretch(4, 4));
        assertThat(part.isComplete()).isFalse();
        assertThat(words(ENGLISH, part)).isEqualTo("Read: pages 2–3, 5 of 5 · not read: pages 1, 4");
    }

    @Test
    void pagesThatCouldNotBeReadAtAllAreOnlyInTheRemarks() {
        Part part = part(document(
                "p.", List.of("One.", "Two."), new ReadingRemark(RemarkCode.SKIPPED_PAGES, List.of("2", "3, 4"))));
        assertThat(words(ENGLISH, part)).isEqualTo("Read: pages 1–2 of 4 · not read: pages 3–4");
    }

    @Test
    void aDocumentThatWasCutIsNotComplete() {
        Part part = part(document("slide", List.of("One."), new ReadingRemark(RemarkCode.TEXT_CUT, List.of("900"))));
        assertThat(part.isComplete()).isFalse();
        assertThat(words(ENGLISH, part)).isEqualTo("Read: slide 1 of 1 · the document goes on behind that and was cut");
    }

    @Test
    void aPlainTextIsCountedInLines() {
        Part part = part(new Attachment("notes.txt", "A line.\n\nAnother line of some length.\n".repeat(100)));
        assertThat(part.total()).isEqualTo(301);
        assertThat(part.isComplete()).isTrue();
        assertThat(words(ENGLISH, part)).isEqualTo("Read: lines 1–301 of 301");
        assertThat(words(Strings.of(Locale.GERMAN), part)).isEqualTo("Gelesen: Zeilen 1–301 von 301");
    }

    @Test
    void eachKindHasItsWords() {
        for (String kind : List.of("slide", "sheet", "chapter"))
            assertThat(words(ENGLISH, part(document(kind, List.of("One.", "Two.")))))
                    .isEqualTo("Read: " + kind + "s 1–2 of 2");
        assertThat(words(Strings.of(Locale.GERMAN), pages(2_000, new Stretch(1, 1_999))))
                .isEqualTo("Gelesen: Seiten 1–1999 von 2000 · nicht gelesen: Seite 2000");
    }

    @Test
    void manyStretchesAreCountedAndTheirGapsShortened() {
        List<Integer> read =
                IntStream.rangeClosed(1, 38).map(i -> i * 10).boxed().toList();
        Part part = new Part("report.pdf", "p.", 412, Stretch.of(read), false);
        assertThat(words(ENGLISH, part))
                .startsWith("Read: 38 of 412 pages · not read: pages 1–9, 11–19, ")
                .endsWith("111–119 …");
    }

    @Test
    void severalDocumentsAreToldApartByName() {
        Part notes = new Part("notes.txt", "line", 40, List.of(new Stretch(1, 40)), false);
        assertThat(words(ENGLISH, pages(2, new Stretch(1, 2)), notes))
                .isEqualTo("Read: report.pdf, pages 1–2 of 2; notes.txt, lines 1–40 of 40");
    }

    @Test
    void nothingReadIsSaidToo() {
        assertThat(words(ENGLISH, pages(3))).isEqualTo("Read: 0 of 3 pages · not read: pages 1–3");
    }

    @Test
    void onlyWhatIsInThePromptCounts() {
        Attachment report = document("p.", List.of("One."));
        Attachment other = document("slide", List.of("Other."));
        List<MessageModel> messages = List.of(
                new MessageModel(StoredChat.unsent("What?", List.of(report))),
                new MessageModel(StoredChat.unsent("And?", List.of(other))));
        Prompt prompt =
                new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.USER, "What?", List.of(report.document()))));
        Passages whole = Passages.of(messages, 4_096);
        assertThat(ReadForAnswer.of(messages, prompt, whole).orElseThrow().parts())
                .containsExactly(part(report));
        assertThat(ReadForAnswer.of(messages, ChatPrompt.of("", messages, whole), whole)
                        .orElseThrow()
                        .parts())
                .containsExactly(part(report), part(other));
        assertThat(ReadForAnswer.of(
                        List.of(new MessageModel(StoredChat.unsent("Hello", List.of()))),
                        new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.USER, "Hello"))),
                        whole))
                .isEmpty();
    }

    @Test
    void ofPassagesThePagesThatWereFoundCountAndNoPageThatWasCut() {
        Attachment report = document("p.", List.of("One.", "Two about ferries.", "Three.", "Four."));
        Document whole = report.document();
        Document found = new Document(
                whole.name(),
                List.of(
                        whole.pages().get(1),
                        whole.pages().get(2),
                        new Document.Page(4, whole.pages().get(3).label(), "Fo")));
        assertThat(DocumentCoverage.of(report, found).read()).containsExactly(new Stretch(2, 3));
        Attachment notes = new Attachment("notes.txt", ("A line about ferries. " + "x".repeat(900) + "\n\n").repeat(6));
        Document lines = notes.document();
        assertThat(lines.pages()).hasSize(3);
        assertThat(DocumentCoverage.of(
                                notes, new Document(notes.name(), lines.pages().subList(1, 2)))
                        .read())
                .containsExactly(new Stretch(
                        lines.pages().get(1).page(), lines.pages().get(2).page() - 1));
    }

    @Test
    void stretchesAreInOrderWithinTheDocument() {
        assertThatIllegalArgumentException().isThrownBy(() -> pages(3, new Stretch(2, 4)));
        assertThatIllegalArgumentException().isThrownBy(() -> pages(9, new Stretch(5, 6), new Stretch(1, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Stretch(3, 2));
    }
}
