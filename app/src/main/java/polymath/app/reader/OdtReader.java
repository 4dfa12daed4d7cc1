package polymath.app.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;

/// OpenDocument text: paragraphs, headings, lists, tables and notes of `content.xml`, with the page breaks that the
/// last
/// program to lay it out left in it.
final class OdtReader implements FormatReader {
    private static final int MOST_SPACES = 100;

    @Override
    public void read(Path file, Output out) throws IOException, XMLStreamException, DocumentException {
        String name = String.valueOf(file.getFileName());
        try (ZipParts zip = new ZipParts(file, name)) {
            if (zip.has("META-INF/manifest.xml")
                    && zip.text("META-INF/manifest.xml").contains("encryption-data"))
                throw new DocumentException(Code.PASSWORD, name);
            DocumentFlow flow = new DocumentFlow(out);
            try (InputStream in = zip.open("content.xml")) {
                read(SafeXml.open(in), flow);
            }
            flow.end();
        }
    }

    private static void read(XMLStreamReader xml, DocumentFlow flow) throws IOException, XMLStreamException {
        int notShown = 0; // how deep in something that is not part of the text
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (notShown > 0 || notShown(xml.getLocalName())) notShown++;
                else start(xml, flow);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (notShown > 0) notShown--;
                else end(xml.getLocalName(), flow);
            } else if (event == XMLStreamConstants.CHARACTERS && notShown == 0) {
                flow.text(xml.getText());
            }
        }
    }

    private static boolean notShown(String name) {
        return switch (name) {
            case "annotation",
                    "tracked-changes",
                    "hidden-text",
                    "note-citation",
                    "automatic-styles",
                    "scripts",
                    "font-face-decls",
                    "forms",
                    "object-ole",
                    "desc",
                    "title" -> true;
            default -> false;
        };
    }

    private static void start(XMLStreamReader xml, DocumentFlow flow) throws IOException {
        switch (xml.getLocalName()) {
            case "p" -> flow.startParagraph(false);
            case "h" -> flow.startParagraph(true);
            case "list-item" -> flow.listItem();
            case "s" -> flow.text(" ".repeat(number(xml.getAttributeValue(xml.getNamespaceURI(), "c"))));
            case "tab" -> flow.text("\t");
            case "line-break" -> flow.lineBreak();
            case "soft-page-break" -> flow.pageBreak();
            case "note" -> flow.startNote();
            case "table" -> flow.startTable();
            case "table-row" -> flow.startRow();
            case "table-cell", "covered-table-cell" -> flow.startCell();
            default -> {}
        }
    }

    /// Of spaces that one element stands for.
    private static int number(@Nullable String count) {
        try {
            return count == null ? 1 : Math.clamp(Long.parseLong(count), 0, MOST_SPACES);
        } catch (NumberFormatException e) {
            return 1;
        }
    }

    private static void end(String name, DocumentFlow flow) throws IOException {
        switch (name) {
            case "p", "h" -> flow.endParagraph();
            case "note" -> flow.endNote();
            case "table" -> flow.endTable();
            default -> {}
        }
    }
}
