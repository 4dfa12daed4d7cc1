package polymath.engine.cli;

import java.nio.file.Path;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import polymath.engine.Engine;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions;
import polymath.engine.kernel.Kernels;

/// An engine in this process, asked one thing at a time by one thread.
final class EngineCalls implements AutoCloseable {
    private final EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final Engine engine = new Engine(bus, Kernels.Choice.AUTO);

    EngineCalls() {
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
        bus.publish(command);
        while (true) {
            Event event = events.take();
            if (!event.id().equals(command.id())) continue;
            if (event instanceof Event.Failed failed) throw new FailureException(failed.failure());
            if (event.closes()) return event;
            observer.accept(event);
        }
    }

    /// Stops a command; may be called from any thread.
    void cancel(UUID id) {
        bus.publish(new Command.Cancel(id));
    }

    @Override
    public void close() {
        engine.close();
    }
}
