package polymath.app.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;

/// Presentations: each slide's texts and tables in the order in which they lie, then what the speaker notes say.
final class PptxReader implements FormatReader {
    private static final String RELATIONS = "/relationships";

    @Override
    public void read(Path file, Output out) throws IOException, XMLStreamException, DocumentException {
        String name = String.valueOf(file.getFileName());
        try (ZipParts zip = new ZipParts(file, name)) {
            if (!zip.has("ppt/presentation.xml")) throw new DocumentException(Code.DAMAGED, name);
            List<String> slides = slides(zip);
            out.pages(slides.size());
            for (int i = 0; i < slides.size() && !out.full(); i++) {
                out.reading(i + 1);
                Slide slide = new Slide();
                if (zip.has(slides.get(i))) {
                    read(zip, slides.get(i), slide, false);
                    for (String notes : related(zip, slides.get(i)).values())
                        if (notes.contains("notesSlide") && zip.has(notes)) read(zip, notes, slide, true);
                }
                out.page(i + 1, "slide " + (i + 1), slide.title(), slide.text());
            }
        }
    }

    /// Entry names in the order of the presentation.
    private static List<String> slides(ZipParts zip) throws IOException, XMLStreamException, DocumentException {
        Map<String, String> related = related(zip, "ppt/presentation.xml");
        List<String> slides = new ArrayList<>();
        try (InputStream in = zip.open("ppt/presentation.xml")) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT
                        || !xml.getLocalName().equals("sldId")) continue;
                String target = related.get(relation(xml));
                if (target != null) slides.add(target);
            }
        }
        return slides;
    }

    private static String relation(XMLStreamReader xml) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String namespace = xml.getAttributeNamespace(i);
            if (namespace != null && namespace.endsWith(RELATIONS)) return xml.getAttributeValue(i);
        }
        return "";
    }

    /// What a part refers to inside of the file, by id.
    private static Map<String, String> related(ZipParts zip, String part)
            throws IOException, XMLStreamException, DocumentException {
        int slash = part.lastIndexOf('/') + 1;
        String folder = part.substring(0, slash);
        String entry = folder + "_rels/" + part.substring(slash) + ".rels";
        Map<String, String> related = new HashMap<>();
        if (!zip.has(entry)) return related;
        try (InputStream in = zip.open(entry)) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT
                        || !xml.getLocalName().equals("Relationship")
                        || "External".equals(xml.getAttributeValue(null, "TargetMode"))) continue;
                String id = xml.getAttributeValue(null, "Id");
                String target = xml.getAttributeValue(null, "Target");
                if (id != null && target != null) related.put(id, entry(folder, target));
            }
        }
        return related;
    }

    private static String entry(String folder, String target) {
        if (target.startsWith("/")) return target.substring(1);
        String base = folder;
        String path = target;
        while (path.startsWith("../")) {
            path = path.substring(3);
            base = base.substring(0, base.lastIndexOf('/', Math.max(0, base.length() - 2)) + 1);
        }
        return base + path;
    }

    private static void read(ZipParts zip, String entry, Slide slide, boolean notes)
            throws IOException, XMLStreamException, DocumentException {
        try (InputStream in = zip.open(entry)) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                int event = xml.next();
                if (event == XMLStreamConstants.START_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "sp", "graphicFrame" -> slide.startShape();
                        case "ph" -> slide.placeholder(xml.getAttributeValue(null, "type"), notes);
                        case "t" -> slide.text(xml.getElementText());
                        case "br" -> slide.text(" ");
                        case "tbl" -> slide.startTable();
                        case "tr" -> slide.startRow();
                        case "tc" -> slide.startCell();
                        default -> {}
                    }
                } else if (event == XMLStreamConstants.END_ELEMENT) {
                    switch (xml.getLocalName()) {
                        case "p" -> slide.endParagraph();
                        case "tbl" -> slide.endTable();
                        default -> {}
                    }
                }
            }
        }
    }

    /// The text of one slide as its parts come.
    private static final class Slide {
        private final FlowText flow = new FlowText();
        private final StringBuilder paragraph = new StringBuilder();
        private List<List<String>> rows = new ArrayList<>();
        private boolean table;
        private boolean title;
        private boolean left;

        /// Until it is known what the shape is.
        void startShape() {
            title = false;
            left = false;
        }

        /// @param notes where only the body is what was written; the rest repeats the slide
        void placeholder(@Nullable String type, boolean notes) {
            title = "title".equals(type) || "ctrTitle".equals(type);
            left = "sldNum".equals(type) || "dt".equals(type) || "ftr".equals(type) || notes && !"body".equals(type);
        }

        void text(String text) {
            paragraph.append(text);
        }

        void endParagraph() {
            String text = FlowText.even(paragraph.toString());
            paragraph.setLength(0);
            if (left || text.isEmpty()) return;
            if (table && !rows.isEmpty() && !rows.getLast().isEmpty()) {
                List<String> row = rows.getLast();
                row.set(row.size() - 1, (row.getLast() + " " + text).strip());
            } else if (title) flow.heading(text);
            else flow.paragraph(text);
        }

        void startTable() {
            table = true;
            rows = new ArrayList<>();
        }

        void startRow() {
            rows.add(new ArrayList<>());
        }

        void startCell() {
            if (!rows.isEmpty()) rows.getLast().add("");
        }

        void endTable() {
            table = false;
            flow.table(rows);
        }

        Optional<String> title() {
            return flow.firstHeading();
        }

        String text() {
            return flow.text();
        }
    }
}
