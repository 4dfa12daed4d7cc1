package polymath.app.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import polymath.app.ui.Block;
import polymath.app.ui.OpenMarkdown;
import polymath.app.ui.SafeText;
import polymath.app.ui.Span;

/// A summary as a Word document (Office Open XML, ECMA-376): real headings and lists, so that Word and LibreOffice edit
/// it as their own. What does not change from one to the next lies in the resources beside this class.
final class DocxWriter {
    private static final String NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final int INDENT = 360; // twentieths of a point, for each list or quote around
    private static final int LEVELS = 3; // that the numbering and the headings have

    private final StringBuilder body = new StringBuilder();

    static void write(SummaryWriter summary, OutputStream out) throws IOException {
        DocxWriter writer = new DocxWriter();
        writer.paragraph(style("Title"), run("", summary.title()));
        writer.paragraph(style("Subtitle"), run("", summary.kind()));
        for (Block block : OpenMarkdown.parse(summary.summary().text())) writer.block(block);
        writer.paragraph(
                "<w:pBdr><w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"1\" w:color=\"A6A6A6\"/></w:pBdr>", "");
        for (String sentence : summary.note()) writer.paragraph(style("Note"), run("", sentence));
        writer.zip(out);
    }

    private void block(Block block) {
        int indent = INDENT * (block.frame().quotes() + block.frame().indent());
        switch (block) {
            case Block.Heading heading ->
                paragraph(style("Heading" + Math.min(heading.level(), LEVELS)), runs(heading.spans()));
            case Block.Paragraph paragraph ->
                paragraph(place(paragraph.frame(), indent), lead(paragraph) + runs(paragraph.spans()));
            case Block.Code code -> {
                if (code.part().first())
                    for (String line : code.whole().split("\n", -1))
                        paragraph(style("Code") + left(indent), run("", line));
            }
            case Block.Table table -> table(table);
            case Block.Rule ignored -> {}
        }
    }

    private static boolean isBullet(Block.Frame frame) {
        return frame.marker().equals("•") || frame.marker().equals("–");
    }

    private static String place(Block.Frame frame, int indent) {
        if (isBullet(frame)) {
            int level = Math.min(frame.indent(), LEVELS) - 1;
            return "<w:numPr><w:ilvl w:val=\"" + level + "\"/><w:numId w:val=\"1\"/></w:numPr>" + left(indent, INDENT);
        }
        return frame.marker().isEmpty() ? left(indent) : left(indent, INDENT);
    }

    /// The number of an item of a numbered list.
    private static String lead(Block.Paragraph paragraph) {
        Block.Frame frame = paragraph.frame();
        return frame.marker().isEmpty() || isBullet(frame) ? "" : run("", frame.marker()) + "<w:r><w:tab/></w:r>";
    }

    private void table(Block.Table table) {
        body.append("<w:tbl><w:tblPr><w:tblW w:w=\"5000\" w:type=\"pct\"/><w:tblBorders>");
        for (String side : List.of("top", "bottom", "insideH"))
            body.append("<w:").append(side).append(" w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"A6A6A6\"/>");
        body.append("</w:tblBorders></w:tblPr><w:tblGrid>");
        body.repeat("<w:gridCol/>", table.columns().size()).append("</w:tblGrid>");
        for (List<List<Span>> row : table.rows()) {
            body.append("<w:tr>");
            for (List<Span> cell : row) {
                body.append("<w:tc>");
                paragraph("", runs(cell));
                body.append("</w:tc>");
            }
            body.append("</w:tr>");
        }
        body.append("</w:tbl>");
        paragraph("", ""); // two tables in a row would be one
    }

    private void paragraph(String properties, String runs) {
        body.append("<w:p><w:pPr>")
                .append(properties)
                .append("</w:pPr>")
                .append(runs)
                .append("</w:p>\n");
    }

    private static String style(String name) {
        return "<w:pStyle w:val=\"" + name + "\"/>";
    }

    private static String left(int indent) {
        return indent == 0 ? "" : "<w:ind w:left=\"" + indent + "\"/>";
    }

    private static String left(int indent, int hanging) {
        return "<w:ind w:left=\"" + indent + "\" w:hanging=\"" + hanging + "\"/>";
    }

    private static String runs(List<Span> spans) {
        return spans.stream().map(DocxWriter::runs).collect(Collectors.joining());
    }

    /// Page marks in a style of their own.
    private static String runs(Span span) {
        String properties = properties(span.style());
        StringBuilder runs = new StringBuilder();
        Matcher marks = SummaryWriter.MARK.matcher(span.text());
        int end = 0;
        while (marks.find()) {
            runs.append(run(properties, span.text().substring(end, marks.start())));
            runs.append(run("<w:rStyle w:val=\"PageMark\"/>", marks.group()));
            end = marks.end();
        }
        return runs.append(run(properties, span.text().substring(end))).toString();
    }

    private static String properties(Span.Style style) {
        return (style.code() ? "<w:rStyle w:val=\"CodeText\"/>" : "")
                + (style.bold() ? "<w:b/>" : "")
                + (style.italic() ? "<w:i/>" : "")
                + (style.strike() ? "<w:strike/>" : "");
    }

    private static String run(String properties, String text) {
        if (text.isEmpty()) return "";
        String safe = HtmlMarkdown.escaped(SafeText.clean(text).replaceAll("[\uFFFE\uFFFF]", "\uFFFD")) // no XML
                .replace("\n", "</w:t><w:br/><w:t xml:space=\"preserve\">")
                .replace("\t", "</w:t><w:tab/><w:t xml:space=\"preserve\">");
        return "<w:r><w:rPr>" + properties + "</w:rPr><w:t xml:space=\"preserve\">" + safe + "</w:t></w:r>";
    }

    private void zip(OutputStream out) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            part(zip, "[Content_Types].xml", resource("content-types.xml"));
            part(zip, "_rels/.rels", resource("package-relationships.xml"));
            part(zip, "word/_rels/document.xml.rels", resource("document-relationships.xml"));
            part(zip, "word/styles.xml", resource("styles.xml"));
            part(zip, "word/numbering.xml", resource("numbering.xml"));
            part(zip, "word/document.xml", document().getBytes(StandardCharsets.UTF_8));
        }
    }

    private String document() {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document xmlns:w=\"" + NAMESPACE
                + "\"><w:body>\n" + body + "<w:sectPr><w:pgMar w:top=\"1417\" w:right=\"1417\" w:bottom=\"1417\""
                + " w:left=\"1417\" w:header=\"708\" w:footer=\"708\" w:gutter=\"0\"/></w:sectPr></w:body></w:document>\n";
    }

    private static void part(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(DocxWriter.class.getResourceAsStream("docx/" + name), name)) {
            return in.readAllBytes();
        }
    }
}
