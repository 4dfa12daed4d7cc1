package polymath.app.transfer;

import java.util.List;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.strikethrough.StrikethroughExtension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.UrlSanitizer;
import polymath.app.ui.Links;
import polymath.app.ui.SafeText;

/// Markdown of a model as HTML that does nothing: HTML in it becomes text, pictures become their addresses, and links
/// lead to the web or to a mail address only.
final class HtmlMarkdown {
    private static final int MAX_DEPTH = 24;

    private final Parser parser;
    private final HtmlRenderer renderer;

    HtmlMarkdown() {
        List<Extension> extensions = List.of(TablesExtension.create(), StrikethroughExtension.create());
        parser = Parser.builder()
                .extensions(extensions)
                .maxOpenBlockParsers(MAX_DEPTH)
                .maxInlineNesting(MAX_DEPTH)
                .build();
        renderer = HtmlRenderer.builder()
                .extensions(extensions)
                .escapeHtml(true)
                .sanitizeUrls(true)
                .urlSanitizer(new WebOnly())
                .nodeRendererFactory(PictureAsText::new)
                .build();
    }

    String html(String text) {
        return renderer.render(parser.parse(SafeText.clean(text)));
    }

    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }

    private static final class WebOnly implements UrlSanitizer {
        @Override
        public String sanitizeLinkUrl(String url) {
            return Links.target(url).map(Object::toString).orElse("#");
        }

        @Override
        public String sanitizeImageUrl(String url) {
            return "";
        }
    }

    private record PictureAsText(HtmlNodeRendererContext context) implements NodeRenderer {
        @Override
        public Set<Class<? extends Node>> getNodeTypes() {
            return Set.of(Image.class);
        }

        @Override
        public void render(Node node) {
            Image image = (Image) node;
            context.getWriter().text("[");
            for (Node child = image.getFirstChild(); child != null; child = child.getNext()) context.render(child);
            context.getWriter().text("] (" + image.getDestination() + ")");
        }
    }
}
