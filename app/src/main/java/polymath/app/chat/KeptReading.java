package polymath.app.chat;

import java.util.UUID;
import javafx.beans.value.ObservableValue;

/// Which chats' reading stays on disk when room is needed. A document is read as part of its chat, so one that is kept
/// ready keeps the chat that it is in. UI thread.
public interface KeptReading {
    /// Whether a chat's reading is kept.
    ObservableValue<Boolean> of(UUID conversation);

    /// Has it kept from now on, or not.
    void keep(UUID conversation, boolean ready);
}
