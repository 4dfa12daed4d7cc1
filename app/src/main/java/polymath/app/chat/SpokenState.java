package polymath.app.chat;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.util.Subscription;
import polymath.app.ui.Strings;

/// What a screen reader is told about a chat: each change of what it is doing, and while it reads every tenth part.
/// More often would drown everything else.
final class SpokenState {
    private static final int STEP_PERCENT = 10;

    private final ChatViewModel chat;
    private final Strings strings;
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper(this, "words", "");
    private final Subscription following;

    SpokenState(ChatViewModel chat, Strings strings) {
        this.chat = chat;
        this.strings = strings;
        following = Subscription.combine(
                chat.phaseProperty().subscribe((old, now) -> say()),
                chat.progressProperty().subscribe((old, now) -> say()));
    }

    /// Empty until something happens.
    ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }

    void dispose() {
        following.unsubscribe();
    }

    private void say() {
        Phase phase = chat.phaseProperty().get();
        int percent = (int) (chat.progressProperty().get().fraction() * 100);
        words.set(
                switch (phase) {
                    case READING -> strings.get("spoken.READING", percent / STEP_PERCENT * STEP_PERCENT);
                    case IDLE ->
                        chat.messages().isEmpty()
                                ? ""
                                : strings.get("spoken.ended."
                                        + chat.messages().getLast().state());
                    case STORING, WAITING, WRITING -> strings.get("spoken." + phase);
                });
    }
}
