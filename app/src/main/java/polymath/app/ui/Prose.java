package polymath.app.ui;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.NodeOrientation;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.shape.ArcTo;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;

/// Text that wraps: spans in their styles, inline code on a tinted ground, links that open by click or Enter only, and
/// a caret while it is being written. No text node is longer than [Pieces#NODE_CHARS].
final class Prose extends MarkedFlow {
    /// Sets inline code off from its neighbours; narrow, and no place to break a line.
    static final String CODE_PAD = "\u00A0";

    private static final double CHIP_RADIUS = 4;
    private static final double CARET_WIDTH = 2;
    private static final double UNDERLINE = 1.5;

    private record Range(int start, int end) {}

    private final List<Range> codeRanges = new ArrayList<>();
    private final List<Range> doubts = new ArrayList<>();
    private final Path chips = shape("chips");
    private final Path caret = shape("caret");
    private final Path doubtLines = shape("doubt-lines");
    private int length;
    private boolean writing;

    private Prose(String styleClass) {
        getStyleClass().setAll("prose", styleClass);
        getChildren().addAll(chips, doubtLines);
    }

    /// @param styleClass sets size and weight, such as `body` or `h2`
    /// @param open called with the address of a link the user chose
    /// @param notes on stretches of the spans' text; where two overlap, the first counts
    static Prose of(List<Span> spans, String styleClass, Consumer<URI> open, List<TextNote> notes) {
        Prose prose = new Prose(styleClass);
        // a text has its own direction, whatever the window's
        if (spans.stream().noneMatch(span -> SafeText.hasRightToLeft(span.text())))
            prose.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        int from = 0;
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            prose.add(span, from, open, notes);
            from += span.text().length();
            boolean linkEnds = i + 1 == spans.size() || !spans.get(i + 1).link().equals(span.link());
            if (!span.link().isEmpty() && linkEnds) prose.addHost(spans, span.link());
        }
        return prose;
    }

    /// Code in its colours.
    static Prose code(List<Block.Run> runs) {
        Prose prose = new Prose("code");
        prose.setTabSize(4);
        prose.setNodeOrientation(NodeOrientation.LEFT_TO_RIGHT);
        for (Block.Run run : runs)
            for (String piece : Pieces.ofNode(run.text())) {
                Text text = new Text(piece);
                text.getStyleClass().setAll("text", "code-" + run.kind().name().toLowerCase(java.util.Locale.ROOT));
                prose.append(text);
            }
        return prose;
    }

    /// Shows a caret behind the last character.
    void setWriting(boolean on) {
        writing = on;
        getChildren().remove(caret);
        if (on) getChildren().add(caret);
    }

    /// @param from characters before the span
    private void add(Span span, int from, Consumer<URI> open, List<TextNote> notes) {
        int start = length;
        if (span.style().code()) pad();
        int at = 0;
        while (at < span.text().length()) {
            int here = from + at;
            Optional<TextNote> note = notes.stream()
                    .filter(n -> n.start() <= here && here < n.end())
                    .findFirst();
            int end = note.map(TextNote::end)
                    .orElse(notes.stream()
                            .mapToInt(TextNote::start)
                            .filter(n -> n > here)
                            .min()
                            .orElse(Integer.MAX_VALUE));
            int to = Math.min(span.text().length(), end - from);
            add(span, span.text().substring(at, to), open, note);
            at = to;
        }
        if (span.style().code()) {
            pad();
            codeRanges.add(new Range(start, length));
        }
    }

    private void add(Span span, String words, Consumer<URI> open, Optional<TextNote> note) {
        int start = length;
        for (String piece : Pieces.ofNode(words)) {
            Text text = new Text(piece);
            text.getStyleClass().setAll(styles(span));
            if (span.style().strike()) text.setStrikethrough(true);
            if (!span.link().isEmpty())
                Links.target(span.link()).ifPresent(address -> activate(text, () -> open.accept(address)));
            note.ifPresent(n -> show(n, text));
            append(text);
        }
        if (note.filter(n -> n.kind() == TextNote.Kind.DOUBT).isPresent()) doubts.add(new Range(start, length));
    }

    private static void show(TextNote note, Text text) {
        switch (note.kind()) {
            case LINK -> text.getStyleClass().addAll("link", "page-link");
            case DEAD_LINK -> {
                text.getStyleClass().add("dead-link");
                text.setStrikethrough(true);
            }
            case DOUBT -> text.getStyleClass().add("doubt");
        }
        note.action().ifPresent(action -> activate(text, action));
        if (note.hint().isEmpty()) return;
        text.setAccessibleText(text.getText() + ", " + note.hint());
        Tooltip tooltip = new Tooltip(note.hint());
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(360);
        Tooltip.install(text, tooltip);
    }

    private void addHost(List<Span> spans, String link) {
        StringBuilder shown = new StringBuilder();
        spans.stream().filter(s -> s.link().equals(link)).forEach(s -> shown.append(s.text()));
        Links.target(link).map(Links::host).ifPresent(host -> {
            if (shown.toString().contains(host)) return;
            Text text = new Text(" (" + host + ")");
            text.getStyleClass().setAll("text", "link-host");
            append(text);
        });
    }

    private static void activate(Text text, Runnable action) {
        text.setFocusTraversable(true);
        text.setAccessibleText(text.getText());
        text.setAccessibleRole(AccessibleRole.HYPERLINK);
        text.setOnMouseClicked(event -> {
            if (event.isStillSincePress()) action.run();
        });
        text.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) action.run();
        });
    }

    private void pad() {
        Text text = new Text(CODE_PAD);
        text.getStyleClass().setAll("text", "code-pad");
        append(text);
    }

    private void append(Text text) {
        length += text.getText().length();
        getChildren().add(text);
    }

    private static List<String> styles(Span span) {
        List<String> styles = new ArrayList<>(List.of("text"));
        if (span.style().bold()) styles.add("bold");
        if (span.style().italic()) styles.add("italic");
        if (span.style().code()) styles.add("inline-code");
        if (!span.link().isEmpty()) styles.add("link");
        return styles;
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        List<PathElement> outline = new ArrayList<>();
        for (Range range : codeRanges)
            for (Box box : boxes(getRangeShape(range.start(), range.end(), false))) box.outlineInto(outline);
        chips.getElements().setAll(outline);
        List<PathElement> lines = new ArrayList<>();
        for (Range range : doubts)
            for (Box box : boxes(getRangeShape(range.start(), range.end(), false))) box.underlineInto(lines);
        doubtLines.getElements().setAll(lines);
        if (!writing) return;
        List<PathElement> bar = new ArrayList<>();
        for (Box box : boxes(getCaretShape(length, true)))
            new Box(box.left + 1, box.top, box.left + 1 + CARET_WIDTH, box.bottom).outlineInto(bar);
        caret.getElements().setAll(bar);
    }

    /// The shapes JavaFX gives are rectangles (one for each line) or a caret's line, each begun by a `MoveTo`.
    private static List<Box> boxes(PathElement[] shape) {
        List<Box> boxes = new ArrayList<>();
        for (PathElement element : shape) {
            if (element instanceof MoveTo move) boxes.add(new Box(move.getX(), move.getY(), move.getX(), move.getY()));
            else if (element instanceof LineTo line && !boxes.isEmpty())
                boxes.set(boxes.size() - 1, boxes.getLast().with(line.getX(), line.getY()));
        }
        return boxes;
    }

    private record Box(double left, double top, double right, double bottom) {
        Box with(double x, double y) {
            return new Box(Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y));
        }

        /// Along the lower edge.
        void underlineInto(List<PathElement> path) {
            path.add(new MoveTo(left, bottom - UNDERLINE));
            path.add(new LineTo(right, bottom - UNDERLINE));
            path.add(new LineTo(right, bottom));
            path.add(new LineTo(left, bottom));
            path.add(new ClosePath());
        }

        void outlineInto(List<PathElement> path) {
            double r = Math.min(CHIP_RADIUS, (right - left) / 2);
            path.add(new MoveTo(left + r, top));
            path.add(new LineTo(right - r, top));
            path.add(new ArcTo(r, r, 0, right, top + r, false, true));
            path.add(new LineTo(right, bottom - r));
            path.add(new ArcTo(r, r, 0, right - r, bottom, false, true));
            path.add(new LineTo(left + r, bottom));
            path.add(new ArcTo(r, r, 0, left, bottom - r, false, true));
            path.add(new LineTo(left, top + r));
            path.add(new ArcTo(r, r, 0, left + r, top, false, true));
            path.add(new ClosePath());
        }
    }
}
