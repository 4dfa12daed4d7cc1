package polymath.engine.api;

import java.util.Objects;

/// One message of a conversation.
public record ChatMessage(Role role, String content) {

    /// Who speaks; the chat template has these three.
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    public ChatMessage {
        Objects.requireNonNull(role);
        Objects.requireNonNull(content);
    }
}
