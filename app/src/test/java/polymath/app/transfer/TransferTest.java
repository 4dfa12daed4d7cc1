package polymath.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.UiQueue;
import polymath.app.documents.DocumentException;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.documents.ReadingListener;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException;
import polymath.app.storage.StoredMessage;
import polymath.app.transfer.TransferViewModel.Outcome;
import polymath.app.ui.Strings;
import polymath.engine.api.Usage;

class TransferTest {
    private static final Strings ENGLISH = Strings.of(Locale.ENGLISH);
    private static final AnswerDetails DETAILS =
            new AnswerDetails(new Usage(9, 4, 3, 0.5, 20, 7.25, 12, 4096, 1L << 40), "END_OF_TURN", "Phi-3.5-MoE");

    @TempDir
    Path folder;

    private final UiQueue ui = new UiQueue();
    private Optional<ConversationStore> opened = Optional.empty();

    @BeforeEach
    void open() {
        opened = Optional.of(ConversationStore.open(folder.resolve("history.sqlite")));
    }

    @AfterEach
    void close() {
        store().close();
    }

    private ConversationStore store() {
        return opened.orElseThrow();
    }

    private TransferViewModel transfer(ConversationStore store) {
        return new TransferViewModel(store, ui, Runnable::run, () -> {});
    }

    private UUID chat(String title, String prompt, String answer) {
        UUID id = store().create("Be brief.").join().id();
        store().rename(id, title).join();
        store().append(StoredMessage.prompt(id, prompt, List.of(new Attachment("notes.txt", "A <b>note</b>."))))
                .join();
        StoredMessage reply = StoredMessage.answer(id);
        store().append(reply).join();
        store().update(reply.id(), answer, MessageState.COMPLETE, Optional.of(DETAILS))
                .join();
        return id;
    }

    private Outcome exportAll(String file) {
        TransferViewModel transfer = transfer(store());
        transfer.exportAll(folder.resolve(file), ENGLISH);
        ui.drain();
        return transfer.outcomeProperty().get().orElseThrow();
    }

    private Outcome importInto(ConversationStore store, String file) {
        TransferViewModel transfer = transfer(store);
        transfer.importFrom(folder.resolve(file));
        ui.drain();
        return transfer.outcomeProperty().get().orElseThrow();
    }

    @Test
    void whatIsExportedAsJsonComesBackWhole() {
        UUID first = chat("First 🦉", "a\u0000b \"quoted\"\n", "An answer.");
        UUID second = chat("Second", "And?", "Another.");
        store().setPinned(first, true).join();
        store().setFolder(second, Optional.of("Kitchen")).join();
        assertThat(exportAll("all.json")).isEqualTo(new Outcome.Exported(2, folder.resolve("all.json")));
        try (ConversationStore other = ConversationStore.open(folder.resolve("other.sqlite"))) {
            UUID here = other.create("").join().id();
            assertThat(importInto(other, "all.json")).isEqualTo(imported(2, 0));
            assertThat(importInto(other, "all.json")).as("again").isEqualTo(imported(0, 2));
            List<Conversation> listed = other.conversations().join();
            assertThat(listed).extracting(Conversation::id).containsExactly(here, second, first);
            assertThat(listed.subList(1, 3)).isEqualTo(store().conversations().join());
            for (UUID id : List.of(first, second))
                assertThat(other.messages(id).join())
                        .isEqualTo(store().messages(id).join());
            assertThat(other.search("quoted", 9).join()).hasSize(1);
        }
    }

    private static Outcome imported(int added, int present) {
        return new Outcome.Imported(new polymath.app.storage.ImportCount(added, present));
    }

    @Test
    void aDeletedChatComesBackWithItsImport() {
        UUID id = chat("Gone", "Is it?", "It is.");
        exportAll("all.json");
        store().delete(id).join();
        assertThat(importInto(store(), "all.json")).isEqualTo(imported(0, 1));
        assertThat(store().conversations().join()).hasSize(1);
    }

    @Test
    void markdownHoldsWhatWasSaid() throws IOException {
        chat("Title", "A question?", "- one\n- two\n");
        exportAll("all.md");
        assertThat(Files.readString(folder.resolve("all.md")))
                .startsWith("# Title\n")
                .contains("> **System prompt**\n>\n> Be brief.")
                .contains("## You\n\n- Document: notes.txt (14 characters)\n\nA question?\n")
                .contains("## Phi-3.5-MoE\n\n- one\n- two\n");
    }

    @Test
    void nothingInHtmlIsActive() throws IOException {
        chat(
                "</title><script>alert(1)</script>",
                "<img src=x onerror=alert(1)> & \"more\"",
                "<script>alert(2)</script>\n\n![cat](https://evil.example/cat.png \"t\")\n\n[a](javascript:alert(3))"
                        + " [b](https://example.org/?q=\"><script>) <a href=\"x\" onclick=\"y\">z</a>\n\n"
                        + "```html\n</code></pre><script>alert(4)</script>\n```\n\n| a | b |\n|---|---|\n| <b> | 2 |\n"
                        + "<iframe src=\"data:text/html,x\"></iframe>\n\n[c](data:text/html,x) <style>*{}</style>");
        exportAll("all.html");
        String html = Files.readString(folder.resolve("all.html"));
        String body = html.substring(html.indexOf("<body>"));
        assertThat(html)
                .contains("default-src 'none'")
                .doesNotContain("<script")
                .doesNotContain("<link");
        assertThat(body)
                .doesNotContain("<script", "<img", "<iframe", "<style", "<b>", "javascript:alert(3)\"", "href=\"data:")
                .contains("&lt;script&gt;alert(2)", "[cat] (https://evil.example/cat.png)", "<table>", "&lt;img src=x");
        assertThat(body.replaceAll("<a [^>]*href=\"(#|https://[^\"<>]*)\"[^>]*>", ""))
                .doesNotContain("<a ");
    }

    @Test
    void oneChatIsExportedFromWhereverItIsKept() throws IOException {
        try (ConversationStore memory = ConversationStore.inMemory()) {
            Conversation passing = memory.create("").join();
            memory.append(StoredMessage.prompt(passing.id(), "Psst.", List.of()))
                    .join();
            TransferViewModel transfer = transfer(store());
            transfer.export(passing, memory, folder.resolve("one.md"), ENGLISH);
            ui.drain();
            assertThat(Files.readString(folder.resolve("one.md"))).contains("Psst.");
        }
    }

    @Test
    void aFileThatCannotBeWrittenIsSaidAndNothingIsLeft() throws IOException {
        chat("Title", "A question?", "An answer.");
        assertThat(exportAll("missing/all.md")).isInstanceOf(Outcome.NotWritten.class);
        Files.createDirectories(folder.resolve("taken.md/child"));
        assertThat(exportAll("taken.md")).isInstanceOf(Outcome.NotWritten.class);
        try (var left = Files.list(folder)) {
            assertThat(left).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    @Test
    void anImportThatFailsHalfWayKeepsNothing() throws IOException {
        chat("Here", "Still?", "Still.");
        exportAll("all.json");
        String json = Files.readString(folder.resolve("all.json"));
        String second = json.substring(json.indexOf("{", json.indexOf("[")), json.lastIndexOf("]"));
        Files.writeString(
                folder.resolve("two.json"),
                "{\"format\":\"polymath-chats\",\"version\":1,\"chats\":["
                        + second.replaceFirst("\"id\": \"[^\"]*\"", "\"id\": \"" + UUID.randomUUID() + "\"") + ","
                        + second.replace("\"USER\"", "\"ROBOT\"") + "]}");
        assertThat(importInto(store(), "two.json")).isInstanceOf(Outcome.Refused.class);
        assertThat(store().conversations().join()).hasSize(1);
    }

    @Test
    void aClosedHistoryTakesNothing() {
        chat("Here", "Still?", "Still.");
        exportAll("all.json");
        store().close();
        assertThat(importInto(store(), "all.json")).isEqualTo(new Outcome.NotStored(StorageException.Code.CLOSED));
    }

    @Test
    void aSummaryIsWrittenWithItsPageMarksAndWhatMadeIt() throws IOException {
        SummaryExport summary = new SummaryExport(
                "report <1>.pdf",
                "Summary by section",
                "### p. 1 – p. 24\n\n- Revenue rose by *6 %*. [p. 3, 5]\n- See <script>alert(1)</script> [p. 7]",
                "Phi-3.5-MoE",
                "p. 1",
                "p. 212",
                9,
                List.of("One page is a picture without text (p. 9)."));
        TransferViewModel transfer = transfer(store());
        Path markdown = folder.resolve("summary.md");
        transfer.exportSummary(summary, markdown, ENGLISH);
        ui.until(() -> transfer.outcomeProperty().get().isPresent());
        assertThat(transfer.outcomeProperty().get()).contains(new Outcome.SummaryExported(markdown));
        assertThat(Files.readString(markdown))
                .startsWith("# Summary of report <1>.pdf\n\n*Summary by section*\n\n### p. 1 – p. 24\n")
                .contains("- Revenue rose by *6 %*. [p. 3, 5]\n")
                .contains("Summarized by Phi-3.5-MoE, an AI that can be wrong, on ")
                .contains("Read: p. 1 to p. 212, in 9 sections.")
                .endsWith("One page is a picture without text (p. 9).\n\n");

        Path page = folder.resolve("summary.html");
        transfer.exportSummary(summary, page, ENGLISH);
        ui.until(() -> transfer.outcomeProperty().get().equals(Optional.of(new Outcome.SummaryExported(page))));
        assertThat(Files.readString(page))
                .contains("<h1>Summary of report &lt;1&gt;.pdf</h1>")
                .contains("<em>6 %</em>. <span class=\"mark\">[p. 3, 5]</span>")
                .contains("&lt;script&gt;")
                .doesNotContain("<script>")
                .contains("<p>Read: p. 1 to p. 212, in 9 sections.")
                .endsWith("</html>\n");

        Path word = folder.resolve("summary.DOCX");
        transfer.exportSummary(summary, word, ENGLISH);
        ui.until(() -> transfer.outcomeProperty().get().equals(Optional.of(new Outcome.SummaryExported(word))));
        assertThat(textOf(word))
                .startsWith("Summary of report <1>.pdf\n\nSummary by section\n\np. 1 – p. 24\n\n")
                .contains("- Revenue rose by 6 %. [p. 3, 5]\n")
                .contains("- See <script>alert(1)</script> [p. 7]\n")
                .contains("Read: p. 1 to p. 212, in 9 sections.");

        Path nowhere = folder.resolve("no-such-folder").resolve("summary.md");
        transfer.exportSummary(summary, nowhere, ENGLISH);
        ui.until(() -> transfer.outcomeProperty()
                .get()
                .filter(Outcome.NotWritten.class::isInstance)
                .isPresent());
    }

    /// As Polymath reads it back.
    private static String textOf(Path file) {
        try {
            return new ReaderProcess(ReaderLaunch.ofThisProgram())
                    .read(file, ReadingListener.NONE)
                    .text();
        } catch (DocumentException e) {
            throw new AssertionError(e);
        }
    }
}
