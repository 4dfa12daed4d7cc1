package polymath.app.summary;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.property.LongProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.summary.SummaryViewModel.State;
import polymath.app.summary.SummaryViewModel.StepState;
import polymath.app.ui.Buttons;
import polymath.app.ui.ExpertRing;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

/// Where a summary is being made: what it is made in, how far each part is, and what can be done. Shows one shape of
/// its [SummaryViewModel]; for another one a new view is made.
public final class SummaryView extends VBox {
    /// Of more steps only those around the one in work are shown, unless all are asked for.
    private static final int FEW = 10;

    private static final int BEFORE = 2;

    private final SummaryViewModel summary;
    private final Actions actions;
    private final Strings strings;
    private final SummaryWords words;
    private final int before;
    /// Follows the summary only as long as this view is there.
    private final LongProperty revision = new SimpleLongProperty(this, "revision");

    /// What the view asks for.
    ///
    /// @param redo has a step done again
    /// @param tooLong whether later questions have to do without the document
    public record Actions(
            Runnable pause, Runnable resume, Consumer<SummaryStep> redo, Runnable export, boolean tooLong) {}

    /// @param before how many summaries are made before it
    public SummaryView(SummaryViewModel summary, Actions actions, int before, Strings strings) {
        this.summary = summary;
        this.actions = actions;
        this.strings = strings;
        this.before = before;
        words = new SummaryWords(strings);
        revision.bind(summary.revisionProperty());
        boolean done = summary.state() == State.DONE;
        getStyleClass().addAll("summary-card", done ? "finished" : "unfinished");
        if (summary.state() == State.FAILED) getStyleClass().add("tone-error");
        getChildren().add(head());
        if (!done) getChildren().add(strip());
        if (summary.begunAnew()) note(strings.get("summary.anew"));
        summary.trouble().ifPresent(code -> note(strings.get("storage." + code)));
        if (!summary.active() && actions.tooLong())
            note(strings.get(summary.text().isBlank() ? "summary.tooLong.yet" : "summary.tooLong"));
        if (summary.sectioned() && (!done || summary.allShown())) getChildren().add(steps());
    }

    private void note(String text) {
        getChildren().add(new PlainFlow(text, "caption-flow"));
    }

    private Region head() {
        Label title = new Label(words.title(summary.depth()));
        title.getStyleClass().add("strong");
        title.setMinWidth(Region.USE_PREF_SIZE);
        Label line = new Label();
        line.getStyleClass().add("caption");
        line.setWrapText(true);
        line.textProperty().bind(Bindings.createStringBinding(() -> words.line(summary, before), revision));
        VBox text = new VBox(title, line);
        text.setMinWidth(0);
        HBox.setHgrow(text, Priority.ALWAYS);
        HBox head = new HBox();
        if (summary.state() == State.RUNNING) {
            ExpertRing ring = new ExpertRing(24);
            ring.turningProperty().set(true);
            head.getChildren().add(ring);
        }
        head.getChildren().add(text);
        head.getChildren().addAll(buttons());
        head.getStyleClass().add("summary-head");
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private List<Button> buttons() {
        List<Button> buttons = switch (summary.state()) {
            case WAITING, RUNNING -> List.of(Buttons.plain(strings.get("summary.pause"), actions.pause()));
            case PAUSED, FAILED -> List.of(Buttons.plain(strings.get("summary.resume"), actions.resume()));
            case DONE -> {
                Button export = Buttons.quiet(strings.get("summary.export"), actions.export());
                if (!summary.sectioned()) yield List.of(export);
                boolean all = summary.allShown();
                yield List.of(
                        Buttons.quiet(
                                strings.get(all ? "summary.steps.hide" : "summary.steps.show"),
                                () -> summary.setAllShown(!all)),
                        export);
            }
        };
        buttons.forEach(button -> button.setMinWidth(Region.USE_PREF_SIZE));
        return buttons;
    }

    private SectionStrip strip() {
        SectionStrip strip = new SectionStrip(summary);
        revision.addListener((property, old, now) -> strip.requestLayout());
        return strip;
    }

    private Region steps() {
        VBox list = new VBox();
        list.getStyleClass().add("summary-steps");
        List<SummaryStep> steps = summary.steps();
        int first = 0;
        int end = steps.size();
        if (!summary.allShown() && steps.size() > FEW) {
            int now = summary.current().map(steps::indexOf).orElse(0);
            first = Math.clamp(now - BEFORE, 0, steps.size() - FEW);
            end = first + FEW;
        }
        for (SummaryStep step : steps.subList(first, end)) {
            list.getChildren().add(row(step));
            if (summary.isOpen(step))
                summary.text(step).ifPresent(text -> list.getChildren().add(new PlainFlow(text, "summary-step-text")));
        }
        if (end - first < steps.size())
            list.getChildren()
                    .add(Buttons.quiet(
                            strings.get("summary.steps.all", steps.size()), () -> summary.setAllShown(true)));
        return list;
    }

    private Region row(SummaryStep step) {
        StepState state = summary.state(step);
        Label pages = new Label(words.step(step));
        pages.setMinWidth(0);
        Label tokens = new Label();
        tokens.getStyleClass().add("caption");
        tokens.setMinWidth(Region.USE_PREF_SIZE);
        tokens.textProperty().bind(Bindings.createStringBinding(() -> words.state(summary, step), revision));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(marker(state), pages, space, tokens);
        boolean merged = summary.depth() != SummaryDepth.SECTIONS;
        if (state == StepState.DONE && merged)
            row.getChildren()
                    .add(Buttons.quiet(
                            strings.get(summary.isOpen(step) ? "summary.text.hide" : "summary.text.show"),
                            () -> summary.toggle(step)));
        if (state == StepState.DONE && !summary.active() && step.kind() != Kind.MERGE) {
            Button redo = Buttons.icon(
                    Feather.ROTATE_CCW,
                    strings.get("summary.redo", SummaryViewModel.pages(step)),
                    () -> actions.redo().accept(step));
            redo.getStyleClass().add("small");
            row.getChildren().add(redo);
        }
        row.getStyleClass().addAll("summary-step", state.name().toLowerCase(Locale.ROOT));
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    private static Node marker(StepState state) {
        StackPane place = new StackPane();
        place.getStyleClass().add("summary-marker");
        if (state == StepState.READING || state == StepState.WRITING) {
            ExpertRing ring = new ExpertRing(16);
            ring.turningProperty().set(true);
            place.getChildren().add(ring);
        } else place.getChildren().add(new FontIcon(state == StepState.DONE ? Feather.CHECK : Feather.CIRCLE));
        return place;
    }
}
