package polymath.app.engine;

import java.nio.file.Path;
import java.util.UUID;
import polymath.app.TestJvm;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions;

/// A window's process that has an engine host; prints the host's process id and waits to be killed.
final class KilledParent {
    private KilledParent() {}

    public static void main(String[] arguments) throws InterruptedException {
        EventBus bus = new EventBus();
        EngineProcess engine =
                new EngineProcess(bus, new EngineLaunch(TestJvm.command(FakeHost.class), Path.of(arguments[0])));
        bus.subscribe(Event.ModelLoaded.class, Runnable::run, loaded -> System.out.println(loaded.device()));
        bus.publish(new Command.LoadModel(UUID.randomUUID(), "model", LoadOptions.DEFAULT));
        Thread.sleep(60_000);
        engine.close();
    }
}
