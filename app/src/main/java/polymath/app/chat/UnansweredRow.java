package polymath.app.chat;

import java.util.UUID;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import polymath.app.ui.Buttons;
import polymath.app.ui.VirtualColumn;

/// Stands below a message that nobody answers: its answer was deleted, or the window closed before it was begun.
record UnansweredRow(UUID group, MessageActions actions) implements VirtualColumn.Row {

    @Override
    public double gap() {
        return 24;
    }

    @Override
    public double estimate(double width) {
        return 28;
    }

    @Override
    public Region build() {
        Label text = new Label(actions.strings().get("unanswered"));
        text.getStyleClass().add("caption");
        HBox line = new HBox(text, Buttons.quiet(actions.strings().get("unanswered.answer"), actions.chat()::again));
        line.getStyleClass().add("stopped-line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }
}
