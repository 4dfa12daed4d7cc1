package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Label;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.chat.DocumentSource;
import polymath.app.chat.Notice;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;
import polymath.app.ui.Strings;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.Prompt;

/// Files dropped on the window, through the real reader to what the model gets.
@Timeout(120)
class DocumentFilesTest {
    @TempDir
    Path folder;

    private static DocumentSource source(Locale locale) {
        return new DocumentFiles(new ReaderProcess(ReaderLaunch.ofThisProgram()), () -> Strings.of(locale));
    }

    private Path pdf(String name, String... pages) throws IOException {
        Path file = folder.resolve(name);
        try (PDDocument document = new PDDocument()) {
            for (String text : pages) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 12);
                    content.newLineAtOffset(60, 600);
                    content.showText(text);
                    content.endText();
                }
            }
            document.save(file.toFile());
        }
        return file;
    }

    @Test
    void aPdfDroppedOnTheWindowReachesTheModelPageByPage() throws IOException {
        Path file = pdf("harbour.pdf", "Forty ships came.", "Two were late.");
        UUID chat;
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, source(Locale.ENGLISH))) {
            window.load();
            window.ui(window.engine()::loaded);
            window.ui(() -> window.app().accept(List.of(file)));
            window.await(() -> window.app().chats().current().attachments().stream()
                    .anyMatch(a -> a.tokens().isPresent()));
            assertThat(Fx.fx(() -> window.shell().root().lookupAll(".document-chip .caption").stream()
                            .map(node -> ((Label) node).getText())
                            .toList()))
                    .anySatisfy(line -> assertThat(line).startsWith("2 pages · "));
            window.send("How many ships?");
            Prompt.Chat prompt = (Prompt.Chat)
                    window.engine().last(Command.Generate.class).orElseThrow().prompt();
            assertThat(prompt.messages().getLast().documents())
                    .containsExactly(new Document(
                            "harbour.pdf",
                            List.of(
                                    new Document.Page(1, "p. 1", "Forty ships came."),
                                    new Document.Page(2, "p. 2", "Two were late."))));
            chat = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
        }
        try (WindowFixture again = new WindowFixture(folder, Locale.ENGLISH)) {
            assertThat(again.store().messages(chat).join().getFirst().attachments())
                    .flatExtracting(Attachment::marks)
                    .extracting(PageMark::label)
                    .containsExactly("p. 1", "p. 2");
        }
    }

    @Test
    void argumentsAreAModelAndDocuments() {
        List<String> arguments = List.of("report.pdf", "model.GGUF", "notes");
        assertThat(Main.modelFile(arguments)).contains("model.GGUF");
        assertThat(Main.documents(arguments)).containsExactly(Path.of("report.pdf"), Path.of("notes"));
        assertThat(Main.modelFile(List.of("report.pdf"))).isEmpty();
    }

    @Test
    void documentsGivenAtTheStartWaitInANewChat() {
        DocumentSource names = (file, watcher) -> new Attachment(String.valueOf(file.getFileName()), "x");
        UUID last;
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, names)) {
            window.load();
            window.ui(window.engine()::loaded);
            window.send("Earlier.");
            window.answer("Yes.");
            last = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
        }
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, names)) {
            assertThat(Fx.fx(() -> window.app().settings().settings().lastConversation()))
                    .contains(last);
            window.ui(() -> window.app().start(Optional.empty(), List.of(Path.of("report.pdf"))));
            window.await(() -> window.app().history().entry(last).isPresent());
            window.ui(() -> {});
            assertThat(Fx.fx(() -> window.app().chats().current().id())).isEmpty();
            assertThat(Fx.fx(() -> window.app()
                            .chats()
                            .current()
                            .attachments()
                            .getFirst()
                            .name()))
                    .isEqualTo("report.pdf");
        }
    }

    @Test
    void whatCannotBeReadIsSaidInTheUsersLanguage() throws IOException {
        Path broken = Files.writeString(folder.resolve("Bericht.pdf"), "%PDF-1.4");
        try (WindowFixture window = new WindowFixture(folder, Locale.GERMAN, source(Locale.GERMAN))) {
            window.ui(() -> window.app().accept(List.of(broken)));
            window.await(
                    () -> window.app().chats().current().noticeProperty().get().isPresent());
            assertThat(Fx.fx(() ->
                            window.app().chats().current().noticeProperty().get()))
                    .isEqualTo(Optional.of(
                            new Notice.DocumentRefused("„Bericht.pdf“ ist beschädigt oder nicht das, was der Name sagt."
                                    + " Öffne es in seinem Programm und speichere es neu.")));
            assertThat(Fx.fx(() -> window.app().chats().current().attachments()))
                    .isEmpty();
        }
    }

    @Test
    void aFolderIsItsFilesAsManyAsAreTakenAtOnce() throws IOException {
        Path documents = folder.resolve("documents");
        Path inner = documents.resolve("inner");
        Files.writeString(Files.createDirectories(inner.resolve(".hidden")).resolve("x.txt"), "hidden");
        Files.createSymbolicLink(inner.resolve("loop"), folder);
        for (int i = 0; i < 30; i++) {
            Files.writeString(inner.resolve("a" + i + ".txt"), "x");
            Files.writeString(documents.resolve("b" + i + ".txt"), "x");
        }
        DocumentSource names = (file, watcher) -> new Attachment(String.valueOf(file.getFileName()), "x");
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, names)) {
            var chat = Fx.fx(() -> window.app().chats().current());
            window.ui(() -> window.app().accept(List.of(documents)));
            window.await(() -> chat.noticeProperty().get().isPresent());
            assertThat(Fx.fx(() -> chat.noticeProperty().get())).contains(new Notice.FilesLeftOut(50, 60));
            assertThat(Fx.fx(() -> List.copyOf(chat.attachments())))
                    .hasSize(50)
                    .allMatch(a -> a.name().endsWith(".txt"))
                    .noneMatch(a -> a.name().equals("x.txt"));
        }
    }

    @Test
    void closingStopsWhatIsBeingReadAndWhatIsStillToBe() throws Exception {
        String[] pages = new String[2_000];
        java.util.Arrays.fill(pages, "A page like all others.");
        Path file = pdf("long.pdf", pages);
        DocumentFiles files =
                new DocumentFiles(new ReaderProcess(ReaderLaunch.ofThisProgram()), () -> Strings.of(Locale.ENGLISH));
        var begun = new CountDownLatch(1);
        DocumentSource.Watcher watcher = new DocumentSource.Watcher() {
            @Override
            public void begins(Runnable stop) {
                begun.countDown();
            }

            @Override
            public void reading(int page, int count) {}
        };
        CompletableFuture<String> end = CompletableFuture.supplyAsync(() -> {
            try {
                return "read " + files.read(file, watcher).name();
            } catch (DocumentSource.RefusedException e) {
                return e.sentence();
            }
        });
        assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        files.close();
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo("“long.pdf” was not read to its end.");
        org.assertj.core.api.Assertions.assertThatExceptionOfType(DocumentSource.RefusedException.class)
                .isThrownBy(() -> files.read(file, watcher));
    }

    @Test
    void takingADocumentAwayStopsItsReading() {
        var stopped = new CountDownLatch(1);
        DocumentSource endless = (file, watcher) -> {
            watcher.begins(stopped::countDown);
            watcher.reading(3, 40);
            try {
                assertThat(stopped.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new DocumentSource.RefusedException("stopped");
        };
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, endless)) {
            window.load();
            window.ui(window.engine()::loaded);
            var chat = Fx.fx(() -> window.app().chats().current());
            window.ui(() -> window.app().accept(List.of(Path.of("endless.pdf"))));
            window.await(() -> chat.attachments().getFirst().at().pages() == 40);
            assertThat(Fx.fx(() -> window.shell().root().lookupAll(".document-chip .caption").stream()
                            .map(node -> ((Label) node).getText())
                            .toList()))
                    .containsExactly("Reading page 3 of 40…");
            window.ui(() -> chat.detach(chat.attachments().getFirst().id()));
            assertThat(stopped.getCount()).isZero();
            window.ui(() -> {});
            assertThat(Fx.fx(() -> chat.noticeProperty().get())).isEmpty();
        }
    }
}
