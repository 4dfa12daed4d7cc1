package polymath.app.storage;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Keeps an answer on disk while it is streamed: what is appended is durable at most 250 ms later. Each write adds only
/// the new text, and never more than one write is queued.
///
/// Thread-safe; the methods return at once.
public final class AnswerJournal {
    /// Leaves 100 ms of the promised 250 for the write itself and for what is queued before it.
    private static final Duration DELAY = Duration.ofMillis(150);

    private final ConversationStore store;
    private final UUID messageId;
    private final Consumer<StorageException> trouble;
    private final StringBuilder text = new StringBuilder(); // guards itself and the fields below
    private int saved;
    private boolean writing;
    private boolean finished;

    /// @param messageId of a message in state [MessageState#WRITING] whose append was called before
    /// @param trouble told about each write that failed, on the storage thread; the text is kept and tried again with
    ///     the next write
    public AnswerJournal(ConversationStore store, UUID messageId, Consumer<StorageException> trouble) {
        this(store, messageId, "", trouble);
    }

    /// The same for an answer that goes on.
    ///
    /// @param beginning what the message says already, on disk too
    public AnswerJournal(
            ConversationStore store, UUID messageId, String beginning, Consumer<StorageException> trouble) {
        text.append(beginning);
        saved = beginning.length();
        this.store = store;
        this.messageId = messageId;
        this.trouble = trouble;
    }

    /// Takes the next piece of the answer.
    ///
    /// @throws IllegalStateException after [#finish]
    public void append(String piece) {
        if (piece.isEmpty()) return;
        synchronized (text) {
            if (finished) throw new IllegalStateException("the answer is finished");
            text.append(piece);
            if (writing) return;
            writing = true;
        }
        if (!scheduled()) ended(new StorageException(StorageException.Code.CLOSED, "the store is closed"));
    }

    /// Everything appended so far.
    public String text() {
        synchronized (text) {
            return text.toString();
        }
    }

    /// How many characters of [#text] are known to be on disk.
    public int savedLength() {
        synchronized (text) {
            return saved;
        }
    }

    /// Writes the whole text with its final state; the future completes when that is on disk. The answer takes no more
    /// text afterwards. After a failure it may be called again.
    public CompletableFuture<Void> finish(MessageState state, Optional<AnswerDetails> details) {
        String whole;
        synchronized (text) {
            finished = true;
            whole = text.toString();
        }
        return store.update(messageId, whole, state, details).thenRun(() -> {
            synchronized (text) {
                saved = whole.length();
            }
        });
    }

    /// On the storage thread.
    private void write() {
        boolean grown;
        do {
            int start;
            String piece;
            synchronized (text) {
                if (finished) return; // the final write holds everything
                start = saved;
                piece = text.substring(start);
            }
            try {
                store.addPiece(messageId, start, piece);
            } catch (StorageException fault) {
                ended(fault);
                return;
            }
            synchronized (text) {
                saved = start + piece.length();
                grown = saved < text.length();
                writing = grown;
            }
        } while (grown && !scheduled());
    }

    /// @return false when the store is closing: then what came meanwhile is written at once
    private boolean scheduled() {
        try {
            store.later(DELAY, this::write);
            return true;
        } catch (StorageException closed) {
            return false;
        }
    }

    private void ended(StorageException fault) {
        synchronized (text) {
            writing = false;
        }
        trouble.accept(fault);
    }
}
