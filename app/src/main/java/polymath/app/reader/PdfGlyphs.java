package polymath.app.reader;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.graphics.state.RenderingMode;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;
import org.apache.pdfbox.util.Matrix;
import org.apache.pdfbox.util.Vector;

/// Collects the characters of a page and where they stand; [PDFTextStripper] finds them, its own idea of lines is not
/// used. For one page after the other.
final class PdfGlyphs extends PDFTextStripper {
    private static final Pattern FIXED = Pattern.compile("Mono|Courier|Consol|Typewriter|CMTT|Menlo");
    private static final float LEAST_SIZE = 1; // points; nobody reads smaller ones

    /// A character or ligature. Coordinates are as one reads: to the right and down, in points.
    ///
    /// @param size of the font as it is drawn
    /// @param space how wide a space is
    /// @param fixed whether all characters of the font are as wide, as in code
    record Glyph(String text, float x, float y, float width, float size, float space, boolean bold, boolean fixed) {}

    private final Map<Integer, List<Glyph>> byDirection = new TreeMap<>();
    private boolean pictures;
    private int hidden;
    private int drawn;
    private int unknown;
    private float height;
    private float width;

    PdfGlyphs() {
        setShouldSeparateByBeads(false);
        setSuppressDuplicateOverlappingText(false);
        setStartPage(0); // pages are given one by one, and not counted by the superclass
    }

    /// Reads a page; what is asked below is about it, until the next one.
    void read(PDPage page) throws IOException {
        byDirection.clear();
        hidden = 0;
        drawn = 0;
        unknown = 0;
        pictures = pictures(page.getResources());
        height = page.getCropBox().getHeight();
        width = page.getCropBox().getWidth();
        processPage(page);
    }

    /// By the direction in which they are written (0, 90, 180, 270 degrees), each in the order of the file.
    Map<Integer, List<Glyph>> glyphs() {
        return byDirection;
    }

    boolean hasPictures() {
        return pictures;
    }

    /// Characters that are not seen on the page.
    int hidden() {
        return hidden;
    }

    /// Whether the fonts leave open what most of the characters are.
    boolean unknownCharacters() {
        return drawn >= 10 && unknown > drawn * 0.3;
    }

    /// In points, as one reads most of the page.
    float height(int direction) {
        return direction == 90 || direction == 270 ? width : height;
    }

    private static boolean pictures(PDResources resources) {
        if (resources == null) return false;
        for (COSName name : resources.getXObjectNames()) if (resources.isImageXObject(name)) return true;
        return false;
    }

    @Override
    protected void showGlyph(Matrix textRenderingMatrix, PDFont font, int code, Vector displacement)
            throws IOException {
        drawn++;
        String unicode = font.toUnicode(code);
        if (unicode == null || !unicode.isEmpty() && unknown(unicode.codePointAt(0))) unknown++;
        super.showGlyph(textRenderingMatrix, font, code, displacement);
    }

    private static boolean unknown(int c) {
        return c == 0xfffd
                || Character.isISOControl(c) && !Character.isWhitespace(c)
                || Character.getType(c) == Character.PRIVATE_USE;
    }

    @Override
    protected void processTextPosition(TextPosition position) {
        String text = position.getUnicode();
        if (text == null || text.isEmpty()) return;
        float size = Math.abs(position.getYScale());
        // Scanned pages carry their text unseen over the picture; elsewhere unseen text is not meant for readers.
        boolean unseen = getGraphicsState().getTextState().getRenderingMode() == RenderingMode.NEITHER && !pictures;
        if (unseen || size < LEAST_SIZE || outside(position)) {
            hidden += text.strip().length();
            return;
        }
        float space = position.getWidthOfSpace();
        String font = String.valueOf(position.getFont().getName());
        byDirection
                .computeIfAbsent((int) position.getDir(), direction -> new ArrayList<>())
                .add(new Glyph(
                        Ligatures.apart(text),
                        position.getXDirAdj(),
                        position.getYDirAdj(),
                        position.getWidthDirAdj(),
                        size,
                        space > 0 && space < size ? space : 0.25f * size,
                        font.contains("Bold") || font.contains("Black"),
                        FIXED.matcher(font).find()));
    }

    private static boolean outside(TextPosition position) {
        float x = position.getX();
        float y = position.getY();
        return x < -1
                || y < -1
                || x > position.getPageWidth() + 1
                || y > position.getPageHeight() + 1 + position.getYScale();
    }

    @Override
    protected void writePage() {
        // lines and paragraphs are made elsewhere
    }
}
