package polymath.app.chat;

import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.layout.Region;
import polymath.app.ui.VirtualColumn;

/// Shows controls of a message only while the mouse is over the message or one of them has the focus.
final class HoverReveal {
    private HoverReveal() {}

    /// @param group of the rows that the message is
    static void install(Region controls, Object group) {
        controls.setOpacity(0);
        controls.sceneProperty().subscribe(scene -> {
            if (scene == null) controls.opacityProperty().unbind();
            else bind(controls, group);
        });
    }

    /// The same, until unbound, for controls that are on screen.
    static void bind(Region controls, Object group) {
        columnOf(controls).ifPresent(column -> {
            ObservableValue<Optional<Object>> hovered = column.hoveredGroupProperty();
            controls.opacityProperty()
                    .bind(Bindings.createDoubleBinding(
                            () -> controls.isFocusWithin() || hovered.getValue().equals(Optional.of(group)) ? 1.0 : 0.0,
                            controls.focusWithinProperty(),
                            hovered));
        });
    }

    private static Optional<VirtualColumn> columnOf(Region controls) {
        for (Parent p = controls; p != null; p = p.getParent()) if (p instanceof VirtualColumn c) return Optional.of(c);
        return Optional.empty();
    }
}
