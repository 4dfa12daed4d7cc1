package polymath.app.prompt;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Prompt;

/// The system prompt of one chat while it is edited; nothing changes until it is applied. Belongs to the UI executor.
public final class PromptViewModel implements AutoCloseable {
    private final EventBus bus;
    private final EventBus.Subscription events;
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ReadOnlyBooleanWrapper changed = new ReadOnlyBooleanWrapper(this, "changed");
    private final ReadOnlyObjectWrapper<Optional<Integer>> tokens =
            new ReadOnlyObjectWrapper<>(this, "tokens", Optional.of(0));
    private final ReadOnlyIntegerWrapper rereadTokens = new ReadOnlyIntegerWrapper(this, "rereadTokens");
    private Consumer<String> apply = applied -> {};
    private String original = "";
    private Optional<UUID> counting = Optional.empty();
    private String counted = "";

    public PromptViewModel(EventBus bus, Executor ui) {
        this.bus = bus;
        events = bus.subscribe(Event.class, ui, this::onEvent);
        text.addListener((property, old, now) -> {
            changed.set(!now.strip().equals(original.strip()));
            count();
        });
    }

    public StringProperty textProperty() {
        return text;
    }

    /// Whether applying would change anything.
    public ReadOnlyBooleanProperty changedProperty() {
        return changed.getReadOnlyProperty();
    }

    /// Of the text; empty while no model can count it.
    public ReadOnlyObjectProperty<Optional<Integer>> tokensProperty() {
        return tokens.getReadOnlyProperty();
    }

    /// What the engine has to read again after a change: all of the chat; 0 for an empty one.
    public ReadOnlyIntegerProperty rereadTokensProperty() {
        return rereadTokens.getReadOnlyProperty();
    }

    /// Begins with a chat's prompt.
    ///
    /// @param chatTokens length of the chat
    /// @param onApply takes the new prompt
    public void begin(String current, int chatTokens, Consumer<String> onApply) {
        apply = onApply;
        original = current;
        rereadTokens.set(chatTokens);
        text.set(current);
        changed.set(false);
        count();
    }

    public void apply() {
        if (!changed.get()) return;
        original = text.get().strip();
        changed.set(false);
        apply.accept(original);
    }

    @Override
    public void close() {
        events.close();
    }

    private void count() {
        if (text.get().isBlank()) {
            tokens.set(Optional.of(0));
            return;
        }
        if (counting.isPresent()) return; // one at a time; the answer asks for the next
        UUID id = UUID.randomUUID();
        counting = Optional.of(id);
        counted = text.get();
        bus.publish(new Command.CountTokens(
                id, new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.SYSTEM, counted.strip())))));
    }

    private void onEvent(Event event) {
        if (counting.isEmpty() || !counting.get().equals(event.id())) return;
        counting = Optional.empty();
        boolean current = counted.equals(text.get());
        switch (event) {
            case Event.TokensCounted c -> {
                if (current) tokens.set(Optional.of(c.messageTokens().getFirst()));
                else count();
            }
            default -> tokens.set(Optional.empty());
        }
    }
}
