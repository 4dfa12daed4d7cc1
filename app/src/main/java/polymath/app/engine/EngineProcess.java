package polymath.app.engine;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;

/// The engine in a process of its own, behind the bus: commands published there reach the host's stdin as JSON lines,
/// and what the host writes to stdout is published as events, on a thread of this class.
///
/// The first command starts the host. If it dies, every command it had not closed ends in
/// `Failed(ENGINE_DIED, exit status)`, the state becomes [EngineState#DIED], and the next command but `Cancel` and
/// `CountTokens` starts it anew. A `Generate` or `Summarize` that starts it has the model loaded first, as it was
/// loaded last; the events of that load carry an id of their own.
///
/// Thread-safe; only [#close] blocks.
public final class EngineProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(EngineProcess.class.getName());
    private static final Duration EXIT = Duration.ofSeconds(2);

    /// Told about each change of state, in order, on a thread of [EngineProcess]. It must be quick and not wait.
    @FunctionalInterface
    public interface Listener {
        /// @param exitStatus of the process when the state is [EngineState#DIED] and it had started
        void stateChanged(EngineState state, Optional<Integer> exitStatus);
    }

    private final EventBus bus;
    private final EngineLaunch launch;
    private final ExecutorService commands = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("engine-commands").factory());
    private final EventBus.Subscription subscription;

    private final Object lock = new Object(); // guards all below
    private final List<Listener> listeners = new ArrayList<>();
    private EngineState state = EngineState.STOPPED;
    private Optional<Integer> exitStatus = Optional.empty();
    private Optional<HostConnection> host = Optional.empty();
    private Optional<Command.LoadModel> lastLoad = Optional.empty();
    private boolean loadSent; // to the present host
    private boolean closed;

    /// Starts nothing yet.
    public EngineProcess(EventBus bus, EngineLaunch launch) {
        this.bus = bus;
        this.launch = launch;
        this.subscription = bus.subscribe(Command.class, commands, this::obey);
    }

    /// Starts the host if it is not there, so that the first command finds it ready.
    public void start() {
        synchronized (lock) {
            if (closed) return;
        }
        commands.execute(() -> {
            try {
                running();
            } catch (IOException e) { // the state tells, and the next command will
                LOG.log(Level.WARNING, "the engine host cannot be started", e);
            }
        });
    }

    public EngineState state() {
        synchronized (lock) {
            return state;
        }
    }

    /// Adds a listener; it is told the present state first.
    public EventBus.Subscription listen(Listener listener) {
        synchronized (lock) {
            listeners.add(listener);
            listener.stateChanged(state, exitStatus);
        }
        return () -> {
            synchronized (lock) {
                listeners.remove(listener);
            }
        };
    }

    /// Ends the host if it is there and loads the model that was loaded last in a new one. Commands that were open end
    /// as if the host had died.
    ///
    /// @return id of the `LoadModel` that is sent; empty if no model was ever loaded, then nothing happens
    public Optional<UUID> reload() {
        Command.LoadModel load;
        synchronized (lock) {
            if (closed || lastLoad.isEmpty()) return Optional.empty();
            load = again(lastLoad.orElseThrow());
            // Killed right here: a host that hangs may have filled its pipe, and then the commands' thread waits for
            // it.
            host.ifPresent(HostConnection::destroy);
            host = Optional.empty();
        }
        commands.execute(() -> obey(load));
        return Optional.of(load.id());
    }

    /// Closes the host's stdin, which asks it to exit, waits up to 2 s and then ends it by force. Open commands get no
    /// more events.
    @Override
    public void close() {
        Optional<HostConnection> last;
        synchronized (lock) {
            if (closed) return;
            closed = true;
            last = host;
        }
        subscription.close();
        last.ifPresent(connection -> {
            commands.execute(connection::closeInput);
            if (connection.waitFor(EXIT)) return;
            LOG.log(Level.WARNING, "the engine host did not exit: ended by force");
            connection.destroy();
            connection.waitFor(EXIT);
        });
        commands.shutdown();
        become(EngineState.STOPPED, Optional.empty());
    }

    /// On the commands' thread.
    private void obey(Command command) {
        if (command instanceof Command.Cancel) {
            present().ifPresent(connection -> connection.send(command)); // without a host there is nothing to cancel
            return;
        }
        if (command instanceof Command.CountTokens && state() == EngineState.DIED) {
            // Sent with every key that is typed: an engine that dies at once would be started over and over.
            fail(command.id(), died());
            return;
        }
        try {
            // A host may die between the look and the sending; one that dies twice at that is not worth a third.
            for (int i = 0; i < 2; i++) if (send(running(), command)) return;
            fail(command.id(), died());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the engine host cannot be started", e);
            fail(command.id(), Failure.of(FailureCode.ENGINE_NOT_STARTED, String.valueOf(e.getMessage())));
        }
    }

    private boolean send(HostConnection connection, Command command) {
        Optional<Command.LoadModel> before = Optional.empty();
        synchronized (lock) {
            boolean needsModel = command instanceof Command.Generate || command instanceof Command.Summarize;
            if (needsModel && !loadSent) before = lastLoad.map(EngineProcess::again);
            if (command instanceof Command.LoadModel || before.isPresent()) loadSent = true;
        }
        before.ifPresent(connection::send);
        return connection.send(command);
    }

    private static Command.LoadModel again(Command.LoadModel load) {
        return new Command.LoadModel(UUID.randomUUID(), load.path(), load.options());
    }

    private Optional<HostConnection> present() {
        synchronized (lock) {
            return host;
        }
    }

    /// The host, started if need be. On the commands' thread.
    private HostConnection running() throws IOException {
        Optional<HostConnection> there = present();
        if (there.isPresent()) return there.orElseThrow();
        become(EngineState.STARTING, Optional.empty());
        HostConnection connection;
        try {
            connection = HostConnection.start(launch, new Receiver());
        } catch (IOException e) {
            become(EngineState.DIED, Optional.empty());
            throw e;
        }
        synchronized (lock) {
            if (closed) {
                connection.destroy();
                throw new IOException("the engine process is closed");
            }
            host = Optional.of(connection);
            loadSent = false;
        }
        connection.listen(launch.logs());
        return connection;
    }

    private Failure died() {
        synchronized (lock) {
            return Failure.of(
                    FailureCode.ENGINE_DIED, exitStatus.map(String::valueOf).orElse(""));
        }
    }

    private void fail(UUID id, Failure failure) {
        bus.publish(new Event.Failed(id, failure));
    }

    private void become(EngineState next, Optional<Integer> status) {
        synchronized (lock) {
            if (state == next || (closed && next != EngineState.STOPPED)) return;
            state = next;
            exitStatus = status;
            for (Listener listener : listeners) listener.stateChanged(next, status);
        }
    }

    /// What comes from a host, on its reading thread.
    private final class Receiver implements HostConnection.Receiver {
        @Override
        public void greeted(HostConnection connection) {
            synchronized (lock) {
                if (host.isPresent() && host.orElseThrow() == connection) become(EngineState.RUNNING, Optional.empty());
            }
        }

        @Override
        public void received(HostConnection connection, Event event, Optional<Command> closes) {
            synchronized (lock) {
                if (event instanceof Event.ModelUnloaded) lastLoad = Optional.empty();
                if (event instanceof Event.ModelLoaded && closes.orElse(null) instanceof Command.LoadModel load)
                    lastLoad = Optional.of(load);
            }
            bus.publish(event);
        }

        @Override
        public void ended(HostConnection connection, int status) {
            List<UUID> open;
            synchronized (lock) {
                open = connection.open().end();
                if (host.isPresent() && host.orElseThrow() == connection) {
                    host = Optional.empty();
                    become(EngineState.DIED, Optional.of(status));
                }
                if (closed) return;
            }
            LOG.log(Level.WARNING, "the engine host ended with status {0}, {1} commands open", status, open.size());
            for (UUID id : open) fail(id, Failure.of(FailureCode.ENGINE_DIED, status));
        }
    }
}
