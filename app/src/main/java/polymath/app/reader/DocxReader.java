package polymath.app.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.RemarkCode;

/// Word documents, as a stream of WordprocessingML: a tree of a long one would not fit into the reader's memory. Pages
/// are those Word last laid out, if it left its breaks; deleted text is left out, hidden text too, and counted.
final class DocxReader implements FormatReader {
    private static final String WORD_2006 = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static final String WORD_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main";

    private final Map<String, String> footnotes = new HashMap<>();
    private final Map<String, String> endnotes = new HashMap<>();
    private final Set<String> headings = new HashSet<>();
    private int hidden;

    @Override
    public void read(Path file, Output out) throws IOException, XMLStreamException, DocumentException {
        String name = String.valueOf(file.getFileName());
        try (ZipParts zip = new ZipParts(file, name)) {
            if (!zip.has("word/document.xml")) throw new DocumentException(Code.DAMAGED, name);
            if (zip.has("word/styles.xml")) readStyles(zip);
            readNotes(zip, "word/footnotes.xml", "footnote", footnotes);
            readNotes(zip, "word/endnotes.xml", "endnote", endnotes);
            DocumentFlow flow = new DocumentFlow(out);
            try (InputStream in = zip.open("word/document.xml")) {
                read(SafeXml.open(in), flow);
            }
            flow.end();
        }
        if (hidden > 0) out.remark(RemarkCode.HIDDEN_TEXT, hidden);
    }

    /// Which styles are headings: those with an outline level.
    private void readStyles(ZipParts zip) throws IOException, XMLStreamException, DocumentException {
        try (InputStream in = zip.open("word/styles.xml")) {
            XMLStreamReader xml = SafeXml.open(in);
            String style = "";
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT || !word(xml)) continue;
                String id = attribute(xml, "styleId");
                if (xml.getLocalName().equals("style")) style = id == null ? "" : id;
                if (xml.getLocalName().equals("outlineLvl") && !"9".equals(attribute(xml, "val"))) headings.add(style);
            }
        }
    }

    private void readNotes(ZipParts zip, String entry, String element, Map<String, String> notes)
            throws IOException, XMLStreamException, DocumentException {
        if (!zip.has(entry)) return;
        try (InputStream in = zip.open(entry)) {
            XMLStreamReader xml = SafeXml.open(in);
            String id = "";
            StringBuilder text = new StringBuilder();
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT && word(xml)) {
                    if (xml.getLocalName().equals(element)) {
                        String found = attribute(xml, "id");
                        id = found == null ? "" : found;
                        text.setLength(0);
                    } else if (xml.getLocalName().equals("t")) {
                        text.append(xml.getElementText());
                    } else if (xml.getLocalName().equals("p")
                            || xml.getLocalName().equals("tab")) {
                        text.append(' ');
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT
                        && xml.getLocalName().equals(element)) {
                    notes.put(id, text.toString());
                }
            }
        }
    }

    private void read(XMLStreamReader xml, DocumentFlow flow) throws IOException, XMLStreamException {
        boolean vanished = false; // the run
        int twin = 0; // how deep in what is there a second time: for older programs, or where it was moved from
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (twin > 0
                        || xml.getLocalName().equals("Fallback")
                        || xml.getLocalName().equals("moveFrom")) twin++;
                if (twin > 0 || !word(xml)) continue;
                switch (xml.getLocalName()) {
                    case "r" -> vanished = false;
                    case "vanish" -> vanished = on(attribute(xml, "val"));
                    case "t" -> {
                        String text = xml.getElementText();
                        if (vanished) hidden += text.length();
                        else flow.text(text);
                    }
                    default -> start(xml, flow);
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                if (twin > 0) twin--;
                else if (word(xml) && xml.getLocalName().equals("p")) flow.endParagraph();
                else if (word(xml) && xml.getLocalName().equals("tbl")) flow.endTable();
            }
        }
    }

    private void start(XMLStreamReader xml, DocumentFlow flow) throws IOException {
        String value = attribute(xml, "val");
        String id = attribute(xml, "id");
        switch (xml.getLocalName()) {
            case "p" -> flow.startParagraph(false);
            case "pStyle" -> {
                if (value != null && heading(value)) flow.startParagraph(true);
            }
            case "outlineLvl" -> {
                if (!"9".equals(value)) flow.startParagraph(true);
            }
            case "numId" -> {
                if (!"0".equals(value)) flow.listItem();
            }
            case "tab", "ptab" -> flow.text("\t");
            case "noBreakHyphen" -> flow.text("-");
            case "br", "cr" -> {
                if ("page".equals(attribute(xml, "type"))) flow.pageBreak();
                else flow.lineBreak();
            }
            case "lastRenderedPageBreak" -> flow.renderedPageBreak();
            case "footnoteReference" -> flow.note(footnotes.getOrDefault(String.valueOf(id), ""));
            case "endnoteReference" -> flow.note(endnotes.getOrDefault(String.valueOf(id), ""));
            case "tbl" -> flow.startTable();
            case "tr" -> flow.startRow();
            case "tc" -> flow.startCell();
            default -> {}
        }
    }

    private boolean heading(String style) {
        return headings.contains(style) || style.toLowerCase(Locale.ROOT).matches("heading\\d?|title");
    }

    private static boolean on(@Nullable String value) {
        return value == null || !(value.equals("0") || value.equals("false") || value.equals("off"));
    }

    private static boolean word(XMLStreamReader xml) {
        String namespace = xml.getNamespaceURI();
        return WORD_2006.equals(namespace) || WORD_STRICT.equals(namespace);
    }

    /// In the namespace of its element, as this format has them.
    private static @Nullable String attribute(XMLStreamReader xml, String name) {
        return xml.getAttributeValue(xml.getNamespaceURI(), name);
    }
}
