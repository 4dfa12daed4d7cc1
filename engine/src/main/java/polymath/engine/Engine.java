package polymath.engine;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.Usage;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.prefix.PrefixStore;

/// Obeys the commands on a bus and publishes what comes of them.
///
/// One thread, named `engine`, does the work in the order the commands came; [Command.Cancel] acts at once on whatever
/// thread publishes it, and counting has a thread of its own. Nothing that a command does ends the engine: what goes
/// wrong is logged once, published as [Event.Failed], and the next command is taken.
public final class Engine implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Engine.class.getName());

    private final EventBus bus;
    private final Kernels.Choice choice;
    private final Optional<PrefixStore> prefixes;
    private final Cards cards;
    private final EventBus.Subscription subscription;
    private final BlockingQueue<Command> queue = new LinkedBlockingQueue<>();
    private final ExecutorService counting = Executors.newSingleThreadExecutor(task -> daemon(task, "counting"));
    private final StopSignal stop = new StopSignal();
    private final Object turn = new Object(); // guards which command `stop` would stop
    private @Nullable UUID current;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Session session; // written by the engine's thread

    /// Starts listening to the bus.
    ///
    /// @param choice which arithmetic models are loaded with
    public Engine(EventBus bus, Kernels.Choice choice) {
        this(bus, choice, Optional.empty());
    }

    /// Starts listening to the bus.
    ///
    /// @param choice which arithmetic models are loaded with
    /// @param prefixes where what was read is kept, used by the engine's thread alone; without it nothing is
    public Engine(EventBus bus, Kernels.Choice choice, Optional<PrefixStore> prefixes) {
        this(bus, choice, prefixes, Cards.ofThisComputer());
    }

    /// Starts listening to the bus.
    ///
    /// @param cards that models may be brought to
    Engine(EventBus bus, Kernels.Choice choice, Optional<PrefixStore> prefixes, Cards cards) {
        this.cards = cards;
        this.bus = bus;
        this.choice = choice;
        this.prefixes = prefixes;
        thread = daemon(this::work, "engine");
        thread.start();
        subscription = bus.subscribe(Command.class, Runnable::run, this::take);
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private void take(Command command) {
        if (closed) return;
        switch (command) {
            case Command.Cancel cancel -> cancel(cancel.id());
            case Command.CountTokens count -> counting.execute(() -> attempt(count));
            default -> queue.add(command);
        }
    }

    private void cancel(UUID id) {
        synchronized (turn) {
            if (id.equals(current)) {
                stop.raise();
                return;
            }
        }
        for (Iterator<Command> waiting = queue.iterator(); waiting.hasNext(); ) {
            Command command = waiting.next();
            if (!command.id().equals(id)) continue;
            waiting.remove();
            bus.publish(unstarted(command));
        }
    }

    private Event unstarted(Command command) {
        if (!(command instanceof Command.Generate))
            return new Event.Failed(command.id(), Failure.of(FailureCode.CANCELLED));
        Session loaded = session;
        int limit = loaded == null ? 0 : loaded.plan().contextTokens();
        Usage usage = new Usage(0, 0, 0, 0, 0, 0, 0, limit, ProcessMemory.residentBytes());
        return new Event.Finished(command.id(), FinishReason.CANCELLED, usage, List.of());
    }

    private void work() {
        try {
            obeyAll();
        } finally {
            replaceSession(null); // a graphics card belongs to this thread
        }
    }

    private void obeyAll() {
        while (!closed) {
            try {
                Command command = queue.take();
                synchronized (turn) {
                    current = command.id();
                    stop.lower();
                }
                attempt(command);
                synchronized (turn) {
                    current = null;
                }
                keep();
            } catch (InterruptedException e) {
                return; // only close interrupts
            }
        }
    }

    /// Saves in idle time what was read: it ends as soon as there is a command.
    private void keep() {
        Session loaded = session;
        if (loaded == null || prefixes.isEmpty() || !queue.isEmpty()) return;
        try {
            loaded.kept().save(() -> closed || !queue.isEmpty()).ifPresent(id -> bus.publish(cacheChanged(id)));
        } catch (RuntimeException | Error e) { // what is on disk is never needed
            LOG.log(Level.WARNING, "what was read could not be kept", e);
            loaded.kept().forget();
        }
    }

    private void attempt(Command command) {
        try {
            obey(command);
        } catch (Throwable t) { // the engine outlives whatever a command throws, errors of the JVM included
            Failure failure = Failures.of(t, modelPath());
            LOG.log(
                    failure.code() == FailureCode.INTERNAL ? Level.ERROR : Level.INFO,
                    command.getClass().getSimpleName() + " failed: " + failure.code(),
                    t);
            bus.publish(new Event.Failed(command.id(), failure));
        }
    }

    private Path modelPath() {
        Session loaded = session;
        return loaded == null ? Path.of("") : loaded.path();
    }

    private void obey(Command command) throws Exception {
        switch (command) {
            case Command.InspectModel inspect -> inspect(inspect);
            case Command.LoadModel load -> load(load);
            case Command.UnloadModel unload -> {
                replaceSession(null);
                bus.publish(new Event.ModelUnloaded(unload.id()));
            }
            case Command.Generate generate -> loaded().generate(generate, bus);
            case Command.Summarize summarize -> loaded().summarize(summarize, bus);
            case Command.CountTokens count -> bus.publish(loaded().count(count));
            case Command.KeepCache keep -> {
                Session loaded = session;
                if (loaded != null) loaded.kept().keep(keep.owner(), keep.ready());
                prefixes.ifPresent(store -> store.keep(keep.owner(), keep.ready()));
                bus.publish(cacheChanged(keep.id()));
            }
            case Command.PruneCache prune -> {
                Session loaded = session;
                if (loaded != null) loaded.kept().forget(prune.owners());
                prefixes.ifPresent(store -> store.prune(prune.owners()));
                bus.publish(cacheChanged(prune.id()));
            }
            case Command.LimitCache limit -> {
                prefixes.ifPresent(store -> store.limit(limit.mostBytes()));
                bus.publish(cacheChanged(limit.id()));
            }
            case Command.Cancel cancel -> cancel(cancel.id());
        }
    }

    private Event cacheChanged(UUID id) {
        PrefixStore.Size size = prefixes.map(PrefixStore::size).orElse(new PrefixStore.Size(0, 0, 0));
        return new Event.CacheChanged(id, size.bytes(), size.entries(), size.limitBytes());
    }

    private Session loaded() throws FailureException {
        return Optional.ofNullable(session).orElseThrow(() -> new FailureException(FailureCode.NO_MODEL));
    }

    private void inspect(Command.InspectModel command) throws GgufException {
        try (ModelFile file = ModelFile.open(Path.of(command.path()))) {
            MemoryPlan plan = MemoryPlanner.ofThisMachine()
                    .plan(file.config(), file.file().fileBytes(), LoadOptions.DEFAULT.kvType(), 0);
            bus.publish(new Event.ModelInspected(command.id(), file.info(), plan));
        }
    }

    private void load(Command.LoadModel command) throws GgufException, FailureException {
        long start = System.nanoTime();
        bus.publish(new Event.ModelLoading(command.id(), command.path()));
        ModelFile file = ModelFile.open(Path.of(command.path()));
        Session opened;
        try {
            MemoryPlan plan = Session.plan(file, command.options(), held());
            bus.publish(new Event.MemoryPlanned(command.id(), plan));
            Session.check(file, plan, command.options());
            opened = Session.open(
                    file,
                    plan,
                    command.options(),
                    choice,
                    stop,
                    prefixes,
                    new Offload(cards, command.options().gpu()));
        } catch (Throwable t) {
            file.close();
            throw t;
        }
        replaceSession(opened);
        bus.publish(new Event.ModelLoaded(
                command.id(), opened.info(), opened.plan(), opened.device(), (System.nanoTime() - start) / 1e9));
    }

    // memory that the present model gives back when another takes its place
    private long held() {
        Session loaded = session;
        return loaded == null ? 0 : loaded.cacheBytes();
    }

    private void replaceSession(@Nullable Session next) {
        Session before = session;
        session = next;
        if (before != null) before.close();
    }

    /// Stops what is being done, deletes what was to be deleted, frees the model and ends the threads. May be called
    /// from
    /// any thread but the engine's.
    @Override
    public void close() {
        boolean ignored = ends(Duration.ofDays(1));
    }

    /// Stops what is being done, but no command to delete from disk is left undone, as long as the thread ends in time.
    /// For a process that ends: the model is left to it.
    void closeInHaste(Duration most) {
        if (queue.stream().anyMatch(Command.PruneCache.class::isInstance)) ends(most);
    }

    private boolean ends(Duration most) {
        subscription.close();
        closed = true;
        counting.shutdown();
        stop.raise();
        thread.interrupt();
        try {
            if (!thread.join(most)) return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false; // a caller in a hurry leaves the model to the end of the process
        }
        for (Command left : queue)
            if (left instanceof Command.PruneCache prune) prefixes.ifPresent(store -> store.prune(prune.owners()));
        return true;
    }
}
