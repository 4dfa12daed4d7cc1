package polymath.app.summary;

import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.LongProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import polymath.app.summary.SummaryViewModel.State;
import polymath.app.ui.Buttons;
import polymath.app.ui.PanelHeader;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;

/// The right panel with the summaries that are not finished: their order, how each stands, and what can be done.
public final class QueueView extends VBox {
    private final SummaryQueue queue;
    private final Strings strings;
    private final Consumer<SummaryViewModel> show;
    private final VBox rows = new VBox();
    private Subscription shapes = Subscription.EMPTY;

    /// @param show opens the chat that a summary belongs to
    public QueueView(SummaryQueue queue, Strings strings, Consumer<SummaryViewModel> show, Runnable close) {
        this.queue = queue;
        this.strings = strings;
        this.show = show;
        getStyleClass().add("panel");
        PanelHeader header = new PanelHeader(new Label(strings.get("queue.title")), strings, close);
        rows.getStyleClass().add("queue-rows");
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setFocusTraversable(false);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(header, scroll);
        // only while it is on screen: the queue lives longer
        sceneProperty().subscribe(scene -> {
            shapes.unsubscribe();
            shapes = scene == null ? Subscription.EMPTY : queue.items().subscribe(this::fill);
            if (scene != null) fill();
        });
    }

    private Subscription states = Subscription.EMPTY;

    private void fill() {
        states.unsubscribe();
        states = Subscription.EMPTY;
        rows.getChildren().clear();
        if (queue.items().isEmpty()) rows.getChildren().add(new PlainFlow(strings.get("queue.empty"), "caption-flow"));
        for (SummaryViewModel summary : queue.items()) {
            rows.getChildren().add(row(summary));
            State now = summary.state();
            states = states.and(summary.shapeProperty().subscribe((before, after) -> {
                if (summary.state() != now) fill();
            }));
        }
        boolean paused =
                queue.items().stream().filter(s -> s.state() == State.PAUSED).count() > 1;
        if (paused) rows.getChildren().add(Buttons.plain(strings.get("queue.resumeAll"), queue::resumeAll));
    }

    private Region row(SummaryViewModel summary) {
        SummaryWords words = new SummaryWords(strings);
        LongProperty revision = new SimpleLongProperty(summary, "revision");
        revision.bind(summary.revisionProperty());
        Button name = Buttons.quiet(SummaryWords.document(summary), () -> show.accept(summary));
        name.getStyleClass().add("queue-name");
        name.setUserData(revision); // a binding that nobody holds is collected
        Label line = new Label();
        line.getStyleClass().add("caption");
        line.setWrapText(true);
        line.textProperty()
                .bind(Bindings.createStringBinding(() -> words.queued(summary, queue.before(summary)), revision));
        HBox buttons = new HBox();
        buttons.getStyleClass().add("row-actions");
        if (summary.active())
            buttons.getChildren().add(Buttons.quiet(strings.get("summary.pause"), () -> queue.pause(summary)));
        else buttons.getChildren().add(Buttons.quiet(strings.get("summary.resume"), () -> queue.resume(summary)));
        int index = queue.items().indexOf(summary);
        boolean movable = index > 0 && queue.items().get(index - 1).state() != State.RUNNING;
        if (movable) buttons.getChildren().add(Buttons.quiet(strings.get("queue.up"), () -> queue.moveUp(summary)));
        buttons.getChildren().add(Buttons.quiet(strings.get("queue.remove"), () -> queue.remove(summary)));
        VBox row = new VBox(name, line, buttons);
        row.getStyleClass().add("queue-row");
        return row;
    }
}
