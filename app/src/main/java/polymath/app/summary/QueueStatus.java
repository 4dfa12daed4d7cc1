package polymath.app.summary;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.summary.SummaryViewModel.State;
import polymath.app.ui.Strings;

/// In the sidebar, as long as summaries are not finished: how many there are, and how far the one in work is. A click
/// opens the list.
public final class QueueStatus extends Button {
    private final SummaryQueue queue;
    private final Strings strings;
    private final Label first = new Label();
    private final Label second = new Label();
    private Subscription following = Subscription.EMPTY;
    private Subscription current = Subscription.EMPTY;

    public QueueStatus(SummaryQueue queue, Strings strings, Runnable open) {
        this.queue = queue;
        this.strings = strings;
        getStyleClass().setAll("button", "model-status");
        setMaxWidth(Double.MAX_VALUE);
        setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox(first, second);
        words.setMinWidth(0);
        HBox line = new HBox(new FontIcon(Feather.LAYERS), words);
        line.getStyleClass().addAll("model-line", "queue-line");
        line.setAlignment(Pos.CENTER_LEFT);
        setGraphic(line);
        accessibleTextProperty().bind(first.textProperty());
        setOnAction(event -> open.run());
        sceneProperty().subscribe(scene -> {
            following.unsubscribe();
            current.unsubscribe();
            following = scene == null ? Subscription.EMPTY : queue.items().subscribe(this::follow);
            if (scene != null) follow();
        });
        follow();
    }

    private void follow() {
        current.unsubscribe();
        current = Subscription.EMPTY;
        for (SummaryViewModel summary : queue.items())
            current = current.and(summary.revisionProperty().subscribe((before, now) -> show()));
        show();
    }

    private void show() {
        int count = queue.items().size();
        setManaged(count > 0);
        setVisible(count > 0);
        if (count == 0) return;
        Optional<SummaryViewModel> running =
                queue.items().stream().filter(s -> s.state() == State.RUNNING).findFirst();
        first.setText(strings.get("queue.count", count));
        second.setText(running.map(s -> new SummaryWords(strings).line(s, 0))
                .orElseGet(() -> strings.get(
                        queue.items().stream().anyMatch(SummaryViewModel::active) ? "queue.waiting" : "queue.paused")));
    }
}
