package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.Document;

/// The pages of a document, from what was read to what the model gets, over a restart.
class AttachmentPagesTest {
    private static final Attachment REPORT = new Attachment(
            "report.pdf",
            "First page.\n\nThird page.",
            List.of(
                    new PageMark(1, "p. 1", Optional.of("First"), 0),
                    new PageMark(2, "p. 2", Optional.empty(), 13),
                    new PageMark(3, "p. 3", Optional.empty(), 13)),
            List.of(new ReadingRemark(RemarkCode.PICTURE_PAGES, List.of("1", "2"))));

    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("history.sqlite");
    }

    @Test
    void theModelGetsThePagesThatHaveText() {
        assertThat(REPORT.document())
                .isEqualTo(new Document(
                        "report.pdf",
                        List.of(
                                new Document.Page(1, "p. 1", "First page."),
                                new Document.Page(3, "p. 3", "Third page."))));
    }

    @Test
    void textWithoutPagesIsMarkedByItsLines() {
        assertThat(new Attachment("a.txt", "One.").document().pages())
                .containsExactly(new Document.Page(1, "line 1", "One."));
    }

    @Test
    void marksThatAreNotInTheTextAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new Attachment("a", "short", List.of(new PageMark(1, "p. 1", Optional.empty(), 6)), List.of()));
    }

    @Test
    void pagesAndRemarksAreThereAfterARestart() {
        UUID conversation;
        UUID draft = UUID.randomUUID();
        try (ConversationStore store = ConversationStore.open(file())) {
            conversation = store.create("").join().id();
            store.append(StoredMessage.prompt(conversation, "Sum it up.", List.of(REPORT)))
                    .join();
            store.attachToDraft(Optional.of(conversation), draft, REPORT).join();
        }
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.messages(conversation).join().getFirst().attachments())
                    .containsExactly(REPORT);
            assertThat(store.draft(Optional.of(conversation)).join().documents())
                    .containsEntry(draft, REPORT);
        }
    }

    @Test
    void damagedPagesCostThePagesNotTheText() throws Exception {
        UUID conversation;
        try (ConversationStore store = ConversationStore.open(file())) {
            conversation = store.create("").join().id();
            store.append(StoredMessage.prompt(conversation, "Sum it up.", List.of(REPORT)))
                    .join();
        }
        for (String json : List.of(
                "no json",
                "[]",
                "{\"marks\":[{\"page\":1,\"start\":9999,\"label\":\"p. 1\"}]}",
                "{\"marks\":[null]}")) {
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var update = connection.prepareStatement("UPDATE attachment SET pages = ?")) {
                update.setString(1, json);
                update.executeUpdate();
            }
            try (ConversationStore store = ConversationStore.open(file())) {
                assertThat(store.messages(conversation).join().getFirst().attachments())
                        .as(json)
                        .containsExactly(new Attachment("report.pdf", REPORT.text()));
            }
        }
    }

    @Test
    void aRemarkOfALaterVersionIsPassedOver() {
        Attachment read = PagesJson.attach(
                "a.txt", "x", "{\"remarks\":[{\"code\":\"SOMETHING_NEW\",\"arguments\":[]},{\"code\":\"TEXT_CUT\"}]}");
        assertThat(read.remarks()).containsExactly(new ReadingRemark(RemarkCode.TEXT_CUT, List.of()));
    }
}
