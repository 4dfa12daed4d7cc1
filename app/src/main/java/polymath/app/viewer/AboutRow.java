package polymath.app.viewer;

import java.util.List;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.VirtualColumn;

/// Says above a document's text what that text is, and what the reader left out.
record AboutRow(String what, List<String> remarks) implements VirtualColumn.Row {
    @Override
    public Object group() {
        return AboutRow.class;
    }

    @Override
    public double gap() {
        return 0;
    }

    @Override
    public double estimate(double width) {
        return 44 + 44 * remarks.size();
    }

    @Override
    public Region build() {
        VBox box = new VBox(new PlainFlow(what, "viewer-about"));
        remarks.forEach(remark -> box.getChildren().add(new PlainFlow(remark, "viewer-remark")));
        box.getStyleClass().add("viewer-about-box");
        return box;
    }
}
