package polymath.app.storage;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import polymath.engine.api.ChatMessage;

/// A message of a conversation as it is kept.
///
/// @param id chosen by the writer; appending the same id twice keeps one message
/// @param createdAt kept in milliseconds
/// @param details of an answer that ended
/// @param attachments in the order they were attached
public record StoredMessage(
        UUID id,
        UUID conversationId,
        ChatMessage.Role role,
        String content,
        MessageState state,
        Instant createdAt,
        Optional<AnswerDetails> details,
        List<Attachment> attachments) {
    public StoredMessage {
        Objects.requireNonNull(id);
        Objects.requireNonNull(conversationId);
        Objects.requireNonNull(role);
        Objects.requireNonNull(content);
        Objects.requireNonNull(state);
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        Objects.requireNonNull(details);
        attachments = List.copyOf(attachments);
    }

    /// A complete prompt of the user, written now.
    public static StoredMessage prompt(UUID conversationId, String content, List<Attachment> attachments) {
        return new StoredMessage(
                UUID.randomUUID(),
                conversationId,
                ChatMessage.Role.USER,
                content,
                MessageState.COMPLETE,
                Instant.now(),
                Optional.empty(),
                attachments);
    }

    /// An empty answer about to be written; an [AnswerJournal] fills it.
    public static StoredMessage answer(UUID conversationId) {
        return new StoredMessage(
                UUID.randomUUID(),
                conversationId,
                ChatMessage.Role.ASSISTANT,
                "",
                MessageState.WRITING,
                Instant.now(),
                Optional.empty(),
                List.of());
    }
}
