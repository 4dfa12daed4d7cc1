package polymath.app;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.util.Duration;
import polymath.app.history.HistoryViewModel;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;

/// Offers for ten seconds to bring back the conversation that was deleted.
final class UndoToast extends HBox {

    UndoToast(HistoryViewModel history, Strings strings) {
        getStyleClass().add("toast");
        setAlignment(Pos.CENTER_LEFT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        Label text = new Label();
        getChildren().addAll(text, Buttons.quiet(strings.get("undo"), history::undoDelete));
        PauseTransition pause = new PauseTransition(Duration.seconds(10));
        pause.setOnFinished(event -> history.forgetDeleted());
        history.deletedProperty().subscribe(deleted -> {
            setVisible(deleted.isPresent());
            pause.stop();
            deleted.ifPresent(entry -> {
                text.setText(strings.get(
                        "history.deleted", SafeText.line(entry.titleProperty().get(), 40)));
                pause.playFromStart();
            });
        });
    }
}
