package polymath.app.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jsoup.Jsoup;
import org.jspecify.annotations.Nullable;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.RemarkCode;

/// Books: the files of the spine in its order, each a chapter if there is text in it.
final class EpubReader implements FormatReader {

    @Override
    public void read(Path file, Output out) throws IOException, XMLStreamException, DocumentException {
        String name = String.valueOf(file.getFileName());
        try (ZipParts zip = new ZipParts(file, name)) {
            // Fonts may be scrambled by the book's own id, which is not this; what is locked says by which cipher.
            if (zip.has("META-INF/encryption.xml")
                    && zip.text("META-INF/encryption.xml").contains("xmlenc#aes"))
                throw new DocumentException(Code.PASSWORD, name);
            List<String> chapters = chapters(zip, packageFile(zip, name));
            out.pages(chapters.size());
            int number = 0;
            int hidden = 0;
            PageList missing = new PageList();
            for (int i = 0; i < chapters.size() && !out.full(); i++) {
                out.reading(i + 1);
                if (!zip.has(chapters.get(i))) {
                    missing.add(i + 1);
                    continue;
                }
                FlowText flow = new FlowText();
                byte[] html = zip.bytes(chapters.get(i));
                hidden += HtmlBlocks.addTo(flow, Jsoup.parse(new ByteArrayInputStream(html), null, ""));
                String text = flow.text();
                if (text.isBlank()) continue;
                number++;
                out.page(number, "chapter " + number, flow.firstHeading(), text);
            }
            if (hidden > 0) out.remark(RemarkCode.HIDDEN_TEXT, hidden);
            if (missing.count() > 0) out.remark(RemarkCode.DAMAGED_PAGES, missing.count(), missing);
        }
    }

    private static String packageFile(ZipParts zip, String name)
            throws IOException, XMLStreamException, DocumentException {
        try (InputStream in = zip.open("META-INF/container.xml")) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT
                        || !xml.getLocalName().equals("rootfile")) continue;
                String path = xml.getAttributeValue(null, "full-path");
                if (path != null) return path;
            }
        }
        throw new DocumentException(Code.DAMAGED, name);
    }

    /// Entry names in reading order.
    private static List<String> chapters(ZipParts zip, String packageFile)
            throws IOException, XMLStreamException, DocumentException {
        String folder = packageFile.substring(0, packageFile.lastIndexOf('/') + 1);
        Map<String, String> files = new HashMap<>();
        List<String> spine = new ArrayList<>();
        try (InputStream in = zip.open(packageFile)) {
            XMLStreamReader xml = SafeXml.open(in);
            while (xml.hasNext()) {
                if (xml.next() != XMLStreamConstants.START_ELEMENT) continue;
                String id = xml.getAttributeValue(null, xml.getLocalName().equals("itemref") ? "idref" : "id");
                if (id == null) continue;
                if (xml.getLocalName().equals("itemref")) spine.add(id);
                if (xml.getLocalName().equals("item"))
                    files.put(id, entry(folder, xml.getAttributeValue(null, "href")));
            }
        }
        return spine.stream()
                .filter(files::containsKey)
                .map(id -> files.getOrDefault(id, ""))
                .toList();
    }

    private static String entry(String folder, @Nullable String href) {
        if (href == null) return "";
        String path = href.replace("+", "%2B").replaceFirst("#.*$", "");
        try {
            path = URLDecoder.decode(path, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            path = href; // a lone per cent sign: the name as it stands
        }
        List<String> parts = new ArrayList<>();
        for (String part : (folder + path).split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty()) parts.removeLast();
            else if (!part.equals(".") && !part.equals("..")) parts.add(part);
        }
        return String.join("/", parts);
    }
}
