package polymath.app.reader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.sl.usermodel.Placeholder;
import org.apache.poi.xslf.usermodel.XMLSlideShow;
import org.apache.poi.xslf.usermodel.XSLFSlide;
import org.apache.poi.xslf.usermodel.XSLFTable;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.apache.poi.xwpf.usermodel.BreakType;
import org.apache.poi.xwpf.usermodel.XWPFDocument;
import org.apache.poi.xwpf.usermodel.XWPFParagraph;
import org.apache.poi.xwpf.usermodel.XWPFTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every format but PDF, as other programs write it and as nobody should.
@Timeout(120)
class FormatsTest {
    @TempDir
    Path folder;

    private Path file(String name) {
        return folder.resolve(name);
    }

    @Test
    void aWordDocumentWithHeadingsTableNotesAndPages() throws Exception {
        Path file = file("report.docx");
        try (XWPFDocument document = new XWPFDocument();
                OutputStream out = Files.newOutputStream(file)) {
            XWPFParagraph title = document.createParagraph();
            title.setStyle("Heading1");
            title.createRun().setText("Annual report");
            XWPFParagraph first = document.createParagraph();
            first.createRun().setText("Revenue rose in Zürich, Łódź and 東京.");
            document.createFootnotes();
            var note = document.createFootnote();
            note.createParagraph().createRun().setText("Not in Oslo.");
            first.addFootnoteReference(note);
            XWPFTable table = document.createTable(2, 2);
            table.getRow(0).getCell(0).setText("Year");
            table.getRow(0).getCell(1).setText("Amount");
            table.getRow(1).getCell(0).setText("2025");
            table.getRow(1).getCell(1).setText("1,204");
            document.createParagraph().createRun().addBreak(BreakType.PAGE);
            document.createParagraph().createRun().setText("On the second page.");
            document.write(out);
        }
        Read read = Read.of(file);
        assertThat(read.texts())
                .containsExactly(
                        "Annual report\n\nRevenue rose in Zürich, Łódź and 東京.[1]\n\n[1] Not in Oslo.\n\n"
                                + "Year | Amount\n2025 | 1,204",
                        "On the second page.");
        assertThat(read.labels()).containsExactly("p. 1", "p. 2");
        assertThat(read.headings()).containsExactly("Annual report", "");
    }

    @Test
    void deletedAndHiddenTextOfWordIsLeftOut() throws Exception {
        Read read = Read.of(ZipFiles.docx(
                file("a.docx"),
                ZipFiles.paragraph("Seen.")
                        + "<w:p><w:del><w:r><w:delText>Deleted.</w:delText></w:r></w:del>"
                        + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>Hidden.</w:t></w:r><w:r><w:t>Kept.</w:t></w:r></w:p>"));
        assertThat(read.text()).isEqualTo("Seen.\n\nKept.");
        assertThat(read.remark("HIDDEN_TEXT")).contains("7");
        assertThat(read.labels()).containsExactly("line 1");
    }

    @Test
    void pagesThatWordLastLaidOutAreCountedOnce() throws Exception {
        String rendered = "<w:p><w:r><w:lastRenderedPageBreak/><w:t>Next.</w:t></w:r></w:p>";
        Read read = Read.of(ZipFiles.docx(
                file("a.docx"),
                ZipFiles.paragraph("One.") + rendered + "<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>" + rendered));
        assertThat(read.texts()).containsExactly("One.", "Next.", "Next.");
    }

    @Test
    void slidesWithTablesAndNotes() throws Exception {
        Path file = file("talk.pptx");
        try (XMLSlideShow show = new XMLSlideShow();
                OutputStream out = Files.newOutputStream(file)) {
            for (int i = 1; i <= 2; i++) {
                XSLFSlide slide = show.createSlide();
                slide.createTextBox().setText("Slide says " + i);
                XSLFTable table = slide.createTable(1, 2);
                table.getCell(0, 0).setText("left");
                table.getCell(0, 1).setText("right");
                for (var shape : show.getNotesSlide(slide).getPlaceholders())
                    if (shape.getTextType() == Placeholder.BODY) shape.setText("Say hello " + i);
            }
            show.write(out);
        }
        Read read = Read.of(file);
        assertThat(read.labels()).containsExactly("slide 1", "slide 2");
        assertThat(read.texts().get(1))
                .startsWith("Slide says 2\n\nleft | right")
                .contains("Say hello 2");
    }

    @Test
    void sheetsWithFormulasDatesAndHiddenOnes() throws Exception {
        Path file = file("numbers.xlsx");
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            var sheet = book.createSheet("Costs");
            var head = sheet.createRow(0);
            head.createCell(0).setCellValue("Item");
            head.createCell(2).setCellValue("Price");
            var row = sheet.createRow(3);
            row.createCell(0).setCellValue("Äpfel");
            row.createCell(1).setCellValue(3);
            row.createCell(2).setCellFormula("B4*2");
            book.getCreationHelper().createFormulaEvaluator().evaluateAll();
            book.createSheet("Secret").createRow(0).createCell(0).setCellValue("hidden");
            book.setSheetHidden(1, true);
            book.createSheet("Last").createRow(0).createCell(0).setCellValue("end");
            book.write(out);
        }
        Read read = Read.of(file);
        assertThat(read.labels()).containsExactly("sheet 1", "sheet 3");
        assertThat(read.headings()).containsExactly("Costs", "Last");
        assertThat(read.texts().getFirst()).isEqualTo("Item | | Price\nÄpfel | 3 | 6");
        assertThat(read.remark("HIDDEN_TEXT")).contains("6");
    }

    @Test
    void openDocumentText() throws Exception {
        Read read = Read.of(ZipFiles.odt(
                file("a.odt"),
                "<text:h>Bericht</text:h><text:p>Zwei<text:s text:c=\"2\"/>Wörter"
                        + "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Anmerkung."
                        + "</text:p></text:note-body></text:note>.</text:p>"
                        + "<text:list><text:list-item><text:p>Punkt</text:p></text:list-item></text:list>"
                        + "<table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell>"
                        + "<table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table>"
                        + "<text:soft-page-break/><text:p>Seite zwei.</text:p>"
                        + "<text:tracked-changes><text:p>weg</text:p></text:tracked-changes>"));
        assertThat(read.texts())
                .containsExactly("Bericht\n\nZwei Wörter[1].\n\n[1] Anmerkung.\n\n- Punkt\n\na | b", "Seite zwei.");
        assertThat(read.headings().getFirst()).isEqualTo("Bericht");
    }

    @Test
    void booksInTheOrderOfTheirSpine() throws Exception {
        Read read = Read.of(ZipFiles.epub(
                file("a.epub"),
                "<!DOCTYPE html><html><body><h1>Down the hole</h1><p>Alice&nbsp;fell.</p></body></html>",
                "<html><body><p>She landed.</p></body></html>"));
        assertThat(read.labels()).containsExactly("chapter 1", "chapter 2");
        assertThat(read.texts()).containsExactly("Down the hole\n\nAlice fell.", "She landed.");
        assertThat(read.headings()).containsExactly("Down the hole", "");
    }

    @Test
    void chaptersThatAreMissingAreSaidToBe() throws Exception {
        Path file = ZipFiles.write(
                file("a.epub"),
                Map.of(
                        "META-INF/container.xml",
                        "<container><rootfile full-path=\"b.opf\"/></container>",
                        "b.opf",
                        "<package><item id=\"a\" href=\"a.html\"/><item id=\"b\" href=\"../../b.html\"/>"
                                + "<itemref idref=\"a\"/><itemref idref=\"b\"/></package>",
                        "a.html",
                        "<p>Only this."));
        Read read = Read.of(file);
        assertThat(read.texts()).containsExactly("Only this.");
        assertThat(read.remark("DAMAGED_PAGES")).contains("1");
    }

    @Test
    void webPagesWithoutScriptsAndHiddenText() throws Exception {
        Path file = file("a.html");
        Files.writeString(
                file,
                "<html><head><meta charset=windows-1252><title>t</title></head><body><script>bad()</script>"
                        + "<h2>Größe</h2><p>One<br>two</p><div style='display: none'>ignore this</div>"
                        + "<ol><li>first</li><li>second</li></ol><table><tr><th>a</th><td>b<p>c</td></tr></table>"
                        + "<pre>x = 1\n  y = 2</pre></body></html>",
                Charset.forName("windows-1252"));
        Read read = Read.of(file);
        assertThat(read.text()).isEqualTo("Größe\n\nOne\ntwo\n\n1. first\n\n2. second\n\na | b c\n\nx = 1\n  y = 2");
        assertThat(read.remark("HIDDEN_TEXT")).contains("11");
    }

    @Test
    void richTextWithCodePagesTablesAndNotes() throws Exception {
        Path file = file("a.rtf");
        Files.writeString(
                file,
                "{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}{\\f1\\fcharset204 Arial;}}{\\info{\\title no}}"
                        + "\\pard Gr\\'fc\\'dfe \\u26481?\\par {\\f1 \\'cf\\'f0\\'e8\\'e2\\'e5\\'f2}\\par "
                        + "{\\v hidden}seen{\\footnote a note}\\par "
                        + "\\trowd\\intbl a\\cell b\\cell\\row\\trowd\\intbl c\\cell d\\cell\\row\\pard after\\page next}",
                StandardCharsets.US_ASCII);
        Read read = Read.of(file);
        assertThat(read.texts())
                .containsExactly("Grüße 東\n\nПривет\n\nseen[1]\n\n[1] a note\n\na | b\nc | d\n\nafter", "next");
        assertThat(read.remark("HIDDEN_TEXT")).contains("6");
    }

    @Test
    void tablesAsText() throws Exception {
        Path file = file("a.csv");
        Files.writeString(file, "Name;Ort\n\"Berg; Anna\";\"Zü\"\"rich\"\n\n3,5;x\n");
        assertThat(Read.of(file).text()).isEqualTo("Name | Ort\nBerg; Anna | Zü\"rich\n3,5 | x");
        String rows = java.util.stream.IntStream.rangeClosed(1, 400)
                .mapToObj(i -> "row " + i + ",value")
                .collect(Collectors.joining("\n"));
        Read read = Read.of(Files.writeString(file, rows));
        assertThat(read.labels()).hasSizeGreaterThan(3);
        String second = read.labels().get(1);
        assertThat(read.texts().get(1)).startsWith("row " + second.substring("line ".length()) + " ");
    }

    @Test
    void plainTextMarkdownAndSourceCode() throws Exception {
        assertThat(Read.of(Files.writeString(file("a.md"), "# Title\n\nText with *stars*."))
                        .text())
                .isEqualTo("# Title\n\nText with *stars*.");
        assertThat(Read.of(Files.writeString(file("A.java"), "class A {\n    int b;\n}"))
                        .text())
                .isEqualTo("class A {\n    int b;\n}");
        assertThat(Read.of(Files.write(file("b.txt"), "Привет, как дела сегодня".getBytes(Charset.forName("KOI8-R"))))
                        .text())
                .isEqualTo("Привет, как дела сегодня");
    }

    @Test
    void theContentDecidesNotTheName() throws Exception {
        Path book = ZipFiles.docx(file("picture.txt"), ZipFiles.paragraph("In truth a Word document."));
        assertThat(Read.of(book).text()).isEqualTo("In truth a Word document.");
        assertThat(Read.of(Files.writeString(file("a.docx"), "<html><body>A page.</body></html>"))
                        .text())
                .isEqualTo("A page.");
        assertThat(Read.of(Files.writeString(file("b.pdf"), "Only text.")).text())
                .isEqualTo("Only text.");
        assertThat(Read.of(Files.write(file("c.pdf"), new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10}))
                        .failure())
                .isEqualTo("PICTURE");
        assertThat(Read.of(ZipFiles.write(file("d.docx"), Map.of("some.bin", "x")))
                        .failure())
                .isEqualTo("NOT_TEXT");
    }

    @Test
    void emptyDocumentsAreSaidToBe() throws Exception {
        assertThat(Read.of(ZipFiles.docx(file("a.docx"), ZipFiles.paragraph(" ")))
                        .failure())
                .isEqualTo("EMPTY");
        assertThat(Read.of(Files.writeString(file("a.html"), "<html><body><script>1</script></body></html>"))
                        .failure())
                .isEqualTo("EMPTY");
        assertThat(Read.of(Files.writeString(file("a.csv"), ";;\n;;\n")).failure())
                .isEqualTo("EMPTY");
    }

    @Test
    void passwordsOfOfficeAndOldOffice() throws Exception {
        Path locked = file("locked.docx");
        Path old = file("old.doc");
        try (POIFSFileSystem container = new POIFSFileSystem()) {
            var encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
            encryptor.confirmPassword("secret");
            try (OutputStream out = encryptor.getDataStream(container)) {
                out.write(Files.readAllBytes(ZipFiles.docx(file("open.docx"), ZipFiles.paragraph("x"))));
            }
            try (OutputStream out = Files.newOutputStream(locked)) {
                container.writeFilesystem(out);
            }
        }
        try (POIFSFileSystem container = new POIFSFileSystem();
                OutputStream out = Files.newOutputStream(old)) {
            container.getRoot().createDocument("WordDocument", new java.io.ByteArrayInputStream(new byte[5_000]));
            container.writeFilesystem(out);
        }
        assertThat(Read.of(locked).failure()).isEqualTo("PASSWORD");
        assertThat(Read.of(old).failure()).isEqualTo("OLD_OFFICE");
    }

    @Test
    void filesThatExpandAreStopped() throws Exception {
        long size = 80L << 20;
        assertThat(Read.of(ZipFiles.bomb(file("a.docx"), "word/document.xml", "<document>", size))
                        .failure())
                .isEqualTo("EXPANDS");
        assertThat(Read.of(ZipFiles.bomb(file("a.xlsx"), "xl/workbook.xml", "<workbook>", size))
                        .failure())
                .isEqualTo("EXPANDS");
        Map<String, String> many = new LinkedHashMap<>();
        many.put("word/document.xml", "<x/>");
        for (int i = 0; i < ZipParts.MOST_ENTRIES; i++) many.put("e" + i, "");
        assertThat(Read.of(ZipFiles.write(file("b.docx"), many)).failure()).isEqualTo("EXPANDS");
    }

    @Test
    void unsafeXmlIsNotFollowed() throws Exception {
        Files.writeString(file("secret.txt"), "the contents of another file");
        try (ServerSocket server = new ServerSocket(0)) {
            server.setSoTimeout(300);
            String address = "http://localhost:" + server.getLocalPort() + "/";
            String body =
                    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>"
                            + "<w:p><w:r><w:t>before &e; after</w:t></w:r></w:p></w:body></w:document>";
            String laughs = "<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">"
                    + "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;\"><!ENTITY d \"&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;\">"
                    + "<!ENTITY e \"&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;\">";
            for (String type : new String[] {
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + file("secret.txt").toUri() + "\">]>",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"" + address + "\">]>",
                "<!DOCTYPE x SYSTEM \"" + address + "x.dtd\" [<!ENTITY e \"x\">]>",
                "<!DOCTYPE x [" + laughs + "]>",
                "<!DOCTYPE x [<!ENTITY % p SYSTEM \"" + address + "\"> %p;]>",
            }) {
                Read read = Read.of(ZipFiles.docxOf(file("a.docx"), type + body));
                assertThat(read.text()).as(type).doesNotContain("another file").doesNotContain("haha");
            }
            org.assertj.core.api.Assertions.assertThatThrownBy(server::accept)
                    .isInstanceOf(java.net.SocketTimeoutException.class);
        }
    }

    @Test
    void deepAndLongXmlIsReadOrRefusedButNeverBreaks() throws Exception {
        String deep = "<w:x>".repeat(20_000);
        assertThat(Read.of(ZipFiles.docx(file("a.docx"), deep)).failure()).isEqualTo("DAMAGED");
        Read tables = Read.of(ZipFiles.docx(
                file("b.docx"),
                "<w:tbl><w:tr><w:tc>".repeat(2_000)
                        + ZipFiles.paragraph("core")
                        + "</w:tc></w:tr></w:tbl>".repeat(2_000)));
        assertThat(tables.text()).isEqualTo("core");
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 200_000; i++) many.append(i * 7919 % 100_003).append(" &amp; ");
        Read escaped = Read.of(ZipFiles.docx(file("c.docx"), ZipFiles.paragraph(many.toString())));
        assertThat(escaped.text()).startsWith("0 & 7919 & ").hasSizeGreaterThan(1_000_000);
        Path nested = Files.writeString(file("d.html"), "<div>".repeat(200_000) + "core");
        assertThat(Read.of(nested).text()).isEqualTo("core");
    }

    @Test
    void aHugeSheetIsReadInPartAndSaidToBe() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= XlsxReader.MOST_CELLS / 2 + 10; i++)
            rows.append("<row r=\"")
                    .append(i)
                    .append("\"><c r=\"A")
                    .append(i)
                    .append("\"><v>1</v></c><c r=\"D")
                    .append(i)
                    .append("\"><v>2</v></c></row>");
        Path file = file("a.xlsx");
        try (XSSFWorkbook book = new XSSFWorkbook();
                OutputStream out = Files.newOutputStream(file)) {
            book.createSheet("Many");
            book.write(out);
        }
        Map<String, String> parts = new LinkedHashMap<>();
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList())
                parts.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
        }
        parts.replace(
                "xl/worksheets/sheet1.xml",
                "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>" + rows
                        + "</sheetData></worksheet>");
        Read read = Read.of(ZipFiles.write(file("b.xlsx"), parts));
        assertThat(read.remark("CELLS_CUT")).contains(String.valueOf(XlsxReader.MOST_CELLS));
        assertThat(read.text().lines().count()).isEqualTo(XlsxReader.MOST_CELLS / 2);
    }
}
