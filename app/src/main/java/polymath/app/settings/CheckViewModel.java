package polymath.app.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import polymath.app.engine.ModelCheck;
import polymath.app.engine.ModelCheck.Finding;

/// Has the file of the loaded model checked. Belongs to the UI executor.
public final class CheckViewModel implements AutoCloseable {
    /// Makes checks.
    @FunctionalInterface
    public interface Starter {
        ModelCheck start(Path model) throws IOException;
    }

    /// How far a check is.
    public enum Phase {
        IDLE,
        /// There is nothing to check.
        NO_MODEL,
        RUNNING,
        USABLE,
        NOT_USABLE,
        /// It ended before it knew.
        FAILED
    }

    /// @param findings so far
    public record State(Phase phase, List<Finding> findings) {
        public State {
            findings = List.copyOf(findings);
        }
    }

    private static final State IDLE = new State(Phase.IDLE, List.of());

    private final ObservableValue<Optional<Path>> model;
    private final Starter starter;
    private final Executor ui;
    private final Executor background;
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(this, "state", IDLE);
    private Optional<ModelCheck> running = Optional.empty();

    /// @param model file that is loaded
    /// @param background runs what blocks
    public CheckViewModel(ObservableValue<Optional<Path>> model, Starter starter, Executor ui, Executor background) {
        this.model = model;
        this.starter = starter;
        this.ui = ui;
        this.background = background;
        model.subscribe((before, now) -> stop()); // what was found is of another file
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Begins, from the first number on.
    public void start() {
        stop();
        Optional<Path> file = model.getValue();
        if (file.isEmpty()) {
            state.set(new State(Phase.NO_MODEL, List.of()));
            return;
        }
        state.set(new State(Phase.RUNNING, List.of()));
        try {
            ModelCheck check = starter.start(file.get());
            running = Optional.of(check);
            background.execute(() -> follow(check));
        } catch (IOException e) {
            state.set(new State(Phase.FAILED, List.of()));
        }
    }

    /// Ends a check that runs.
    public void stop() {
        running.ifPresent(ModelCheck::close);
        running = Optional.empty();
        state.set(IDLE);
    }

    private void follow(ModelCheck check) {
        List<Finding> findings = new ArrayList<>();
        Phase end;
        try {
            boolean usable = check.await(finding -> {
                findings.add(finding);
                State now = new State(Phase.RUNNING, findings);
                ui.execute(() -> show(check, now));
            });
            end = usable ? Phase.USABLE : Phase.NOT_USABLE;
        } catch (IOException e) {
            end = Phase.FAILED;
        }
        State last = new State(end, findings);
        ui.execute(() -> show(check, last));
    }

    private void show(ModelCheck check, State now) {
        if (running.filter(check::equals).isPresent()) state.set(now); // not one that was stopped
    }

    @Override
    public void close() {
        stop();
    }
}
