package polymath.app.ui;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.event.Event;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// A column of rows of which only those near the viewport have nodes, so its cost does not grow with its length.
///
/// Heights are measured when a row first comes near and remembered for the width; the others are estimated. What the
/// user looks at never jumps when an estimate turns out wrong: positions are kept relative to the topmost row shown. At
/// the end the column sticks to it while rows grow, until the user scrolls up.
public final class VirtualColumn extends Region {
    /// The text column's measure, and what code and tables may grow to.
    private static final double MEASURE = 720;

    private static final double WIDE = 960;
    private static final double SIDE = 24;
    private static final double TOP = 24;
    private static final double BOTTOM = 24;
    /// How far from the viewport's edges a place must be to count as in view; a find bar covers the upper one.
    private static final double REVEALED = 72;
    /// How far beyond the viewport rows have nodes.
    private static final double NEAR = 400;

    /// A row: immutable, equal rows look alike.
    public interface Row {
        /// Makes the node; its height must follow from its width.
        Region build();

        /// About how high it will be; replaced by the real height once it was near the viewport.
        double estimate(double width);

        /// Space above it, unless it is the first.
        double gap();

        /// What it belongs to: the rows of one message share a group.
        Object group();

        /// The text of each of its flows in the order they are drawn, for searching; empty for what is not searched.
        default List<String> texts() {
            return List.of();
        }

        /// What copying gives of it.
        default RowText copied() {
            return RowText.of(texts());
        }

        /// Whether it may be wider than the text column if its preferred width asks for it.
        default boolean wide() {
            return false;
        }
    }

    private final Pane sheet = new Pane();
    private final ScrollBar bar = new ScrollBar();
    private final ReadOnlyObjectWrapper<Optional<Object>> hoveredGroup =
            new ReadOnlyObjectWrapper<>(this, "hoveredGroup", Optional.empty());
    private final ReadOnlyIntegerWrapper topRow = new ReadOnlyIntegerWrapper(this, "topRow");
    private final ReadOnlyBooleanWrapper atEnd = new ReadOnlyBooleanWrapper(this, "atEnd", true);
    /// By identity: two paragraphs that say the same are two rows.
    private final IdentityHashMap<Row, Region> nodes = new IdentityHashMap<>();
    private List<Row> rows = List.of();
    private RowHeights heights = new RowHeights(List.of(), 0);
    /// The row at the viewport's top edge, and how far its top lies above that edge.
    private int anchor;

    private double anchorOffset;
    private boolean moving;
    private final ColumnSelection selection = new ColumnSelection(this);
    private FindMarks marks = FindMarks.NONE;
    /// Whether the marked place is still to be brought into view.
    private boolean revealing;

    public VirtualColumn() {
        getStyleClass().setAll("virtual-column");
        setAccessibleRole(AccessibleRole.LIST_VIEW);
        setFocusTraversable(true);
        bar.setOrientation(Orientation.VERTICAL);
        bar.setFocusTraversable(false);
        bar.addEventHandler(MouseEvent.ANY, Event::consume); // who drags it chooses no text
        bar.valueProperty().addListener((property, old, value) -> {
            if (!moving) scrollTo(value.doubleValue());
        });
        Rectangle clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        sheet.setManaged(false);
        getChildren().addAll(sheet, bar);
        addEventHandler(ScrollEvent.SCROLL, event -> {
            if (event.getDeltaY() == 0) return;
            scrollBy(-event.getDeltaY());
            event.consume();
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::keyPressed);
        addEventFilter(
                MouseEvent.MOUSE_MOVED, e -> hoveredGroup.set(rowAt(e.getY()).map(Row::group)));
        addEventHandler(MouseEvent.MOUSE_EXITED, e -> hoveredGroup.set(Optional.empty()));
        addEventHandler(MouseEvent.MOUSE_PRESSED, e -> requestFocus());
    }

    /// Shows these rows. Rows that are equal to the ones before keep their nodes and heights.
    public void setRows(List<Row> newRows) {
        int same = 0;
        int most = Math.min(rows.size(), newRows.size());
        while (same < most && rows.get(same).equals(newRows.get(same))) same++;
        List<Row> merged = new ArrayList<>(rows.subList(0, same));
        merged.addAll(newRows.subList(same, newRows.size()));
        heights = heights.changed(merged, same);
        selection.rowsChanged(rows, merged, same);
        rows = merged;
        if (anchor >= rows.size()) {
            anchor = Math.max(0, rows.size() - 1);
            anchorOffset = 0;
        }
        requestLayout();
    }

    /// Whether the end is shown and followed.
    public ReadOnlyBooleanProperty atEndProperty() {
        return atEnd.getReadOnlyProperty();
    }

    public void scrollToEnd() {
        atEnd.set(true);
        requestLayout();
    }

    /// Brings a row to the top of the viewport.
    public void scrollToRow(int index) {
        if (index < 0 || index >= rows.size()) return;
        atEnd.set(false);
        anchor = index;
        anchorOffset = -TOP;
        requestLayout();
    }

    /// Marks what a matcher finds in the rows; [#reveal] chooses the one place to show.
    public void mark(Optional<TextMatcher> matcher) {
        marks = new FindMarks(matcher, -1, 0);
        applyMarks();
    }

    /// Brings one of the marked places into view.
    ///
    /// @param row that holds it
    /// @param place which of the row's places it is
    public void reveal(int row, int place) {
        marks = new FindMarks(marks.matcher(), row, place);
        applyMarks();
        if (!nodes.containsKey(rows.get(row))) scrollToRow(row);
        revealing = true;
        requestLayout();
    }

    private void applyMarks() {
        nodes.forEach((row, node) -> marks.apply(row, isMarked(node), node));
    }

    private boolean isMarked(Region node) {
        return marks.row() >= 0 && marks.row() < rows.size() && node.equals(nodes.get(rows.get(marks.row())));
    }

    /// The row at the viewport's top edge.
    public int firstVisibleRow() {
        return anchor;
    }

    /// The row at the viewport's top edge as of the last layout.
    public ReadOnlyIntegerProperty topRowProperty() {
        return topRow.getReadOnlyProperty();
    }

    /// The group under the mouse.
    public ReadOnlyObjectProperty<Optional<Object>> hoveredGroupProperty() {
        return hoveredGroup.getReadOnlyProperty();
    }

    /// The row at a height of this region, of those that have nodes.
    private Optional<Row> rowAt(double y) {
        return nodes.entrySet().stream()
                .filter(e -> {
                    double top = e.getValue().getLayoutY() - e.getKey().gap();
                    return y >= top
                            && y < e.getValue().getLayoutY() + e.getValue().getHeight();
                })
                .map(Map.Entry::getKey)
                .findFirst();
    }

    List<Row> rows() {
        return rows;
    }

    /// The node of a row that is near the viewport.
    Optional<Region> nodeOf(int row) {
        return row < rows.size() ? Optional.ofNullable(nodes.get(rows.get(row))) : Optional.empty();
    }

    /// The row at a height of this region, with the gap above it; beyond the ends the first or the last.
    int rowNear(double y) {
        return heights.rowAt(top() + y);
    }

    /// How many rows have nodes now.
    int nodeCount() {
        return nodes.size();
    }

    /// Copies what is chosen, and says whether there was anything.
    private boolean copy() {
        if (selection.isEmpty()) return false;
        Clipping.copy(selection.text());
        return true;
    }

    /// Offers by the right mouse button what can be done with text that is chosen.
    public void offerCopying(Strings strings) {
        MenuItem copy = new MenuItem(strings.get("copy"));
        copy.setOnAction(event -> copy());
        MenuItem all = new MenuItem(strings.get("selectAll"));
        all.setOnAction(event -> selection.chooseAll());
        ContextMenu menu = new ContextMenu(copy, all);
        menu.setOnShowing(event -> copy.setDisable(selection.isEmpty()));
        setOnContextMenuRequested(event -> {
            menu.show(this, event.getScreenX(), event.getScreenY());
            event.consume();
        });
    }

    private void keyPressed(KeyEvent event) {
        if (event.isShortcutDown()) {
            if (event.getCode() == KeyCode.A) selection.chooseAll();
            else if (event.getCode() != KeyCode.C || !copy()) return;
            event.consume();
            return;
        }
        double page = Math.max(40, getHeight() - 60);
        switch (event.getCode()) {
            case PAGE_UP -> scrollBy(-page);
            case PAGE_DOWN -> scrollBy(page);
            case UP -> scrollBy(-40);
            case DOWN -> scrollBy(40);
            case HOME -> scrollToRow(0);
            case END -> scrollToEnd();
            default -> {
                return;
            }
        }
        event.consume();
    }

    void scrollBy(double delta) {
        scrollTo(top() + delta);
    }

    private double top() {
        return heights.top(anchor) + anchorOffset;
    }

    private double farthest() {
        return Math.max(0, TOP + heights.total() + BOTTOM - getHeight());
    }

    private void scrollTo(double y) {
        double target = Math.clamp(y + TOP, 0, Math.max(0, farthest()));
        atEnd.set(target >= farthest() - 1);
        anchor = heights.rowAt(target - TOP);
        anchorOffset = target - TOP - heights.top(anchor);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double barWidth = bar.prefWidth(-1);
        double room = Math.max(80, getWidth() - 2 * SIDE);
        double text = Math.min(MEASURE, room);
        heights = heights.forWidth(rows, text);
        int[] shown = measureAround(text, room);
        place(shown, text, room);
        if (revealing && getHeight() > 0) revealMark(text, room);
        sheet.resizeRelocate(0, 0, getWidth(), getHeight());
        bar.resizeRelocate(getWidth() - barWidth, 0, barWidth, getHeight());
        moving = true;
        bar.setVisible(farthest() > 0);
        bar.setMin(-TOP);
        bar.setMax(Math.max(-TOP + 1, farthest() - TOP));
        bar.setVisibleAmount(
                (bar.getMax() - bar.getMin()) * getHeight() / Math.max(getHeight(), farthest() + getHeight()));
        bar.setValue(top());
        moving = false;
        topRow.set(anchor);
    }

    /// A row may be higher than the viewport: it is the marked place that has to be seen.
    private void revealMark(double text, double room) {
        revealing = false;
        if (marks.row() < 0 || marks.row() >= rows.size()) return;
        Region node = node(rows.get(marks.row()));
        node.layout();
        FindMarks.current(node).map(this::sceneToLocal).ifPresent(mark -> {
            if (mark.getMinY() >= REVEALED && mark.getMaxY() <= getHeight() - REVEALED) return;
            double target = Math.clamp(top() + mark.getMinY() - getHeight() / 3 + TOP, 0, farthest());
            atEnd.set(false);
            anchor = heights.rowAt(target - TOP);
            anchorOffset = target - TOP - heights.top(anchor);
            place(measureAround(text, room), text, room);
        });
    }

    /// Measures every row that is or may come near, and settles the anchor; returns the first and one past the last.
    private int[] measureAround(double text, double room) {
        if (rows.isEmpty()) return new int[] {0, 0};
        if (atEnd.get()) {
            int first = rows.size();
            double covered = BOTTOM;
            while (first > 0 && covered < getHeight() + NEAR) covered += measure(--first, text, room);
            double target = farthest();
            anchor = heights.rowAt(target - TOP);
            anchorOffset = target - TOP - heights.top(anchor);
            return new int[] {first, rows.size()};
        }
        int first = anchor;
        double above = -anchorOffset;
        while (first > 0 && above < NEAR) above += measure(--first, text, room);
        int last = anchor;
        double below = -anchorOffset;
        while (last < rows.size() && below < getHeight() + NEAR) below += measure(last++, text, room);
        double excess = top() + TOP - farthest();
        if (excess > 0) { // the end came closer than the anchor allows
            double target = farthest();
            anchor = heights.rowAt(target - TOP);
            anchorOffset = target - TOP - heights.top(anchor);
            atEnd.set(true);
            while (first > 0 && heights.top(first) > target - TOP - NEAR) measure(--first, text, room);
        }
        return new int[] {first, last};
    }

    /// The row's height with its gap, measured if it is not known yet.
    private double measure(int index, double text, double room) {
        if (!heights.known(index)) {
            Row row = rows.get(index);
            Region node = node(row);
            heights.set(index, Math.ceil(node.prefHeight(width(row, node, text, room))));
        }
        return heights.withGap(index);
    }

    private Region node(Row row) {
        Region node = nodes.get(row);
        if (node == null) {
            node = row.build();
            node.setManaged(false);
            nodes.put(row, node);
            sheet.getChildren().add(node);
            node.applyCss(); // its height depends on its fonts
            if (!row.copied().flows().isEmpty()) MarkedFlow.in(node).forEach(flow -> flow.setCursor(Cursor.TEXT));
            if (marks.matcher().isPresent()) marks.apply(row, isMarked(node), node);
        }
        return node;
    }

    private static double width(Row row, Region node, double text, double room) {
        if (!row.wide()) return text;
        return Math.max(text, Math.min(Math.min(WIDE, room), Math.ceil(node.prefWidth(-1))));
    }

    private void place(int[] shown, double text, double room) {
        IdentityHashMap<Row, Region> kept = new IdentityHashMap<>();
        double y = heights.top(shown[0]) - top();
        for (int i = shown[0]; i < shown[1]; i++) {
            Row row = rows.get(i);
            Region node = node(row);
            double width = width(row, node, text, room);
            double gap = i == 0 ? 0 : row.gap();
            node.resizeRelocate(
                    snapPositionX((getWidth() - width) / 2), snapPositionY(y + gap), width, heights.withGap(i) - gap);
            y += heights.withGap(i);
            selection.paint(i, row, node);
            kept.put(row, node);
        }
        selection.paintedAll();
        nodes.entrySet().removeIf(entry -> {
            if (kept.containsKey(entry.getKey())) return false;
            sheet.getChildren().remove(entry.getValue());
            return true;
        });
    }
}
