package polymath.app.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;

/// What a file is. Its bytes decide; its name only tells one text from another.
enum FileKind {
    PDF,
    DOCX,
    PPTX,
    XLSX,
    ODT,
    EPUB,
    RTF,
    HTML,
    CSV,
    TEXT;

    private static final int HEAD_BYTES = 4_096;
    private static final int PDF_WITHIN = 1_024; // as far in as Acrobat looks for it
    private static final Set<String> HTML_NAMES = Set.of("html", "htm", "xhtml", "xht");
    private static final Set<String> TABLE_NAMES = Set.of("csv", "tsv", "tab");

    /// @throws DocumentException if it is nothing that can be read
    static FileKind of(Path file) throws IOException, DocumentException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(HEAD_BYTES);
        }
        String head = new String(bytes, StandardCharsets.ISO_8859_1);
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        String extension = name.substring(name.lastIndexOf('.') + 1);
        int pdf = head.indexOf("%PDF-");
        if (pdf >= 0 && pdf < PDF_WITHIN) return PDF;
        if (head.startsWith("PK\u0003\u0004") || head.startsWith("PK\u0005\u0006")) return ofZip(file, name);
        if (head.startsWith("\u00d0\u00cf\u0011\u00e0\u00a1\u00b1\u001a\u00e1")) throw OldOffice.refusal(file, name);
        if (head.startsWith("{\\rtf")) return RTF;
        if (picture(head)) throw new DocumentException(Code.PICTURE, name);
        if (TABLE_NAMES.contains(extension)) return CSV;
        String start = head.stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html") || HTML_NAMES.contains(extension))
            return HTML;
        return TEXT;
    }

    private static FileKind ofZip(Path file, String name) throws IOException, DocumentException {
        try (ZipParts zip = new ZipParts(file, name)) {
            if (zip.has("word/document.xml")) return DOCX;
            if (zip.has("ppt/presentation.xml")) return PPTX;
            if (zip.has("xl/workbook.xml")) return XLSX;
            if (zip.has("META-INF/container.xml")) return EPUB;
            if (zip.has("content.xml") && zip.has("mimetype")) {
                String type = zip.text("mimetype");
                if (type.contains("opendocument.text")) return ODT;
            }
            // strict or odd producers name the main part otherwise; the content types say what it is
            if (zip.has("[Content_Types].xml")) {
                String types = zip.text("[Content_Types].xml");
                if (types.contains("wordprocessingml.document.main")) return DOCX;
                if (types.contains("presentationml.presentation.main")) return PPTX;
                if (types.contains("spreadsheetml.sheet.main")) return XLSX;
            }
            throw new DocumentException(Code.NOT_TEXT, name);
        }
    }

    private static boolean picture(String head) {
        return head.startsWith("\u0089PNG")
                || head.startsWith("\u00ff\u00d8\u00ff")
                || head.startsWith("GIF8")
                || head.startsWith("II*\0")
                || head.startsWith("MM\0*")
                || head.startsWith("BM") && head.length() > 14 && head.startsWith("\0\0\0\0", 6)
                || head.startsWith("RIFF") && head.startsWith("WEBP", 8)
                || head.startsWith("ftypheic", 4)
                || head.startsWith("ftypavif", 4);
    }

    /// @param from first page to read, where pages can be read by themselves
    /// @param skipped pages to leave out, there too
    FormatReader reader(int from, Set<Integer> skipped) {
        return switch (this) {
            case PDF -> new PdfReader(from, skipped);
            case DOCX -> new DocxReader();
            case PPTX -> new PptxReader();
            case XLSX -> new XlsxReader();
            case ODT -> new OdtReader();
            case EPUB -> new EpubReader();
            case RTF -> new RtfReader();
            case HTML -> new HtmlReader();
            case CSV -> new CsvReader();
            case TEXT -> new PlainReader();
        };
    }
}
