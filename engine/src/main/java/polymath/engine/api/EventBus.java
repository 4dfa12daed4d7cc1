package polymath.engine.api;

import java.lang.System.Logger.Level;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Carries messages from publishers to subscribers. It owns no thread: each subscriber names the executor its consumer
/// runs on, and messages reach one subscriber in the order they were published by one thread.
///
/// Thread-safe. What a consumer throws is logged and keeps neither the publisher nor other subscribers from going on.
public final class EventBus {
    private static final System.Logger LOG = System.getLogger(EventBus.class.getName());

    private record Subscriber<M extends Message>(Class<M> type, Executor executor, Consumer<? super M> consumer) {
        void offer(Message message) {
            if (!type.isInstance(message)) return;
            try {
                executor.execute(() -> accept(message));
            } catch (RuntimeException e) {
                LOG.log(Level.ERROR, "no executor took " + message.getClass().getSimpleName(), e);
            }
        }

        private void accept(Message message) {
            try {
                consumer.accept(type.cast(message));
            } catch (RuntimeException e) {
                LOG.log(
                        Level.ERROR,
                        "a subscriber failed on " + message.getClass().getSimpleName(),
                        e);
            }
        }
    }

    private final CopyOnWriteArrayList<Subscriber<?>> subscribers = new CopyOnWriteArrayList<>();

    /// Hands the message to every subscriber of its type.
    public void publish(Message message) {
        for (Subscriber<?> subscriber : subscribers) subscriber.offer(message);
    }

    /// Subscribes to a type and its subtypes. Whoever subscribes closes.
    public <M extends Message> Subscription subscribe(Class<M> type, Executor executor, Consumer<? super M> consumer) {
        Subscriber<M> subscriber = new Subscriber<>(type, executor, consumer);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    /// Ends by [#close]; what was handed to the executor before may still arrive.
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
