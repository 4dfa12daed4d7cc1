package polymath.app.chat;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.VirtualColumn;

/// Says below an answer about documents what of them was read for it, and what of it is in doubt.
record EvidenceRow(Object group, List<Line> lines) implements VirtualColumn.Row {
    record Line(String words, Tone tone) {}

    /// How a line is meant.
    enum Tone {
        FINE,
        /// A reader should look twice.
        DOUBT,
        UNKNOWN
    }

    EvidenceRow {
        lines = List.copyOf(lines);
    }

    @Override
    public double gap() {
        return 12;
    }

    @Override
    public double estimate(double width) {
        return 20 * lines.size();
    }

    @Override
    public Region build() {
        VBox box = new VBox();
        box.getStyleClass().add("evidence-row");
        for (Line line : lines) {
            PlainFlow words = new PlainFlow(line.words(), "evidence-words");
            words.setAccessibleRole(AccessibleRole.TEXT);
            words.setAccessibleText(line.words());
            HBox.setHgrow(words, Priority.ALWAYS);
            FontIcon icon = new FontIcon(
                    switch (line.tone()) {
                        case FINE -> Feather.CHECK;
                        case DOUBT -> Feather.ALERT_TRIANGLE;
                        case UNKNOWN -> Feather.INFO;
                    });
            HBox row = new HBox(icon, words);
            row.setAlignment(Pos.BASELINE_LEFT);
            row.getStyleClass().add("evidence-line");
            if (line.tone() == Tone.DOUBT) row.getStyleClass().add("doubtful");
            box.getChildren().add(row);
        }
        return box;
    }
}
