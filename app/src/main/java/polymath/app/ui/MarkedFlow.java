package polymath.app.ui;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

/// Text that wraps, in which places can be marked: all of what was found softly, the one the reader is at strongly.
class MarkedFlow extends TextFlow {
    private final Path found = shape("found-marks");
    private final Path current = shape("current-mark");
    private List<TextMatcher.Place> places = List.of();
    private int currentPlace = -1;

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
        found.getElements().setAll(soft);
        current.getElements().setAll(strong);
    }
}
