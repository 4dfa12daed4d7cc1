package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.engine.api.ChatMessage;
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
    private Optional<UUID> draftCounting = Optional.empty();
    private Optional<String> writtenLast = Optional.empty(); // since it was counted

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

    /// What is being written has changed. It is counted as often as the engine keeps up with the typing.
    void draft(String text) {
        if (text.isBlank()) {
            writtenLast = Optional.empty();
            draftCounting = Optional.empty();
            use.set(use.get().withDraft(0));
            return;
        }
        if (services.readiness().getValue() != Readiness.READY) return;
        writtenLast = Optional.of(text);
        if (draftCounting.isEmpty()) countDraft();
    }

    private void countDraft() {
        writtenLast.ifPresent(text -> {
            UUID command = UUID.randomUUID();
            draftCounting = Optional.of(command);
            writtenLast = Optional.empty();
            services.bus()
                    .publish(new Command.CountTokens(
                            command, new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.USER, text)))));
        });
    }

    void onEvent(Event event) {
        if (draftCounting.equals(Optional.of(event.id()))) {
            draftCounting = Optional.empty();
            if (event instanceof Event.TokensCounted counted)
                use.set(use.get().withDraft(counted.messageTokens().getFirst()));
            countDraft();
        }
        if (counting.isEmpty() || !counting.get().equals(event.id())) return;
        if (event instanceof Event.TokensCounted counted) {
            int system = hasSystem ? counted.messageTokens().getFirst() : 0;
            use.set(use.get().withConversation(system, counted.promptTokens() - system, counted.contextLimitTokens()));
        }
        counting = Optional.empty();
    }

    /// The answer being written has brought the conversation to this many tokens.
    void grown(int tokens) {
        ContextUse now = use.get();
        use.set(now.withConversation(now.systemTokens(), tokens - now.systemTokens(), now.limitTokens()));
    }

    /// What the engine says at an answer's end.
    void settled(Usage usage) {
        ContextUse now = use.get();
        use.set(now.withConversation(
                now.systemTokens(), usage.contextTokens() - now.systemTokens(), usage.contextLimitTokens()));
    }

    void attached(int tokens) {
        use.set(use.get().withAttached(tokens));
    }
}
