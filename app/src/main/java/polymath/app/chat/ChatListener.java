package polymath.app.chat;

import java.util.UUID;
import polymath.app.storage.Conversation;

/// Told, on the UI executor, what a chat did that the list of conversations shows.
public interface ChatListener {
    /// A first message was sent: the conversation now exists.
    void started(Conversation conversation);

    /// The same for one that is kept in memory only.
    default void startedTemporary(Conversation conversation) {
        started(conversation);
    }

    /// Something was added to it.
    void touched(UUID conversationId);

    void titled(UUID conversationId, String title);

    void activity(UUID conversationId, Activity activity);

    /// What the list shows beside a conversation.
    enum Activity {
        NONE,
        WORKING,
        FINISHED,
        FAILED
    }
}
