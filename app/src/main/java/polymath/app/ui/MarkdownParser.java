package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.ThematicBreak;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import polymath.app.ui.Block.Frame;
import polymath.app.ui.Block.Gap;

/// Markdown as a flat list of [Block]s. HTML and images stay literal text; nothing is ever loaded.
final class MarkdownParser {
    /// Deeper nesting is shown as text: it bounds the recursion here and the width lost to indents.
    private static final int MAX_DEPTH = 24;

    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), StrikethroughExtension.create());
    private static final Parser PARSER = Parser.builder()
            .extensions(EXTENSIONS)
            .maxOpenBlockParsers(MAX_DEPTH)
            .maxInlineNesting(MAX_DEPTH)
            .includeSourceSpans(IncludeSourceSpans.BLOCKS)
            .build();

    private final List<Block> blocks = new ArrayList<>();
    private String marker = "";
    private Gap gap = Gap.NORMAL;

    private MarkdownParser() {}

    /// The document tree; blocks carry their source lines.
    static Node tree(String cleanText) {
        return PARSER.parse(cleanText);
    }

    /// The blocks of one top-level node of a [#tree].
    static List<Block> blocks(Node topLevel) {
        MarkdownParser parser = new MarkdownParser();
        parser.block(topLevel, 0, 0);
        return parser.blocks;
    }

    private void block(Node node, int quotes, int indent) {
        switch (node) {
            case Paragraph p -> prose(InlineParser.spans(p), quotes, indent);
            case Heading h -> {
                if (gap == Gap.NORMAL) gap = Gap.SECTION;
                blocks.add(new Block.Heading(h.getLevel(), InlineParser.spans(h), frame(quotes, indent)));
            }
            case FencedCodeBlock code -> code(code.getInfo(), code.getLiteral(), quotes, indent);
            case IndentedCodeBlock code -> code("", code.getLiteral(), quotes, indent);
            case HtmlBlock html -> prose(List.of(Span.plain(html.getLiteral())), quotes, indent);
            case ThematicBreak ignored -> blocks.add(new Block.Rule(frame(quotes, indent)));
            case BlockQuote quote -> children(quote, quotes + 1, indent);
            case ListBlock list -> list(list, quotes, indent);
            case TableBlock table -> blocks.addAll(TableParser.parts(table, frame(quotes, indent)));
            default -> children(node, quotes, indent);
        }
    }

    private void children(Node parent, int quotes, int indent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) block(child, quotes, indent);
    }

    private void list(ListBlock list, int quotes, int indent) {
        Integer start = list instanceof OrderedList ordered ? ordered.getMarkerStartNumber() : null;
        int number = start == null ? 1 : start;
        boolean first = true;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            if (!(item instanceof ListItem)) continue;
            marker = list instanceof BulletList ? bullet(indent) : number++ + ".";
            if (!first || indent > 0) gap = Gap.ITEM;
            first = false;
            int before = blocks.size();
            for (Node child = item.getFirstChild(); child != null; child = child.getNext()) {
                if (child instanceof ListBlock) gap = Gap.ITEM;
                block(child, quotes, indent + 1);
            }
            if (blocks.size() == before) prose(List.of(Span.plain("")), quotes, indent + 1);
        }
    }

    private static String bullet(int indent) {
        return indent % 2 == 0 ? "•" : "–";
    }

    private void prose(List<Span> spans, int quotes, int indent) {
        for (List<Span> piece : Pieces.ofProse(spans)) {
            blocks.add(new Block.Paragraph(piece, frame(quotes, indent)));
            gap = Gap.JOINED;
        }
        gap = Gap.NORMAL;
    }

    private void code(String info, String literal, int quotes, int indent) {
        String language = info == null ? "" : info.strip().toLowerCase(Locale.ROOT);
        int end = language.indexOf(' ');
        if (end >= 0) language = language.substring(0, end);
        String text = literal.endsWith("\n") ? literal.substring(0, literal.length() - 1) : literal;
        List<List<Block.Run>> pieces = Pieces.ofCode(Highlighter.runs(text, language));
        for (int i = 0; i < pieces.size(); i++) {
            Block.Part part = new Block.Part(i == 0, i == pieces.size() - 1);
            if (i > 0) gap = Gap.JOINED;
            blocks.add(new Block.Code(SafeText.line(language, 30), pieces.get(i), text, part, frame(quotes, indent)));
        }
        gap = Gap.NORMAL;
    }

    private Frame frame(int quotes, int indent) {
        Frame frame = new Frame(quotes, indent, marker, gap);
        marker = "";
        gap = Gap.NORMAL;
        return frame;
    }
}
