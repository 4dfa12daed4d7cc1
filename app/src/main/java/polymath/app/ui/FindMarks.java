package polymath.app.ui;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Bounds;
import javafx.scene.Node;

/// What a column marks in its rows: every place a matcher finds, and the one the reader is at.
///
/// @param row of the place the reader is at, -1 for none
/// @param place which of the row's places that is
record FindMarks(Optional<TextMatcher> matcher, int row, int place) {
    static final FindMarks NONE = new FindMarks(Optional.empty(), -1, 0);

    /// Marks the flows of a row's node.
    void apply(VirtualColumn.Row shown, boolean here, Node node) {
        boolean searched = matcher.isPresent() && !shown.texts().isEmpty();
        int before = 0;
        for (MarkedFlow flow : MarkedFlow.in(node)) {
            List<TextMatcher.Place> places = searched ? matcher.orElseThrow().in(flow.shownText()) : List.of();
            int at = here && place >= before && place < before + places.size() ? place - before : -1;
            flow.mark(places, at);
            before += places.size();
        }
    }

    /// Where in the scene the marked place of a row's node is that the reader is at.
    static Optional<Bounds> current(Node node) {
        return MarkedFlow.in(node).stream()
                .flatMap(flow -> flow.currentBounds().stream())
                .findFirst();
    }
}
