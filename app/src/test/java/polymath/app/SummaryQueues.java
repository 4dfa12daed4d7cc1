package polymath.app;

import java.util.concurrent.Executor;
import javafx.beans.property.SimpleObjectProperty;
import polymath.app.engine.ModelPace;
import polymath.app.summary.SummaryQueue;
import polymath.engine.api.EventBus;
import polymath.engine.api.SamplingParams;

/// Queues of summaries for tests that have no window.
public final class SummaryQueues {
    private SummaryQueues() {}

    /// With a model that is there.
    public static SummaryQueue on(EventBus bus, Executor ui) {
        return new SummaryQueue(new SummaryQueue.Services(
                bus,
                ui,
                new SimpleObjectProperty<>(true),
                new SimpleObjectProperty<>(ModelPace.UNKNOWN),
                new SimpleObjectProperty<>("Phi"),
                () -> SamplingParams.GREEDY,
                sampling -> new SamplingParams(0.7f, 0, 0.95f, 0, 1, 7),
                summary -> {}));
    }
}
