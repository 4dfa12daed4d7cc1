package polymath.app.reader;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Documents that are zip files, written by hand: their parts are given as text.
final class ZipFiles {
    private static final String WORD =
            "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";

    private ZipFiles() {}

    static Path write(Path file, Map<String, String> parts) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, String> part : parts.entrySet()) {
                zip.putNextEntry(new ZipEntry(part.getKey()));
                zip.write(part.getValue().getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
        return file;
    }

    /// A Word document with this body.
    static Path docx(Path file, String body) throws IOException {
        return write(file, Map.of("word/document.xml", WORD + body + "</w:body></w:document>"));
    }

    /// A Word document whose only part is this XML as it stands.
    static Path docxOf(Path file, String xml) throws IOException {
        return write(file, Map.of("word/document.xml", xml));
    }

    static String paragraph(String text) {
        return "<w:p><w:r><w:t xml:space=\"preserve\">" + text + "</w:t></w:r></w:p>";
    }

    static Path odt(Path file, String body) throws IOException {
        return write(
                file,
                Map.of(
                        "mimetype",
                        "application/vnd.oasis.opendocument.text",
                        "content.xml",
                        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\""
                                + " xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\""
                                + " xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body>"
                                + "<office:text>" + body + "</office:text></office:body></office:document-content>"));
    }

    /// A book; its files lie in a folder, and the spine is not in the order of their names.
    static Path epub(Path file, String first, String second) throws IOException {
        return write(
                file,
                Map.of(
                        "META-INF/container.xml",
                        "<container><rootfiles><rootfile full-path=\"OEBPS/book.opf\"/></rootfiles></container>",
                        "OEBPS/book.opf",
                        "<package><manifest><item id=\"a\" href=\"text/z%20one.xhtml\"/>"
                                + "<item id=\"b\" href=\"text/a.xhtml\"/></manifest>"
                                + "<spine><itemref idref=\"a\"/><itemref idref=\"b\"/></spine></package>",
                        "OEBPS/text/z one.xhtml",
                        first,
                        "OEBPS/text/a.xhtml",
                        second));
    }

    /// An entry that becomes a thousand times as long as it is.
    static Path bomb(Path file, String entry, String beginning, long bytes) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
            fill(zip, beginning, bytes);
            zip.closeEntry();
        }
        return file;
    }

    private static void fill(OutputStream out, String beginning, long bytes) throws IOException {
        out.write(beginning.getBytes(StandardCharsets.UTF_8));
        byte[] block = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
        for (long written = 0; written < bytes; written += block.length) out.write(block);
    }
}
