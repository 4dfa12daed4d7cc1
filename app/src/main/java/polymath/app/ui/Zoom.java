package polymath.app.ui;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/// Shows its content larger or smaller, as a browser does: text, spaces and pictures alike, laid out for the room that
/// is left.
public final class Zoom extends Region {
    private final DoubleProperty factor = new SimpleDoubleProperty(this, "factor", 1);
    private final Scale scale = new Scale();

    public Zoom() {
        getStyleClass().setAll("zoom");
        scale.xProperty().bind(factor);
        scale.yProperty().bind(factor);
        factor.addListener(observable -> requestLayout());
    }

    /// 1 is the size everything was drawn for.
    public DoubleProperty factorProperty() {
        return factor;
    }

    public void setContent(Region content) {
        getChildren().forEach(old -> old.getTransforms().remove(scale));
        content.getTransforms().add(scale);
        getChildren().setAll(content);
    }

    @Override
    protected void layoutChildren() {
        double by = factor.get();
        getChildren().forEach(content -> content.resizeRelocate(0, 0, getWidth() / by, getHeight() / by));
    }
}
