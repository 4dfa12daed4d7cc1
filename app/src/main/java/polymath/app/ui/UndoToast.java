package polymath.app.ui;

import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import javafx.util.Subscription;

/// Says for ten seconds what was deleted, and offers to bring it back.
public final class UndoToast extends HBox {
    private final PauseTransition pause = new PauseTransition(Duration.seconds(10));
    private final Subscription binding;

    /// @param sentence what was deleted, while that may be undone
    /// @param over called when the offer ends
    public UndoToast(ObservableValue<Optional<String>> sentence, Strings strings, Runnable undo, Runnable over) {
        getStyleClass().add("toast");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label text = new Label();
        getChildren().addAll(text, Buttons.quiet(strings.get("undo"), undo));
        pause.setOnFinished(event -> over.run());
        binding = sentence.subscribe(now -> {
            setVisible(now.isPresent());
            pause.stop();
            now.ifPresent(words -> {
                text.setText(words);
                pause.playFromStart();
            });
        });
    }

    /// Lets go of what it shows.
    public void dispose() {
        binding.unsubscribe();
        pause.stop();
    }
}
