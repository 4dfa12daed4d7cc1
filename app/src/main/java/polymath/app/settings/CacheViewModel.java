package polymath.app.settings;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;

/// What the engine keeps on disk of what it read: how much there is, how much may be, and that it goes with its chat.
/// Belongs to the UI executor.
public final class CacheViewModel implements AutoCloseable {
    private static final long GIGABYTE = 1_000_000_000;

    private final EventBus bus;
    private final SettingsViewModel settings;
    private final EventBus.Subscription events;
    private final ReadOnlyObjectWrapper<Optional<Size>> size =
            new ReadOnlyObjectWrapper<>(this, "size", Optional.empty());

    /// @param chats whose reading is kept
    /// @param limitBytes as many as may be kept, which on a full disk is less than what was chosen
    public record Size(long bytes, int chats, long limitBytes) {}

    public CacheViewModel(EventBus bus, Executor ui, SettingsViewModel settings) {
        this.bus = bus;
        this.settings = settings;
        events = bus.subscribe(
                Event.CacheChanged.class,
                ui,
                now -> size.set(Optional.of(new Size(now.bytes(), now.entries(), now.limitBytes()))));
    }

    /// As the engine told last; empty before it has.
    public ReadOnlyObjectProperty<Optional<Size>> sizeProperty() {
        return size.getReadOnlyProperty();
    }

    /// How much was chosen.
    public ObservableValue<Integer> gigabytes() {
        return settings.settingsProperty().map(s -> s.cacheGigabytes());
    }

    /// Tells the engine what was chosen, which a new one does not know; its answer is how much there is.
    public void tellEngine() {
        bus.publish(new Command.LimitCache(
                UUID.randomUUID(), settings.settingsProperty().get().cacheGigabytes() * GIGABYTE));
    }

    public void keep(int gigabytes) {
        settings.change(s -> s.withCacheGigabytes(gigabytes));
        tellEngine();
    }

    /// Has what is kept of a conversation stay when room is needed, or not.
    public void keepReady(UUID conversation, boolean ready) {
        bus.publish(new Command.KeepCache(UUID.randomUUID(), conversation.toString(), ready));
    }

    /// Deletes what is kept of a conversation.
    public void forget(UUID conversation) {
        bus.publish(new Command.PruneCache(UUID.randomUUID(), List.of(conversation.toString())));
    }

    /// Deletes all that is kept.
    public void clear() {
        bus.publish(new Command.PruneCache(UUID.randomUUID(), List.of()));
    }

    @Override
    public void close() {
        events.close();
    }
}
