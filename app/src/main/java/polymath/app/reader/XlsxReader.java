package polymath.app.reader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.ss.usermodel.DataFormatter;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;
import polymath.app.storage.RemarkCode;

/// Workbooks: each sheet that is shown as rows of cells, with the values that were last computed, as they are
/// displayed. Read as events: a workbook's tree takes many times its size.
final class XlsxReader implements FormatReader {
    static final int MOST_CELLS = 200_000;

    /// @param relation id of the sheet's part
    private record Sheet(String name, String relation, boolean hidden) {}

    @Override
    public void read(Path file, Output out) throws IOException, XMLStreamException, DocumentException {
        String name = String.valueOf(file.getFileName());
        try (ZipParts zip = new ZipParts(file, name)) {
            zip.checkXml();
        }
        try (OPCPackage parts = OPCPackage.open(file.toFile(), PackageAccess.READ)) {
            XSSFReader workbook = new XSSFReader(parts);
            ReadOnlySharedStringsTable strings = new ReadOnlySharedStringsTable(parts, false);
            List<Sheet> sheets;
            try (InputStream in = workbook.getWorkbookData()) {
                sheets = sheets(in);
            }
            out.pages(sheets.size());
            int hidden = 0;
            int cells = 0;
            for (int i = 0; i < sheets.size() && cells < MOST_CELLS; i++) {
                out.reading(i + 1);
                SheetText text = new SheetText(MOST_CELLS - cells, out, i + 1);
                try (InputStream in = workbook.getSheet(sheets.get(i).relation())) {
                    parse(in, workbook, strings, text);
                }
                if (sheets.get(i).hidden()) {
                    hidden += text.text().length();
                    continue;
                }
                cells += text.cells();
                out.page(i + 1, "sheet " + (i + 1), Optional.of(sheets.get(i).name()), text.text());
            }
            if (cells >= MOST_CELLS) out.remark(RemarkCode.CELLS_CUT, MOST_CELLS);
            if (hidden > 0) out.remark(RemarkCode.HIDDEN_TEXT, hidden);
        } catch (OpenXML4JException | SAXException | ParserConfigurationException e) {
            throw new DocumentException(Code.DAMAGED, name);
        }
    }

    private static List<Sheet> sheets(InputStream in) throws XMLStreamException {
        List<Sheet> sheets = new ArrayList<>();
        XMLStreamReader xml = SafeXml.open(in);
        while (xml.hasNext()) {
            if (xml.next() != XMLStreamConstants.START_ELEMENT
                    || !xml.getLocalName().equals("sheet")) continue;
            String relation = "";
            for (int i = 0; i < xml.getAttributeCount(); i++)
                if (xml.getAttributeLocalName(i).equals("id")) relation = xml.getAttributeValue(i);
            String state = String.valueOf(xml.getAttributeValue(null, "state"));
            String name = String.valueOf(xml.getAttributeValue(null, "name"));
            sheets.add(new Sheet(name, relation, state.toLowerCase(Locale.ROOT).contains("hidden")));
        }
        return sheets;
    }

    private static void parse(InputStream in, XSSFReader workbook, ReadOnlySharedStringsTable strings, SheetText text)
            throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
        XMLReader parser = XMLHelper.newXMLReader();
        parser.setContentHandler(new XSSFSheetXMLHandler(
                workbook.getStylesTable(), null, strings, text, new DataFormatter(Locale.ROOT), false));
        try {
            parser.parse(new InputSource(in));
        } catch (SheetText.FullException e) {
            // as much as is read of it
        }
    }
}
