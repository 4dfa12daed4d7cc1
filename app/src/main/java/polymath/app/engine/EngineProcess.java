package polymath.app.engine;

import java.util.Optional;
import java.util.UUID;
import polymath.engine.api.EventBus;

/// The engine in a process of its own, behind the bus: commands published there reach the host's stdin as JSON lines,
/// and what the host writes to stdout is published as events, on a thread of this class.
///
/// The first command starts the host. If it dies, every command it had not closed ends in
/// `Failed(ENGINE_DIED, exit status)`, the state becomes [EngineState#DIED], and the next [polymath.engine.api.Command]
/// but `Cancel` and `CountTokens` starts it anew. A `Generate` that starts it has the model loaded first, as it was
/// loaded last; the events of that load carry an id of their own.
///
/// Thread-safe; only [#close] blocks.
@SuppressWarnings("DoNotCallSuggester")
public final class EngineProcess implements AutoCloseable {

    /// Told about each change of state, in order, on a thread of [EngineProcess].
    @FunctionalInterface
    public interface Listener {
        /// @param exitStatus of the process when the state is [EngineState#DIED] and it had started
        void stateChanged(EngineState state, Optional<Integer> exitStatus);
    }

    /// Starts nothing yet.
    public EngineProcess(EventBus bus, EngineLaunch launch) {}

    /// Starts the host if it is not there, so that the first command finds it ready.
    public void start() {
        throw new UnsupportedOperationException();
    }

    public EngineState state() {
        throw new UnsupportedOperationException();
    }

    /// Adds a listener; it is told the present state first.
    public EventBus.Subscription listen(Listener listener) {
        throw new UnsupportedOperationException();
    }

    /// Ends the host if it is there and loads the model that was loaded last in a new one. Commands that were open end
    /// as if the host had died.
    ///
    /// @return id of the `LoadModel` that is sent; empty if no model was ever loaded, then nothing happens
    public Optional<UUID> reload() {
        throw new UnsupportedOperationException();
    }

    /// Closes the host's stdin, which asks it to exit, waits up to 2 s and then ends it by force. Open commands get no
    /// more events.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
