package polymath.engine.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventBusTest {
    private final EventBus bus = new EventBus();
    private final List<Message> seen = new ArrayList<>();

    private static Event unloaded() {
        return new Event.ModelUnloaded(UUID.randomUUID());
    }

    @Test
    void aSubscriberGetsItsTypeAndSubtypesOnly() {
        List<Message> events = new ArrayList<>();
        bus.subscribe(Message.class, Runnable::run, seen::add);
        bus.subscribe(Event.class, Runnable::run, events::add);
        Event event = unloaded();
        Command command = new Command.Cancel(UUID.randomUUID());
        bus.publish(event);
        bus.publish(command);
        assertThat(seen).containsExactly(event, command);
        assertThat(events).containsExactly(event);
    }

    @Test
    void aConsumerRunsOnItsExecutorInTheOrderOfPublishing() throws InterruptedException {
        List<String> threads = new ArrayList<>();
        List<Message> sent = new ArrayList<>();
        try (ExecutorService executor = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("subscriber").factory())) {
            bus.subscribe(Event.class, executor, event -> {
                seen.add(event);
                threads.add(Thread.currentThread().getName());
            });
            for (int i = 0; i < 1000; i++) {
                Event event = unloaded();
                sent.add(event);
                bus.publish(event);
            }
            executor.shutdown();
            assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(seen).isEqualTo(sent);
        assertThat(threads).containsOnly("subscriber");
    }

    @Test
    void afterClosingNothingComes() {
        EventBus.Subscription subscription = bus.subscribe(Event.class, Runnable::run, seen::add);
        bus.publish(unloaded());
        subscription.close();
        subscription.close();
        bus.publish(unloaded());
        assertThat(seen).hasSize(1);
    }

    @Test
    void whatOneSubscriberThrowsReachesNobodyElse() {
        bus.subscribe(Event.class, Runnable::run, event -> {
            throw new IllegalStateException("on purpose");
        });
        bus.subscribe(
                Event.class,
                task -> {
                    throw new IllegalStateException("no executor, on purpose");
                },
                event -> {});
        bus.subscribe(Event.class, Runnable::run, seen::add);
        bus.publish(unloaded());
        assertThat(seen).hasSize(1);
    }

    @Test
    void aSubscriberMayCloseAndSubscribeWhileItIsTold() {
        List<EventBus.Subscription> own = new ArrayList<>();
        own.add(bus.subscribe(Event.class, Runnable::run, event -> {
            own.getFirst().close();
            own.add(bus.subscribe(Event.class, Runnable::run, seen::add));
        }));
        bus.publish(unloaded());
        bus.publish(unloaded());
        assertThat(seen).hasSize(1);
    }
}
