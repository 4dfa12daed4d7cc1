package polymath.app.chat;

import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.Prompt;
import polymath.engine.api.Usage;

/// Knows how full the context is: from the engine's count of the conversation, and from what it reports while it
/// answers. Never a guess. Belongs to the UI executor.
final class ContextMeter {
    private final ChatServices services;
    private final ReadOnlyObjectWrapper<ContextUse> use = new ReadOnlyObjectWrapper<>(this, "use", ContextUse.UNKNOWN);
    private Optional<UUID> counting = Optional.empty();
    private boolean hasSystem;

    ContextMeter(ChatServices services) {
        this.services = services;
    }

    ReadOnlyObjectProperty<ContextUse> useProperty() {
        return use.getReadOnlyProperty();
    }

    /// Has the conversation counted, if there is a model to count it.
    ///
    /// @param system whether the prompt begins with a system prompt
    void count(Prompt conversation, boolean system) {
        if (services.readiness().getValue() != Readiness.READY) return;
        UUID command = UUID.randomUUID();
        counting = Optional.of(command);
        hasSystem = system;
        services.bus().publish(new Command.CountTokens(command, conversation));
    }

    void onEvent(Event event) {
        if (counting.isEmpty() || !counting.get().equals(event.id())) return;
        if (event instanceof Event.TokensCounted counted) {
            int system = hasSystem ? counted.messageTokens().getFirst() : 0;
            use.set(new ContextUse(
                    system, counted.promptTokens() - system, use.get().attachedTokens(), counted.contextLimitTokens()));
        }
        counting = Optional.empty();
    }

    /// The answer being written has brought the conversation to this many tokens.
    void grown(int tokens) {
        ContextUse now = use.get();
        use.set(new ContextUse(
                now.systemTokens(), tokens - now.systemTokens(), now.attachedTokens(), now.limitTokens()));
    }

    /// What the engine says at an answer's end.
    void settled(Usage usage) {
        ContextUse now = use.get();
        use.set(new ContextUse(
                now.systemTokens(),
                usage.contextTokens() - now.systemTokens(),
                now.attachedTokens(),
                usage.contextLimitTokens()));
    }

    void attached(int tokens) {
        ContextUse now = use.get();
        use.set(new ContextUse(now.systemTokens(), now.conversationTokens(), tokens, now.limitTokens()));
    }
}
