package polymath.app.viewer;

import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.VirtualColumn;

/// The mark that a page begins with.
///
/// @param ruled whether a line divides it from the page before
/// @param lit whether its page is pointed at
record MarkRow(int page, String label, boolean ruled, boolean lit) implements VirtualColumn.Row {
    MarkRow lighted() {
        return new MarkRow(page, label, ruled, true);
    }

    @Override
    public Object group() {
        return page;
    }

    @Override
    public double gap() {
        return 24;
    }

    @Override
    public double estimate(double width) {
        return ruled ? 45 : 20;
    }

    @Override
    public Region build() {
        VBox box = new VBox();
        box.getStyleClass().add("viewer-mark-row");
        if (ruled) {
            Region rule = new Region();
            rule.getStyleClass().add("rule");
            box.getChildren().add(rule);
        }
        VBox mark = new VBox(new PlainFlow("[" + label + "]", "viewer-mark"));
        mark.getStyleClass().add("viewer-piece");
        if (lit) mark.getStyleClass().addAll("lit", "first");
        box.getChildren().add(mark);
        return box;
    }
}
