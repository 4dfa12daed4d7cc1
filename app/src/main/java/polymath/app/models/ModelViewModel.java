package polymath.app.models;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import polymath.app.engine.EngineState;
import polymath.app.storage.SettingsStore;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.LoadOptions;

/// The model: which one is loaded, what it takes, and what went wrong with the last one chosen. A file that cannot be
/// loaded leaves the present model in place.
///
/// Belongs to the UI executor.
public final class ModelViewModel implements AutoCloseable {
    private final EventBus bus;
    private final SettingsStore settings;
    private final Supplier<Optional<UUID>> restart;
    private final Optional<Path> demo;
    private final EventBus.Subscription events;
    private final ReadOnlyObjectWrapper<ModelState> state =
            new ReadOnlyObjectWrapper<>(this, "state", new ModelState.None());
    private final ReadOnlyObjectWrapper<Optional<Failure>> failure =
            new ReadOnlyObjectWrapper<>(this, "failure", Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<String>> gpuLost =
            new ReadOnlyObjectWrapper<>(this, "gpuLost", Optional.empty());
    private final ReadOnlyLongWrapper residentBytes = new ReadOnlyLongWrapper(this, "residentBytes");
    private ModelState settled = state.get();
    private Optional<UUID> load = Optional.empty();
    private LoadOptions asked = LoadOptions.DEFAULT;
    private LoadOptions loadedWith = LoadOptions.DEFAULT;

    /// @param restart starts the engine anew with the model it had, if it had one
    /// @param demo the small model that comes with Polymath, if it is there
    public ModelViewModel(
            EventBus bus, Executor ui, SettingsStore settings, Supplier<Optional<UUID>> restart, Optional<Path> demo) {
        this.bus = bus;
        this.settings = settings;
        this.restart = restart;
        this.demo = demo;
        events = bus.subscribe(Event.class, ui, this::onEvent);
    }

    public ReadOnlyObjectProperty<ModelState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /// Why the last file chosen was not loaded.
    public ReadOnlyObjectProperty<Optional<Failure>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /// What the driver of the graphics card said when the card failed, until that is dismissed or a model is loaded.
    public ReadOnlyObjectProperty<Optional<String>> gpuLostProperty() {
        return gpuLost.getReadOnlyProperty();
    }

    public void dismissGpuLost() {
        gpuLost.set(Optional.empty());
    }

    /// Memory of the engine as it reported last; 0 until it has.
    public ReadOnlyLongProperty residentBytesProperty() {
        return residentBytes.getReadOnlyProperty();
    }

    /// Loads the model of last time, or the demo if there was none.
    public void loadLast() {
        settings.settings().models().last().map(Path::of).or(() -> demo).ifPresent(this::load);
    }

    /// Whether there is a demo to load.
    public boolean hasDemo() {
        return demo.isPresent();
    }

    public void loadDemo() {
        demo.ifPresent(this::load);
    }

    /// Whether what is loaded is the demo.
    public boolean isDemo(ModelState now) {
        return now instanceof ModelState.Ready ready
                && demo.map(Path::toString).equals(Optional.of(ready.model().path()));
    }

    public void load(Path file) {
        UUID id = UUID.randomUUID();
        begin(id, file.toString());
        asked = settings.settings().load();
        bus.publish(new Command.LoadModel(id, file.toString(), asked));
    }

    /// Loads the present model once more, as the settings say now; without one nothing happens.
    public void loadAgain() {
        switch (state.get()) {
            case ModelState.Ready ready -> load(Path.of(ready.model().path()));
            case ModelState.Loading loading -> load(Path.of(loading.path()));
            case ModelState.None none -> {}
            case ModelState.Died died -> {}
        }
    }

    /// The file of the model that is loaded.
    public ObservableValue<Optional<Path>> file() {
        return state.map(now -> now instanceof ModelState.Ready ready
                ? Optional.of(Path.of(ready.model().path()))
                : Optional.empty());
    }

    /// How the loaded model was loaded.
    public LoadOptions loadedWith() {
        return loadedWith;
    }

    /// Starts the engine again with its model.
    public void reload() {
        failure.set(Optional.empty());
        restart.get().ifPresentOrElse(id -> load = Optional.of(id), this::loadLast);
    }

    public void dismissFailure() {
        failure.set(Optional.empty());
    }

    /// To be called on the UI executor when the engine's process comes or goes.
    public void engineChanged(EngineState now, Optional<Integer> exitStatus) {
        if (now != EngineState.DIED) return;
        residentBytes.set(0);
        if (!(state.get() instanceof ModelState.None)) settle(new ModelState.Died(exitStatus));
    }

    @Override
    public void close() {
        events.close();
    }

    private void begin(UUID id, String path) {
        load = Optional.of(id);
        failure.set(Optional.empty());
        gpuLost.set(Optional.empty());
        state.set(new ModelState.Loading(path, Optional.empty()));
    }

    private void settle(ModelState now) {
        settled = now;
        load = Optional.empty();
        state.set(now);
    }

    private void onEvent(Event event) {
        switch (event) {
            // the engine may load by itself, when it is started again
            case Event.ModelLoading loading -> begin(loading.id(), loading.path());
            case Event.MemoryPlanned planned -> planned(planned);
            case Event.ModelLoaded loaded -> {
                if (load.equals(Optional.of(loaded.id()))) loadedWith = asked;
                settle(new ModelState.Ready(loaded.model(), loaded.plan(), loaded.device()));
                // the demo is what there is without a choice, so it is none
                if (!isDemo(state.get()))
                    settings.change(
                            s -> s.withModels(s.models().withLast(loaded.model().path())));
            }
            case Event.ModelUnloaded ignored -> settle(new ModelState.None());
            case Event.GpuLost lost -> {
                if (state.get() instanceof ModelState.Ready ready)
                    settle(new ModelState.Ready(ready.model(), ready.plan(), lost.device()));
                gpuLost.set(Optional.of(lost.reason()));
            }
            case Event.Failed failed -> failed(failed);
            case Event.Finished finished -> {
                if (finished.usage().residentBytes() > 0)
                    residentBytes.set(finished.usage().residentBytes());
            }
            default -> {}
        }
    }

    private void planned(Event.MemoryPlanned planned) {
        if (state.get() instanceof ModelState.Loading loading)
            state.set(new ModelState.Loading(loading.path(), Optional.of(planned.plan())));
    }

    private void failed(Event.Failed failed) {
        if (load.isEmpty() || !load.get().equals(failed.id())) return;
        load = Optional.empty();
        failure.set(Optional.of(failed.failure()));
        if (state.get() instanceof ModelState.Loading) state.set(settled);
    }
}
