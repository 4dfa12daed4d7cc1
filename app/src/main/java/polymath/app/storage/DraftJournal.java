package polymath.app.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// Keeps a draft on disk while it is typed: every key is durable at most 250 ms later. Never more than one write is
/// queued.
///
/// Thread-safe; the methods return at once.
public final class DraftJournal {
    /// As in [AnswerJournal]: leaves 100 ms of the promised 250 for the write itself.
    private static final Duration DELAY = Duration.ofMillis(150);

    private final ConversationStore store;
    private final Consumer<StorageException> trouble;
    private Optional<UUID> conversation; // guarded by this, as all below
    private String text = "";
    private boolean writing;
    private boolean held;

    /// @param conversation whose draft it is; none for the new chat
    /// @param trouble told about each write that failed, on the storage thread
    public DraftJournal(ConversationStore store, Optional<UUID> conversation, Consumer<StorageException> trouble) {
        this.store = store;
        this.conversation = conversation;
        this.trouble = trouble;
    }

    /// Takes the draft as it is now.
    public synchronized void put(String now) {
        text = now;
        schedule();
    }

    /// Writes nothing until [#release]: the draft is being sent, and stays on disk until the message is there.
    public synchronized void hold() {
        held = true;
    }

    /// The message is stored, or could not be.
    ///
    /// @param now the conversation drafts belong to from here on
    public synchronized void release(Optional<UUID> now) {
        held = false;
        conversation = now;
        if (!text.isEmpty()) schedule();
    }

    private synchronized void schedule() {
        if (writing || held) return;
        try {
            store.later(DELAY, this::write);
            writing = true;
        } catch (StorageException closed) {
            trouble.accept(closed);
        }
    }

    /// On the storage thread.
    private void write() {
        Optional<UUID> home;
        String now;
        synchronized (this) {
            writing = false;
            if (held) return;
            home = conversation;
            now = text;
        }
        try {
            store.setDraft(home, now);
        } catch (StorageException fault) {
            trouble.accept(fault);
        }
    }
}
