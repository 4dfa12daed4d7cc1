package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.ext.gfm.strikethrough.Strikethrough;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import polymath.app.ui.Span.Style;

/// The inline nodes of a paragraph as [Span]s. The parser bounds how deep they nest.
final class InlineParser {
    private final List<Span> spans = new ArrayList<>();
    private final StringBuilder pending = new StringBuilder();
    private Style pendingStyle = Style.PLAIN;
    private String pendingLink = "";

    private InlineParser() {}

    static List<Span> spans(Node parent) {
        InlineParser parser = new InlineParser();
        parser.children(parent, Style.PLAIN, "");
        parser.flush();
        return List.copyOf(parser.spans);
    }

    private void children(Node parent, Style style, String link) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) inline(child, style, link);
    }

    private void inline(Node node, Style style, String link) {
        switch (node) {
            case Text text -> add(text.getLiteral(), style, link);
            case Code code -> add(code.getLiteral(), style.withCode(), link);
            case Emphasis e -> children(e, style.withItalic(), link);
            case StrongEmphasis e -> children(e, style.withBold(), link);
            case Strikethrough s -> children(s, style.withStrike(), link);
            case SoftLineBreak ignored -> add(" ", style, link);
            case HardLineBreak ignored -> add("\n", style, link);
            case HtmlInline html -> add(html.getLiteral(), style, link);
            case Image image -> {
                add("![", style, link);
                children(image, style, link);
                add("](" + image.getDestination() + ")", style, link);
            }
            case Link l -> link(l, style);
            default -> children(node, style, link);
        }
    }

    private void link(Link link, Style style) {
        String destination = link.getDestination();
        if (Links.target(destination).isPresent()) {
            children(link, style, destination);
        } else { // what may not be opened shows where it would have led
            children(link, style, "");
            add(" (" + destination + ")", style, "");
        }
    }

    private void add(String text, Style style, String link) {
        if (!style.equals(pendingStyle) || !link.equals(pendingLink)) flush();
        pendingStyle = style;
        pendingLink = link;
        pending.append(text);
    }

    private void flush() {
        if (!pending.isEmpty()) spans.add(new Span(pending.toString(), pendingStyle, pendingLink));
        pending.setLength(0);
    }
}
