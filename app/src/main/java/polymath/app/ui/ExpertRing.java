package polymath.app.ui;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Circle;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;

/// The mark: sixteen dots in a ring, two of them lit, as two of sixteen experts work on each token. It turns while the
/// model works.
public final class ExpertRing extends Pane {
    private static final int DOTS = 16;
    private static final int APART = 7;

    private final BooleanProperty turning = new SimpleBooleanProperty(this, "turning");
    private final Timeline steps;
    private int first = 9;
    private boolean still = true;

    /// @param size width and height in pixels
    public ExpertRing(double size) {
        getStyleClass().add("expert-ring");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(size, size);
        setPrefSize(size, size);
        setMaxSize(size, size);
        double radius = size * 0.055;
        double ring = size / 2 - radius - size * 0.02;
        for (int i = 0; i < DOTS; i++) {
            double angle = 2 * Math.PI * i / DOTS - Math.PI / 2;
            Circle dot = new Circle(size / 2 + ring * Math.cos(angle), size / 2 + ring * Math.sin(angle), radius);
            dot.getStyleClass().add("dot");
            getChildren().add(dot);
        }
        light();
        steps = new Timeline(new KeyFrame(Duration.millis(240), ignored -> {
            first = (first + 1) % DOTS;
            light();
        }));
        steps.setCycleCount(Animation.INDEFINITE);
        turning.addListener((property, old, now) -> run());
        sceneProperty()
                .flatMap(scene -> scene.getPreferences().reducedMotionProperty())
                .subscribe(this::setStill);
    }

    /// Whether the ring turns; it rests while it is not in a scene, and where motion is unwelcome.
    public BooleanProperty turningProperty() {
        return turning;
    }

    /// @param reducedMotion of the scene; null without one
    private void setStill(@Nullable Boolean reducedMotion) {
        still = reducedMotion == null || reducedMotion;
        run();
    }

    private void run() {
        if (turning.get() && !still) steps.play();
        else steps.stop();
    }

    private void light() {
        for (int i = 0; i < DOTS; i++) {
            boolean lit = i == first || i == (first + APART) % DOTS;
            Circle dot = (Circle) getChildren().get(i);
            dot.getStyleClass().setAll(lit ? "dot-lit" : "dot");
            dot.setScaleX(lit ? 1.4 : 1);
            dot.setScaleY(lit ? 1.4 : 1);
        }
    }
}
