package polymath.app.reader;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.encryption.AccessPermission;
import org.apache.pdfbox.pdmodel.encryption.StandardProtectionPolicy;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts.FontName;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;

/// PDF files for tests, drawn line by line.
final class PdfFiles implements AutoCloseable {
    static final PDFont REGULAR = new PDType1Font(FontName.HELVETICA);
    static final PDFont BOLD = new PDType1Font(FontName.HELVETICA_BOLD);
    static final float WIDTH = PDRectangle.A4.getWidth();
    static final float HEIGHT = PDRectangle.A4.getHeight();

    final PDDocument document = new PDDocument();
    private PDFont font = REGULAR;
    private float size = 11;
    private Optional<PDPageContentStream> content = Optional.empty(); // of the page being drawn

    PdfFiles page() throws IOException {
        endPage();
        PDPage page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        content = Optional.of(new PDPageContentStream(document, page));
        return this;
    }

    private void endPage() throws IOException {
        if (content.isPresent()) content.get().close();
        content = Optional.empty();
    }

    PdfFiles font(PDFont next, float points) {
        font = next;
        size = points;
        return this;
    }

    /// A font of this computer that can write almost everything.
    PdfFiles unicode(float points) throws IOException {
        Path file = Path.of("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf");
        return font(PDType0Font.load(document, file.toFile()), points);
    }

    /// @param y from the top
    PdfFiles line(float x, float y, String text) throws IOException {
        return line(x, y, text, RenderingMode.FILL);
    }

    PdfFiles unseen(float x, float y, String text) throws IOException {
        return line(x, y, text, RenderingMode.NEITHER);
    }

    private PdfFiles line(float x, float y, String text, RenderingMode mode) throws IOException {
        PDPageContentStream page = content.orElseThrow();
        page.beginText();
        page.setRenderingMode(mode);
        page.setFont(font, size);
        page.newLineAtOffset(x, HEIGHT - y);
        page.showText(text);
        page.endText();
        return this;
    }

    /// Lines as wide as they fit, words hyphenated nowhere.
    ///
    /// @return where the next line would be
    float column(float x, float y, float width, String text) throws IOException {
        float at = y;
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && font.getStringWidth(line + " " + word) / 1000 * size > width) {
                line(x, at, line.toString());
                at += 1.25f * size;
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        line(x, at, line.toString());
        return at + 1.25f * size;
    }

    /// A picture over the whole page, as scanners make them.
    PdfFiles scan() throws IOException {
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        rows.write(new byte[100 * 140]);
        COSStream stream = document.getDocument().createCOSStream();
        try (var out = stream.createOutputStream(COSName.FLATE_DECODE)) {
            rows.writeTo(out);
        }
        stream.setItem(COSName.TYPE, COSName.XOBJECT);
        stream.setItem(COSName.SUBTYPE, COSName.IMAGE);
        stream.setInt(COSName.WIDTH, 100);
        stream.setInt(COSName.HEIGHT, 140);
        stream.setInt(COSName.BITS_PER_COMPONENT, 8);
        stream.setItem(COSName.COLORSPACE, COSName.DEVICEGRAY);
        PDImageXObject image = new PDImageXObject(new org.apache.pdfbox.pdmodel.common.PDStream(stream), null);
        content.orElseThrow().drawImage(image, 0, 0, WIDTH, HEIGHT);
        return this;
    }

    /// Takes away what says which characters the font's codes are.
    PdfFiles garble() {
        COSDictionary dictionary = font.getCOSObject();
        dictionary.removeItem(COSName.TO_UNICODE);
        return this;
    }

    Path encrypted(Path file, String owner, String user) throws IOException {
        document.protect(new StandardProtectionPolicy(owner, user, new AccessPermission()));
        return save(file);
    }

    Path save(Path file) throws IOException {
        endPage();
        document.save(file.toFile());
        return file;
    }

    @Override
    public void close() throws IOException {
        endPage();
        document.close();
    }

    /// Prose that says on each page what it is about.
    static final List<String> PROSE = List.of(
            "The harbour office counts every ship that enters the bay, and it has done so since the year of the great",
            "storm. Its books fill a room of their own, and nobody has read all of them. The clerk who keeps them says",
            "that the numbers matter less than the remarks beside them: which captain was late, which cargo was wet,",
            "and which flag nobody at the office had ever seen before. Visitors may read them on Thursdays.");
}
