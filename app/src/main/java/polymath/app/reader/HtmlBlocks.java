package polymath.app.reader;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/// The text of an HTML tree in the order of the tree, without what a browser would not show.
final class HtmlBlocks implements NodeFilter {
    private static final Set<String> NEVER_SHOWN = Set.of(
            "script", "style", "head", "template", "noscript", "svg", "iframe", "object", "audio", "video", "select");
    private static final Set<String> HEADINGS = Set.of("h1", "h2", "h3", "h4", "h5", "h6");
    private static final Pattern HIDING = Pattern.compile(
            "display:none|visibility:hidden|font-size:0(?![.\\d])|opacity:0(?![.\\d])|left:-\\d{4}|text-indent:-\\d{4}");
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final char LINE_BREAK = '\u2028';

    private final FlowText flow;
    private final StringBuilder paragraph = new StringBuilder();
    private int hidden;

    HtmlBlocks(FlowText flow) {
        this.flow = flow;
    }

    /// Adds all that is shown below a node.
    ///
    /// @return how many characters are not
    static int addTo(FlowText flow, Element root) {
        HtmlBlocks blocks = new HtmlBlocks(flow);
        root.filter(blocks);
        blocks.end(false);
        return blocks.hidden;
    }

    @Override
    public FilterResult head(Node node, int depth) {
        if (node instanceof TextNode text) {
            paragraph.append(text.getWholeText());
            return FilterResult.CONTINUE;
        }
        if (!(node instanceof Element element)) return FilterResult.SKIP_ENTIRELY;
        String name = element.normalName();
        if (NEVER_SHOWN.contains(name)) return FilterResult.SKIP_ENTIRELY;
        if (hidden(element)) {
            hidden += FlowText.even(element.text()).length();
            return FilterResult.SKIP_ENTIRELY;
        }
        if (name.equals("br")) paragraph.append(LINE_BREAK);
        if (name.equals("pre")) {
            end(false);
            flow.lines(element.wholeText());
            return FilterResult.SKIP_ENTIRELY;
        }
        if (name.equals("table") && element.select("table").size() == 1) {
            end(false);
            flow.table(rows(element));
            return FilterResult.SKIP_ENTIRELY;
        }
        if (element.isBlock()) end(false);
        if (name.equals("li")) paragraph.append(bullet(element));
        return FilterResult.CONTINUE;
    }

    @Override
    public FilterResult tail(Node node, int depth) {
        if (node instanceof Element element && element.isBlock()) end(HEADINGS.contains(element.normalName()));
        return FilterResult.CONTINUE;
    }

    private void end(boolean heading) {
        String text = paragraph.toString();
        paragraph.setLength(0);
        if (heading) {
            flow.heading(text.replace(LINE_BREAK, ' '));
        } else if (text.indexOf(LINE_BREAK) < 0) {
            flow.paragraph(text);
        } else {
            StringBuilder lines = new StringBuilder();
            for (String line : text.split(String.valueOf(LINE_BREAK), -1))
                lines.append(FlowText.even(line)).append('\n');
            flow.lines(lines.toString());
        }
    }

    private boolean hidden(Element element) {
        if (element.hasAttr("hidden")) return true;
        if (!element.hasAttr("style")) return false;
        String style =
                SPACE.matcher(element.attr("style").toLowerCase(Locale.ROOT)).replaceAll("");
        return HIDING.matcher(style).find();
    }

    private static String bullet(Element item) {
        Element list = item.parent();
        if (list == null || !list.normalName().equals("ol")) return "- ";
        return item.elementSiblingIndex() + 1 + ". ";
    }

    private List<List<String>> rows(Element table) {
        List<List<String>> rows = new ArrayList<>();
        for (Element row : table.select("tr")) {
            List<String> cells = new ArrayList<>();
            for (Element cell : row.children()) {
                FlowText inside = new FlowText();
                hidden += addTo(inside, cell);
                cells.add(FlowText.even(inside.text()));
            }
            rows.add(cells);
        }
        return rows;
    }
}
