package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Node;

/// Markdown that is still being written. Only the last top-level block can change when text is added, so only that is
/// parsed again; the blocks before it are kept as they are.
///
/// Not thread-safe.
public final class OpenMarkdown {
    private final List<Block> closed = new ArrayList<>();
    private final StringBuilder tail = new StringBuilder();
    private List<Block> open = List.of();

    /// All blocks of a complete text.
    public static List<Block> parse(String text) {
        OpenMarkdown markdown = new OpenMarkdown();
        markdown.append(text);
        return markdown.blocks();
    }

    /// Adds text and parses the open end of the document.
    public void append(String text) {
        tail.append(SafeText.clean(text));
        String source = tail.toString();
        List<Node> nodes = new ArrayList<>();
        for (Node node = MarkdownParser.tree(source).getFirstChild(); node != null; node = node.getNext())
            nodes.add(node);
        if (nodes.isEmpty()) return;
        int firstOpen = nodes.size() - 1;
        // a line that is not finished may still turn out to belong to the block above it
        if (firstOpen > 0 && startOf(nodes.getLast(), source) > source.lastIndexOf('\n')) firstOpen--;
        for (Node node : nodes.subList(0, firstOpen)) closed.addAll(MarkdownParser.blocks(node));
        open = new ArrayList<>();
        for (Node node : nodes.subList(firstOpen, nodes.size())) open.addAll(MarkdownParser.blocks(node));
        tail.delete(0, startOf(nodes.get(firstOpen), source));
    }

    /// The blocks so far; those before the last top-level block are the same objects each time.
    public List<Block> blocks() {
        List<Block> all = new ArrayList<>(closed);
        all.addAll(open);
        return all;
    }

    private static int startOf(Node node, String source) {
        if (node.getSourceSpans().isEmpty()) return 0;
        int offset = node.getSourceSpans().getFirst().getInputIndex();
        // a span begins after the indent, which the next parse needs
        return source.lastIndexOf('\n', offset - 1) + 1;
    }
}
