package polymath.app.summary;

import java.util.Optional;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.summary.SummaryViewModel.State;
import polymath.app.ui.StatusButton;
import polymath.app.ui.Strings;

/// In the sidebar, as long as summaries are not finished: how many there are, and how far the one in work is. A click
/// opens the list.
public final class QueueStatus extends StatusButton {
    private final SummaryQueue queue;
    private final Strings strings;
    private Subscription following = Subscription.EMPTY;
    private Subscription current = Subscription.EMPTY;

    public QueueStatus(SummaryQueue queue, Strings strings, Runnable open) {
        super(Feather.LAYERS, open);
        this.queue = queue;
        this.strings = strings;
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
        setShown(count > 0);
        if (count == 0) return;
        Optional<SummaryViewModel> running =
                queue.items().stream().filter(s -> s.state() == State.RUNNING).findFirst();
        firstProperty().set(strings.get("queue.count", count));
        secondProperty()
                .set(running.map(s -> new SummaryWords(strings).line(s, 0))
                        .orElseGet(() -> strings.get(
                                queue.items().stream().anyMatch(SummaryViewModel::active)
                                        ? "queue.waiting"
                                        : "queue.paused")));
    }
}
