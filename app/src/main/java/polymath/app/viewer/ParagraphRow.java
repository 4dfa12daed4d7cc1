package polymath.app.viewer;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.RowText;
import polymath.app.ui.SafeText;
import polymath.app.ui.VirtualColumn;

/// A paragraph of a page, or a part of a long one.
///
/// @param joined whether it goes on where the row above ended
/// @param lit whether its page is pointed at
/// @param last whether its page ends with it
record ParagraphRow(int page, String text, boolean joined, boolean lit, boolean last) implements VirtualColumn.Row {
    private static final double LINE = 20;
    private static final double CHAR = 6.6;
    private static final double ABOVE = 12;

    ParagraphRow lighted() {
        return new ParagraphRow(page, text, joined, true, last);
    }

    @Override
    public Object group() {
        return page;
    }

    /// The space above is the row's own, so that a lit page has no stripes.
    @Override
    public double gap() {
        return 0;
    }

    @Override
    public double estimate(double width) {
        int feeds = (int) text.chars().filter(c -> c == '\n').count();
        return (joined ? 0 : ABOVE) + LINE * Math.max(1 + feeds, Math.ceil(text.length() * CHAR / width));
    }

    @Override
    public List<String> texts() {
        return List.of(SafeText.clean(text));
    }

    @Override
    public RowText copied() {
        return new RowText(joined ? "" : "\n\n", "", texts(), 1);
    }

    @Override
    public Region build() {
        PlainFlow flow = new PlainFlow(text, "viewer-text");
        flow.setAccessibleRole(AccessibleRole.TEXT);
        flow.setAccessibleText(texts().getFirst());
        VBox box = new VBox(flow);
        box.getStyleClass().add("viewer-piece");
        if (!joined) box.getStyleClass().add("begins");
        if (lit) box.getStyleClass().add("lit");
        if (lit && last) box.getStyleClass().add("last");
        return box;
    }
}
