package polymath.app;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.util.Subscription;
import polymath.app.engine.ModelPace;
import polymath.app.models.ModelState;
import polymath.app.settings.ContextCost;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.ConversationStore;
import polymath.app.ui.Later;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions.KvType;

/// What texts cost with the loaded model: memory from its plan, time from the answers it gave on this computer, those
/// of
/// earlier days at first. Belongs to the UI executor.
final class MeasuredPace implements AutoCloseable {
    /// Answers of earlier days that are looked at.
    private static final int RECENT = 50;

    private final ConversationStore store;
    private final Executor ui;
    private final ReadOnlyObjectWrapper<ModelPace> pace = new ReadOnlyObjectWrapper<>(this, "pace", ModelPace.UNKNOWN);
    private final Subscription states;
    private final EventBus.Subscription events;
    private String model = "";

    /// @param cost of a context with the loaded model
    /// @param kvType that it was loaded with
    MeasuredPace(
            EventBus bus,
            ConversationStore store,
            Executor ui,
            ObservableValue<ModelState> state,
            ObservableValue<Optional<ContextCost>> cost,
            Supplier<KvType> kvType) {
        this.store = store;
        this.ui = ui;
        states = Subscription.combine(
                state.subscribe(this::modelChanged),
                cost.subscribe(now -> pace.set(pace.get()
                        .withBytesPerToken(
                                now.map(c -> c.bytes(1_000, kvType.get()) / 1e3).orElse(0.0)))));
        events = bus.subscribe(
                Event.Finished.class, ui, event -> pace.set(pace.get().after(event.usage())));
    }

    ReadOnlyObjectProperty<ModelPace> property() {
        return pace.getReadOnlyProperty();
    }

    private void modelChanged(ModelState state) {
        if (!(state instanceof ModelState.Ready ready) || ready.model().name().equals(model)) return;
        model = ready.model().name();
        double bytes = pace.get().bytesPerToken();
        pace.set(ModelPace.UNKNOWN.withBytesPerToken(bytes));
        Later.on(ui, store.summaries().recentDetails(RECENT), this::remember, error -> {});
    }

    /// What was measured meanwhile counts more.
    private void remember(List<AnswerDetails> recent) {
        for (AnswerDetails details : recent)
            if (!pace.get().known() && details.modelName().equals(model))
                pace.set(pace.get().after(details.usage()));
    }

    @Override
    public void close() {
        states.unsubscribe();
        events.close();
    }
}
