package polymath.engine.api;

import java.util.List;
import java.util.Objects;

/// One message of a conversation.
///
/// @param documents what the content is about; the engine puts them before it, with their marks
public record ChatMessage(Role role, String content, List<Document> documents) {

    /// Who speaks; the chat template has these three.
    public enum Role {
        SYSTEM,
        USER,
        ASSISTANT
    }

    public ChatMessage {
        Objects.requireNonNull(role);
        Objects.requireNonNull(content);
        documents = List.copyOf(documents);
    }

    /// A message without documents.
    public ChatMessage(Role role, String content) {
        this(role, content, List.of());
    }
}
