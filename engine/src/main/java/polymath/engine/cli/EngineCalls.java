package polymath.engine.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import polymath.engine.Engine;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions;
import polymath.engine.kernel.Kernels;
import polymath.engine.prefix.PrefixStore;

/// An engine in this process, asked one thing at a time by one thread.
final class EngineCalls implements AutoCloseable {
    private final EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Engine engine;
    private Optional<UUID> saving = Optional.empty();

    /// @param prefixes where what was read is kept
    EngineCalls(Optional<PrefixStore> prefixes) {
        engine = new Engine(bus, Kernels.Choice.AUTO, prefixes);
        bus.subscribe(Event.class, Runnable::run, events::add);
    }

    /// Loads a model and returns what became of it.
    Event.ModelLoaded load(Path model, LoadOptions options) throws FailureException, InterruptedException {
        Event end = ask(new Command.LoadModel(UUID.randomUUID(), model.toString(), options), event -> {});
        return (Event.ModelLoaded) end;
    }

    /// Publishes a command and hands over its events until the closing one, which is returned.
    ///
    /// @throws FailureException if that is [Event.Failed]
    Event ask(Command command, Consumer<Event> observer) throws FailureException, InterruptedException {
        saving = Optional.empty();
        bus.publish(command);
        while (true) {
            Event event = events.take();
            if (!event.id().equals(command.id())) continue;
            if (event instanceof Event.Failed failed) throw new FailureException(failed.failure());
            if (event.closes()) {
                saving = Optional.of(command).filter(EngineCalls::isKept).map(Command::id);
                return event;
            }
            if (event instanceof Event.GpuLost lost)
                Main.err("the graphics card failed, the processor goes on: " + lost.reason());
            observer.accept(event);
        }
    }

    /// Stops a command; may be called from any thread.
    void cancel(UUID id) {
        bus.publish(new Command.Cancel(id));
    }

    private static boolean isKept(Command command) {
        return switch (command) {
            case Command.Generate generate -> generate.cache().keep() != CachePolicy.Keep.NOTHING;
            case Command.Summarize summarize -> summarize.cache().keep() != CachePolicy.Keep.NOTHING;
            default -> false;
        };
    }

    /// Waits until what the last command read is kept, if it is to be.
    void awaitSaved() throws InterruptedException {
        while (saving.isPresent())
            if (events.take() instanceof Event.CacheChanged changed
                    && changed.id().equals(saving.get())) saving = Optional.empty();
    }

    @Override
    public void close() {
        engine.close();
    }
}
