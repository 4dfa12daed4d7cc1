package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import polymath.app.storage.AnswerDetails;
import polymath.app.ui.BlockActions;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;
import polymath.engine.api.Usage;

/// What can be done with an answer and what it took. Under the last answer it always shows; under the others while the
/// mouse is over the answer or a button has the focus.
record FooterRow(MessageModel message, ChatViewModel chat, boolean last, BlockActions actions)
        implements VirtualColumn.Row {

    @Override
    public Object group() {
        return message.id();
    }

    @Override
    public double gap() {
        return 8;
    }

    @Override
    public double estimate(double width) {
        return 28;
    }

    @Override
    public Region build() {
        Strings strings = actions.strings();
        HBox row = new HBox();
        row.getStyleClass().add("footer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        row.getChildren()
                .add(Buttons.quiet(strings.get("copy"), () -> actions.copy().accept(message.text())));
        if (last) row.getChildren().add(Buttons.quiet(strings.get("again"), chat::again));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label details = new Label(message.details().map(this::words).orElse(""));
        details.getStyleClass().add("caption");
        row.getChildren().addAll(space, details);
        if (!last) showWhileHovered(row);
        return row;
    }

    private void showWhileHovered(HBox row) {
        row.setOpacity(0);
        row.parentProperty().subscribe(parent -> {
            row.opacityProperty().unbind();
            columnOf(parent).ifPresent(column -> {
                ObservableValue<Optional<Object>> hovered = column.hoveredGroupProperty();
                row.opacityProperty()
                        .bind(Bindings.createDoubleBinding(
                                () -> row.isFocusWithin() || hovered.getValue().equals(Optional.of(group()))
                                        ? 1.0
                                        : 0.0,
                                row.focusWithinProperty(),
                                hovered));
            });
        });
    }

    private static Optional<VirtualColumn> columnOf(Parent parent) {
        for (Parent p = parent; p != null; p = p.getParent()) if (p instanceof VirtualColumn c) return Optional.of(c);
        return Optional.empty();
    }

    private String words(AnswerDetails details) {
        Usage usage = details.usage();
        Strings strings = actions.strings();
        List<String> parts = new ArrayList<>();
        parts.add(strings.get("details.tokens", usage.generatedTokens()));
        if (usage.secondsToFirstToken() > 0) parts.add(strings.get("details.read", usage.secondsToFirstToken()));
        if (usage.decodeTokensPerSecond() > 0) parts.add(strings.get("details.speed", usage.decodeTokensPerSecond()));
        return String.join(" · ", parts);
    }
}
