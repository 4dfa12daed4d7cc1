package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// Text that wraps, in which places can be marked: all of what was found softly, the one the reader is at strongly, and
/// what the reader chose.
class MarkedFlow extends TextFlow {
    /// Style classes of pieces that are there for the looks.
    private static final List<String> ADDED = List.of("code-pad", "link-host");

    private final Path found = shape("found-marks");
    private final Path current = shape("current-mark");
    private List<TextMatcher.Place> places = List.of();
    private int currentPlace = -1;
    private final Path chosen = shape("chosen-text");
    private int chosenFrom;
    private int chosenTo;

    /// A shape behind the text that takes no part in its layout.
    static Path shape(String styleClass) {
        Path path = new Path();
        path.setManaged(false);
        path.getStyleClass().setAll(styleClass);
        return path;
    }

    /// What it shows.
    String shownText() {
        StringBuilder text = new StringBuilder();
        for (Node child : getChildren()) if (child instanceof Text piece) text.append(piece.getText());
        return text.toString();
    }

    /// The flows below a node, in the order they are drawn.
    static List<MarkedFlow> in(Node node) {
        List<MarkedFlow> flows = new ArrayList<>();
        collect(node, flows);
        return flows;
    }

    private static void collect(Node node, List<MarkedFlow> flows) {
        if (node instanceof MarkedFlow flow) flows.add(flow);
        else if (node instanceof Parent parent)
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, flows));
    }

    /// A part of what it shows, without what is added for its looks.
    String plainText(int from, int to) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Node child : getChildren())
            if (child instanceof Text piece) {
                int length = piece.getText().length();
                int begin = Math.clamp(from - (long) at, 0, length);
                int end = Math.clamp(to - (long) at, 0, length);
                if (begin < end && ADDED.stream().noneMatch(piece.getStyleClass()::contains))
                    text.append(piece.getText(), begin, end);
                at += length;
            }
        return text.toString();
    }

    /// The index of the character whose beginning is nearest to a point.
    int indexAt(Point2D point) {
        return getHitInfo(point).getInsertionIndex();
    }

    /// Shows a part of its text as chosen by the reader; none if `from` is `to`.
    void choose(int from, int to) {
        if (from == chosenFrom && to == chosenTo) return;
        chosenFrom = from;
        chosenTo = to;
        getChildren().remove(chosen);
        if (from < to) {
            int text = 0;
            while (text < getChildren().size() && !(getChildren().get(text) instanceof Text)) text++;
            getChildren().add(text, chosen);
        }
        requestLayout();
    }

    /// @param at which of the places the reader is at, -1 for none of them
    void mark(List<TextMatcher.Place> newPlaces, int at) {
        if (places.isEmpty() && newPlaces.isEmpty()) return;
        places = List.copyOf(newPlaces);
        currentPlace = at;
        getChildren().removeAll(found, current);
        if (!places.isEmpty()) getChildren().addAll(0, List.of(found, current));
        requestLayout();
    }

    /// Where the place is that the reader is at; known after a layout.
    Optional<Bounds> currentBounds() {
        return currentPlace < 0 || current.getElements().isEmpty()
                ? Optional.empty()
                : Optional.of(localToScene(current.getBoundsInParent()));
    }

    @Override
    protected void layoutChildren() {
        super.layoutChildren();
        List<PathElement> soft = new ArrayList<>();
        List<PathElement> strong = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            PathElement[] shape =
                    getRangeShape(places.get(i).start(), places.get(i).end(), false);
            (i == currentPlace ? strong : soft).addAll(List.of(shape));
        }
        if (chosenFrom < chosenTo) chosen.getElements().setAll(getRangeShape(chosenFrom, chosenTo, false));
        found.getElements().setAll(soft);
        current.getElements().setAll(strong);
    }
}
