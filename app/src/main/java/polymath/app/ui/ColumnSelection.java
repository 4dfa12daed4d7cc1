package polymath.app.ui;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.util.Duration;
import polymath.app.ui.VirtualColumn.Row;

/// Text chosen in a column with the mouse, over any number of rows: dragged, a word by two clicks, a flow by three,
/// more
/// with Shift. Rows that are nothing but controls are passed over.
final class ColumnSelection {
    /// While the mouse is held beyond an edge the column scrolls.
    private static final Duration STEP = Duration.millis(40);

    private static final double MOST_PER_STEP = 40;

    /// A place in the text.
    ///
    /// @param flow of the row's
    /// @param index into what the flow shows
    private record Place(int row, int flow, int index) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            return Comparator.comparingInt(Place::row)
                    .thenComparingInt(Place::flow)
                    .thenComparingInt(Place::index)
                    .compare(this, other);
        }
    }

    private record Range(Place from, Place to) {
        static Range of(Place a, Place b) {
            return a.compareTo(b) <= 0 ? new Range(a, b) : new Range(b, a);
        }

        boolean isEmpty() {
            return from.equals(to);
        }
    }

    private final VirtualColumn column;
    private final Timeline scrolling = new Timeline(new KeyFrame(STEP, event -> scroll()));
    /// Where the mouse went down, and where it is now; equal where nothing is chosen.
    private Optional<Place> anchor = Optional.empty();

    private Optional<Place> head = Optional.empty();
    private Point2D mouse = Point2D.ZERO;
    /// Whether rows in sight may show something chosen.
    private boolean painted;

    ColumnSelection(VirtualColumn column) {
        this.column = column;
        scrolling.setCycleCount(Animation.INDEFINITE);
        column.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        column.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        column.addEventHandler(MouseEvent.MOUSE_RELEASED, event -> scrolling.stop());
    }

    boolean isEmpty() {
        return range().isEmpty();
    }

    private Optional<Range> range() {
        return anchor.flatMap(a -> head.map(h -> Range.of(a, h))).filter(r -> !r.isEmpty());
    }

    private void pressed(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) return;
        Optional<Place> place = placeAt(event.getX(), event.getY());
        switch (event.getClickCount()) {
            case 2 -> place.ifPresent(this::chooseWord);
            case 3 -> place.ifPresent(this::chooseFlow);
            default -> {
                if (!event.isShiftDown() || anchor.isEmpty()) anchor = place;
                head = place;
                column.requestLayout();
            }
        }
    }

    private void dragged(MouseEvent event) {
        if (!event.isPrimaryButtonDown() || event.isStillSincePress() || anchor.isEmpty()) return;
        mouse = new Point2D(event.getX(), event.getY());
        boolean beyond = event.getY() < 0 || event.getY() > column.getHeight();
        if (beyond && scrolling.getStatus() != Animation.Status.RUNNING) scrolling.play();
        if (!beyond) scrolling.stop();
        extend();
    }

    private void extend() {
        placeAt(mouse.getX(), mouse.getY()).ifPresent(place -> head = Optional.of(place));
        column.requestLayout();
    }

    private void scroll() {
        double beyond = mouse.getY() < 0 ? mouse.getY() : mouse.getY() - column.getHeight();
        column.scrollBy(Math.clamp(beyond, -MOST_PER_STEP, MOST_PER_STEP));
        extend();
    }

    private void chooseWord(Place place) {
        String text = shown(place);
        BreakIterator words = BreakIterator.getWordInstance();
        words.setText(text);
        int end = words.following(Math.clamp(place.index(), 0, Math.max(0, text.length() - 1)));
        if (end == BreakIterator.DONE) return;
        choose(place, words.previous(), end);
    }

    private void chooseFlow(Place place) {
        choose(place, 0, shown(place).length());
    }

    private void choose(Place place, int from, int to) {
        anchor = Optional.of(new Place(place.row(), place.flow(), from));
        head = Optional.of(new Place(place.row(), place.flow(), to));
        column.requestLayout();
    }

    /// Chooses the text of all rows.
    void chooseAll() {
        List<Row> rows = column.rows();
        if (rows.isEmpty()) return;
        anchor = Optional.of(new Place(0, 0, 0));
        head = Optional.of(new Place(rows.size() - 1, Integer.MAX_VALUE, Integer.MAX_VALUE));
        column.requestLayout();
    }

    /// Keeps what was chosen while its rows stay, or the last of them grows.
    ///
    /// @param before the rows it was chosen in
    /// @param same how many of them are the same now
    void rowsChanged(List<Row> before, List<Row> now, int same) {
        range().ifPresent(range -> {
            int last = Math.min(range.to().row(), before.size() - 1);
            for (int i = Math.min(range.from().row(), last); i <= last; i++)
                if (i >= same
                        && (i >= now.size()
                                || !now.get(i).group().equals(before.get(i).group()))) {
                    anchor = Optional.empty();
                    head = Optional.empty();
                    return;
                }
        });
    }

    /// Paints what is chosen of a row.
    void paint(int index, Row row, Node node) {
        Optional<Range> range = range();
        if (range.isEmpty() && !painted) return;
        List<MarkedFlow> flows = row.copied().flows().isEmpty() ? List.of() : MarkedFlow.in(node);
        for (int flow = 0; flow < flows.size(); flow++) {
            int length = flows.get(flow).shownText().length();
            int from = 0;
            int to = 0;
            if (range.isPresent()) {
                from = bound(range.get().from(), index, flow, length);
                to = bound(range.get().to(), index, flow, length);
            }
            flows.get(flow).choose(from, to);
        }
    }

    /// To be told after all rows in sight are painted.
    void paintedAll() {
        painted = !isEmpty();
    }

    /// Where in a flow the part before a place ends: 0 if the flow lies behind it, the flow's length if before it.
    private static int bound(Place place, int row, int flow, int length) {
        if (row != place.row()) return row < place.row() ? length : 0;
        if (flow != place.flow()) return flow < place.flow() ? length : 0;
        return Math.min(place.index(), length);
    }

    /// What was chosen, as text.
    String text() {
        return range().map(this::text).orElse("");
    }

    private String text(Range range) {
        StringBuilder out = new StringBuilder();
        List<Row> rows = column.rows();
        Optional<Row> above = Optional.empty();
        for (int i = range.from().row(); i <= Math.min(range.to().row(), rows.size() - 1); i++) {
            Row row = rows.get(i);
            String text =
                    i == range.from().row() || i == range.to().row() ? partOf(i, row, range) : whole(row.copied());
            if (text.isEmpty()) continue;
            above.ifPresent(
                    r -> out.append(r.group().equals(row.group()) ? row.copied().above() : "\n\n"));
            out.append(text);
            above = Optional.of(row);
        }
        return out.toString();
    }

    private static String whole(RowText text) {
        StringBuilder out = new StringBuilder();
        for (int flow = 0; flow < text.flows().size(); flow++)
            out.append(text.before(flow)).append(text.flows().get(flow));
        return out.toString();
    }

    /// The row may be far away by now, and then has no node.
    private String partOf(int index, Row row, Range range) {
        if (row.copied().flows().isEmpty()) return "";
        List<MarkedFlow> flows = MarkedFlow.in(column.nodeOf(index).orElseGet(row::build));
        StringBuilder out = new StringBuilder();
        for (int flow = 0; flow < flows.size(); flow++) {
            int length = flows.get(flow).shownText().length();
            int from = bound(range.from(), index, flow, length);
            int to = bound(range.to(), index, flow, length);
            if (from >= to) continue;
            if (from == 0 && (flow == 0 || !out.isEmpty()))
                out.append(row.copied().before(flow));
            out.append(flows.get(flow).plainText(from, to));
        }
        return out.toString();
    }

    private String shown(Place place) {
        return column.nodeOf(place.row())
                .map(node -> MarkedFlow.in(node).get(place.flow()).shownText())
                .orElse("");
    }

    /// The place in the text nearest to a point of the column.
    private Optional<Place> placeAt(double x, double y) {
        List<Row> rows = column.rows();
        int at = column.rowNear(y);
        for (int i = at; i < rows.size() && column.nodeOf(i).isPresent(); i++)
            if (!rows.get(i).copied().flows().isEmpty()) return Optional.of(placeIn(i, x, y));
        for (int i = at - 1; i >= 0 && column.nodeOf(i).isPresent(); i--)
            if (!rows.get(i).copied().flows().isEmpty()) return Optional.of(placeIn(i, x, y));
        return Optional.empty();
    }

    private Place placeIn(int row, double x, double y) {
        List<MarkedFlow> flows = MarkedFlow.in(column.nodeOf(row).orElseThrow());
        List<Double> distances = new ArrayList<>();
        for (MarkedFlow flow : flows) distances.add(distance(boundsOf(flow), x, y));
        int nearest = distances.indexOf(distances.stream().min(Double::compare).orElse(0.0));
        MarkedFlow flow = flows.get(nearest);
        Bounds bounds = boundsOf(flow);
        int index = y < bounds.getMinY()
                ? 0
                : y > bounds.getMaxY()
                        ? flow.shownText().length()
                        : flow.indexAt(flow.sceneToLocal(column.localToScene(x, y)));
        return new Place(row, nearest, index);
    }

    private Bounds boundsOf(MarkedFlow flow) {
        return column.sceneToLocal(flow.localToScene(flow.getLayoutBounds()));
    }

    /// A flow in the same line is nearer than any above or below.
    private static double distance(Bounds bounds, double x, double y) {
        double across = Math.max(0, Math.max(bounds.getMinX() - x, x - bounds.getMaxX()));
        double along = Math.max(0, Math.max(bounds.getMinY() - y, y - bounds.getMaxY()));
        return across + 1_000 * along;
    }
}
