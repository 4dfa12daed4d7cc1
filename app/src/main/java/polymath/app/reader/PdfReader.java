package polymath.app.reader;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.encryption.InvalidPasswordException;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.RemarkCode;

/// PDF files, page by page.
final class PdfReader implements FormatReader {
    /// A page with a picture and less text than this is a picture of text.
    private static final int LEAST_PAGE_CHARS = 20;

    private final int from;
    private final Set<Integer> skipped;
    private final RunningLines running = new RunningLines();
    private final Set<String> hyphenated = new HashSet<>();
    private final PageList pictures = new PageList();
    private final PageList garbled = new PageList();
    private final PageList damaged = new PageList();
    private final PageList tooComplex = new PageList();
    private int hidden;

    /// @param from first page to read
    /// @param skipped pages to leave out
    PdfReader(int from, Set<Integer> skipped) {
        this.from = from;
        this.skipped = Set.copyOf(skipped);
    }

    @Override
    public void read(Path file, Output out) throws IOException, DocumentException {
        String name = String.valueOf(file.getFileName());
        try (PDDocument document = Loader.loadPDF(file.toFile(), "", IOUtils.createTempFileOnlyStreamCache())) {
            int count = document.getNumberOfPages();
            if (count == 0) throw new DocumentException(Code.DAMAGED, name);
            out.pagesApart(count);
            readPages(document, out);
            if (damaged.count() == count) throw new DocumentException(Code.DAMAGED, name);
            if (pictures.count() > 0 && !out.hasText() && from == 1)
                throw new DocumentException(Code.SCANNED, name, count);
            if (2 * garbled.count() > count) throw new DocumentException(Code.GARBLED, name);
            if (2 * pictures.count() > count && pictures.count() + damaged.count() >= count)
                throw new DocumentException(Code.SCANNED, name, count);
        } catch (InvalidPasswordException e) {
            throw new DocumentException(Code.PASSWORD, name);
        }
        remarks(out);
    }

    private void readPages(PDDocument document, Output out) throws IOException {
        PdfGlyphs glyphs = new PdfGlyphs();
        int number = 0;
        for (PDPage page : document.getPages()) {
            number++;
            if (number < from) continue;
            if (out.full()) break;
            write(running.put(read(number, page, glyphs, out)), out);
        }
        for (Optional<PdfPage> left = running.next(); left.isPresent(); left = running.next()) write(left, out);
    }

    /// One page; an empty one if it cannot be read.
    private PdfPage read(int number, PDPage page, PdfGlyphs glyphs, Output out) throws IOException {
        PdfPage nothing = new PdfPage(number, List.of(), List.of(), 1);
        if (skipped.contains(number)) return nothing; // whoever gave up on it remembers
        out.reading(number);
        try {
            glyphs.read(page);
        } catch (StackOverflowError e) {
            tooComplex.add(number);
            return nothing;
        } catch (IOException | RuntimeException e) {
            damaged.add(number); // what was found before it broke is kept
        }
        PdfPage read = PdfPage.of(number, glyphs);
        for (Piece piece : read.main()) Hyphens.collect(piece.text(), hyphenated);
        hidden += glyphs.hidden();
        if (glyphs.unknownCharacters() || Scrambled.looks(read.main())) garbled.add(number);
        else if (glyphs.hasPictures() && read.characters() < LEAST_PAGE_CHARS) pictures.add(number);
        return read;
    }

    private void write(Optional<PdfPage> page, Output out) throws IOException {
        if (page.isEmpty()) return;
        int number = page.get().number();
        PdfParagraphs paragraphs = page.get().paragraphs(hyphenated);
        out.page(number, "p. " + number, paragraphs.heading(), paragraphs.text());
    }

    private void remarks(Output out) throws IOException {
        if (running.removed() > 0)
            out.remark(
                    RemarkCode.RUNNING_LINES,
                    running.removed(),
                    running.example().orElse(""));
        if (hidden > 0) out.remark(RemarkCode.HIDDEN_TEXT, hidden);
        if (pictures.count() > 0) out.remark(RemarkCode.PICTURE_PAGES, pictures.count(), pictures);
        if (garbled.count() > 0) out.remark(RemarkCode.GARBLED_PAGES, garbled.count(), garbled);
        if (damaged.count() > 0) out.remark(RemarkCode.DAMAGED_PAGES, damaged.count(), damaged);
        if (tooComplex.count() > 0) out.remark(RemarkCode.SKIPPED_PAGES, tooComplex.count(), tooComplex);
    }
}
