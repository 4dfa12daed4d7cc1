package polymath.app.storage;

import java.util.List;
import java.util.Objects;

/// A conversation with all that was said in it, on its way out or in.
///
/// @param messages of the conversation, in order
public record ArchivedChat(Conversation conversation, List<StoredMessage> messages) {
    public ArchivedChat {
        Objects.requireNonNull(conversation);
        messages = List.copyOf(messages);
        for (StoredMessage message : messages)
            if (!message.conversationId().equals(conversation.id()))
                throw new IllegalArgumentException(
                        "a message of " + message.conversationId() + " in " + conversation.id());
    }
}
