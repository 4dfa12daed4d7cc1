package polymath.app.reader;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import polymath.app.documents.DocumentException;
import polymath.app.documents.DocumentException.Code;
import polymath.app.documents.TextFile;
import polymath.app.storage.RemarkCode;

/// Web pages. Nothing they refer to is opened.
final class HtmlReader implements FormatReader {
    private static final int HEAD_BYTES = 4_096;

    @Override
    public void read(Path file, Output out) throws IOException, DocumentException {
        if (Files.size(file) > TextFile.MAX_BYTES)
            throw new DocumentException(Code.TOO_LARGE, file.getFileName(), Files.size(file), TextFile.MAX_BYTES);
        FlowText flow = new FlowText();
        int hidden = HtmlBlocks.addTo(flow, parse(file));
        flow.writeTo(out);
        if (hidden > 0) out.remark(RemarkCode.HIDDEN_TEXT, hidden);
    }

    private static Document parse(Path file) throws IOException, DocumentException {
        byte[] bytes = Files.readAllBytes(file);
        String head = new String(bytes, 0, Math.min(HEAD_BYTES, bytes.length), StandardCharsets.ISO_8859_1);
        // What the page says of its charset counts; where it says nothing, what the bytes look like.
        return head.toLowerCase(Locale.ROOT).contains("charset")
                ? Jsoup.parse(new ByteArrayInputStream(bytes), null, "")
                : Jsoup.parse(TextFile.read(file).text());
    }
}
