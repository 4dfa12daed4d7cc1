package polymath.app.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;
import polymath.app.storage.ReadingRemark;
import polymath.app.storage.RemarkCode;

/// The reader as the window starts it, and readers that misbehave.
@Timeout(120)
class ReaderProcessTest {
    @TempDir
    Path folder;

    private final List<String> heard = new ArrayList<>();
    private final CompletableFuture<Runnable> stop = new CompletableFuture<>();
    private final CompletableFuture<Integer> reading = new CompletableFuture<>();

    private final ReadingListener listener = new ReadingListener() {
        @Override
        public void begins(Runnable stopping) {
            stop.complete(stopping);
        }

        @Override
        public void reading(int page, int pages) {
            heard.add(page + "/" + pages);
            if (page > 0) reading.complete(page);
        }
    };

    private static ReaderProcess reader() {
        return new ReaderProcess(ReaderLaunch.ofThisProgram());
    }

    /// A reader that does as its file says, with little patience for it.
    private static ReaderProcess misbehaving(Duration page, Duration silence) {
        String classPath = Path.of("target", "test-classes").toAbsolutePath().toString();
        return new ReaderProcess(
                new ReaderLaunch(List.of(classPath), MisbehavingReader.class.getName()),
                new ReaderLimits(page, silence));
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("paper.pdf"), text);
    }

    private void refused(ReaderProcess reader, Path file, Code code) {
        assertThatExceptionOfType(DocumentException.class)
                .isThrownBy(() -> reader.read(file, listener))
                .satisfies(e -> assertThat(e.code()).isEqualTo(code))
                .satisfies(e -> assertThat(e.arguments().getFirst()).isEqualTo(String.valueOf(file.getFileName())));
    }

    private static long scratchFolders() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("polymath-reader"))
                    .count();
        }
    }

    @Test
    void aDocumentComesWithItsPages() throws Exception {
        Path file = folder.resolve("Größe 東.pdf");
        try (PDDocument document = new PDDocument()) {
            for (int i = 1; i <= 3; i++) {
                PDPage page = new PDPage();
                document.addPage(page);
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    content.beginText();
                    content.setFont(new PDType1Font(FontName.HELVETICA), 12);
                    content.newLineAtOffset(60, 600);
                    content.showText("Fact " + i * i + " stands here.");
                    content.endText();
                }
            }
            document.save(file.toFile());
        }
        long before = scratchFolders();
        Attachment read = reader().read(file, listener);
        assertThat(read.name()).isEqualTo("Größe 東.pdf");
        assertThat(read.marks()).extracting(PageMark::label).containsExactly("p. 1", "p. 2", "p. 3");
        assertThat(read.document().pages().get(1).text()).isEqualTo("Fact 4 stands here.");
        assertThat(read.document().pages().get(1).label()).isEqualTo("p. 2");
        assertThat(heard).startsWith("0/3", "1/3").endsWith("3/3");
        assertThat(scratchFolders()).isLessThanOrEqualTo(before);
    }

    @Test
    void plainTextIsMarkedByLines() throws Exception {
        Path file = Files.writeString(folder.resolve("notes.txt"), "One\u200b two.\n\nThree.");
        Attachment read = reader().read(file, listener);
        assertThat(read.text()).isEqualTo("One two.\n\nThree.");
        assertThat(read.marks()).extracting(PageMark::label).containsExactly("line 1");
        assertThat(read.remarks()).containsExactly(new ReadingRemark(RemarkCode.HIDDEN_CHARACTERS, List.of("1")));
    }

    @Test
    void whatIsNoDocumentIsRefusedWithItsReason() throws Exception {
        refused(reader(), folder.resolve("gone.pdf"), Code.NOT_FOUND);
        refused(reader(), folder, Code.NOT_A_FILE);
        refused(reader(), Files.createFile(folder.resolve("nothing.pdf")), Code.EMPTY);
        refused(reader(), file("%PDF-1.4 and no more"), Code.DAMAGED);
        refused(reader(), file("\0\1\2\3".repeat(100)), Code.NOT_TEXT);
    }

    @Test
    void withoutAReaderThereIsASentenceToo() throws Exception {
        refused(new ReaderProcess(new ReaderLaunch(List.of("nowhere"), "Nobody")), file("x"), Code.NO_READER);
    }

    @Test
    void aPageThatTakesTooLongIsLeftOutAndTheOthersAreRead() throws Exception {
        Attachment read =
                misbehaving(Duration.ofMillis(700), Duration.ofSeconds(30)).read(file("loop 2"), listener);
        assertThat(read.marks()).extracting(PageMark::label).containsExactly("p. 1", "p. 2", "p. 3", "p. 4");
        assertThat(read.document().pages()).extracting(p -> p.text()).containsExactly("text 1", "text 3", "text 4");
        assertThat(read.remarks()).containsExactly(new ReadingRemark(RemarkCode.SKIPPED_PAGES, List.of("1", "2")));
    }

    @Test
    void aPageThatKillsTheReaderIsLeftOut() throws Exception {
        Attachment read =
                misbehaving(Duration.ofSeconds(5), Duration.ofSeconds(30)).read(file("die 3"), listener);
        assertThat(read.document().pages()).extracting(p -> p.text()).containsExactly("text 1", "text 2", "text 4");
        assertThat(read.remarks()).containsExactly(new ReadingRemark(RemarkCode.SKIPPED_PAGES, List.of("1", "3")));
    }

    @Test
    void aReaderThatOnlyDiesIsGivenUp() throws Exception {
        ReaderProcess reader = misbehaving(Duration.ofSeconds(5), Duration.ofSeconds(30));
        refused(reader, file("die 0"), Code.TOO_COMPLEX);
        refused(reader, file("die 1 2 3 4 5 6 7 8"), Code.TOO_COMPLEX);
    }

    @Test
    void silenceEndsTheReading() throws Exception {
        refused(misbehaving(Duration.ofSeconds(5), Duration.ofMillis(500)), file("sleep"), Code.TOO_COMPLEX);
    }

    @Test
    void whatTheReaderSaysIsNotBelieved() throws Exception {
        ReaderProcess reader = misbehaving(Duration.ofSeconds(5), Duration.ofSeconds(30));
        Attachment read = reader.read(file("lie"), listener);
        assertThat(read.text()).isEqualTo("kept");
        assertThat(read.marks()).containsExactly(new PageMark(1, "p. 1", java.util.Optional.of("two lines"), 0));
        assertThat(read.remarks()).containsExactly(new ReadingRemark(RemarkCode.HIDDEN_CHARACTERS, List.of("2")));
        refused(reader, file("garbage"), Code.TOO_COMPLEX);
    }

    @Test
    void stoppingEndsTheProcessAtOnce() throws Exception {
        ReaderProcess reader = misbehaving(Duration.ofMinutes(5), Duration.ofMinutes(5));
        Path file = file("loop 2");
        CompletableFuture<Code> end = CompletableFuture.supplyAsync(() -> {
            try {
                reader.read(file, listener);
                throw new IllegalStateException("it was read");
            } catch (DocumentException e) {
                return e.code();
            }
        });
        reading.get(30, TimeUnit.SECONDS);
        long from = System.nanoTime();
        stop.get(1, TimeUnit.SECONDS).run();
        assertThat(end.get(30, TimeUnit.SECONDS)).isEqualTo(Code.CANCELLED);
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aFileThatChangesMeanwhileIsNotBelieved() throws Exception {
        refused(misbehaving(Duration.ofSeconds(5), Duration.ofSeconds(30)), file("append"), Code.CHANGED);
    }
}
