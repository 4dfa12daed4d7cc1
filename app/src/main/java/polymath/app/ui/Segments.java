package polymath.app.ui;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;

/// One of a few: buttons side by side, of which one is pressed. Arrow keys move between them.
///
/// @param <T> what is chosen
public final class Segments<T> extends FlowPane {
    private final Map<T, Segment> buttons = new LinkedHashMap<>();
    private final ToggleGroup group = new ToggleGroup();

    /// @param text on the button
    /// @param hint more about it, for the tooltip; may be empty
    public record Option<T>(T value, String text, String hint) {
        public static <T> Option<T> of(T value, String text) {
            return new Option<>(value, text, "");
        }
    }

    /// @param name of the whole, to screen readers
    /// @param chosen follows what is in force; a value that is not among the options presses none
    public Segments(String name, List<Option<T>> options, ObservableValue<T> chosen, Consumer<T> choose) {
        getStyleClass().setAll("segments");
        setAccessibleRole(AccessibleRole.PARENT);
        setAccessibleText(name);
        for (Option<T> option : options) {
            Segment button = new Segment(option.text());
            button.setToggleGroup(group);
            button.setAccessibleText(name + ": " + option.text());
            if (!option.hint().isEmpty()) button.setTooltip(new Tooltip(option.hint()));
            button.setOnAction(event -> choose.accept(option.value()));
            buttons.put(option.value(), button);
            getChildren().add(button);
        }
        chosen.subscribe(now -> group.selectToggle(buttons.get(now)));
    }

    /// The button of a value.
    public Optional<ToggleButton> button(T value) {
        return Optional.ofNullable(buttons.get(value));
    }

    /// A toggle that cannot be released, only replaced by another.
    private static final class Segment extends ToggleButton {
        Segment(String text) {
            super(text);
            getStyleClass().setAll("button", "segment");
            setAccessibleRole(AccessibleRole.RADIO_BUTTON);
        }

        @Override
        public void fire() {
            if (!isSelected()) super.fire();
        }
    }
}
