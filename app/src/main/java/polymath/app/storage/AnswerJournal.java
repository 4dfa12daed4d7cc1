package polymath.app.storage;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/// Keeps an answer on disk while it is streamed: what is appended is durable at most 250 ms later. Each write adds only
/// the new text, and never more than one write is queued.
///
/// Thread-safe; the methods return at once.
@SuppressWarnings("DoNotCallSuggester")
public final class AnswerJournal {

    /// @param messageId of a message in state [MessageState#WRITING] whose append was called before
    /// @param trouble told about each write that failed, on the storage thread; the text is kept and tried again with
    ///     the next write
    public AnswerJournal(ConversationStore store, UUID messageId, Consumer<StorageException> trouble) {}

    /// Takes the next piece of the answer.
    public void append(String text) {
        throw new UnsupportedOperationException();
    }

    /// Everything appended so far.
    public String text() {
        throw new UnsupportedOperationException();
    }

    /// How many characters of [#text] are known to be on disk.
    public int savedLength() {
        throw new UnsupportedOperationException();
    }

    /// Writes the whole text with its final state; the future completes when that is on disk. The answer takes no more
    /// text afterwards. After a failure it may be called again.
    public CompletableFuture<Void> finish(MessageState state, Optional<AnswerDetails> details) {
        throw new UnsupportedOperationException();
    }
}
