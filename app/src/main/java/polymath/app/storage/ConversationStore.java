package polymath.app.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The history: every conversation and message, in one SQLite file.
///
/// Thread-safe, never blocks but in [#close]. All work runs on the store's own thread in the order of the calls, so a
/// call sees what earlier calls wrote. A write's future completes when the write is on disk (`synchronous=FULL`) and
/// fails with [StorageException]. Futures complete on the storage thread: continue with an `…Async` method.
@SuppressWarnings("DoNotCallSuggester")
public final class ConversationStore implements AutoCloseable {
    private ConversationStore() {}

    /// Opens the history in the background, or starts one; folders are created. Never fails: see [#status].
    @SuppressWarnings("DoNotCallSuggester")
    public static ConversationStore open(Path file) {
        throw new UnsupportedOperationException();
    }

    /// What became of the file.
    public CompletableFuture<StoreStatus> status() {
        throw new UnsupportedOperationException();
    }

    /// How many unfinished answers were found and marked [MessageState#INTERRUPTED] when the history was opened.
    public CompletableFuture<Integer> recovered() {
        throw new UnsupportedOperationException();
    }

    /// All conversations that are not deleted, the one last written to first.
    public CompletableFuture<List<Conversation>> conversations() {
        throw new UnsupportedOperationException();
    }

    /// A new conversation without title or messages.
    public CompletableFuture<Conversation> create(String systemPrompt) {
        throw new UnsupportedOperationException();
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> rename(UUID conversationId, String title) {
        throw new UnsupportedOperationException();
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> setSystemPrompt(UUID conversationId, String systemPrompt) {
        throw new UnsupportedOperationException();
    }

    /// Hides a conversation from lists and search. [#restore] brings it back until the history is opened next: then it
    /// is gone for good, its bytes overwritten.
    public CompletableFuture<Void> delete(UUID conversationId) {
        throw new UnsupportedOperationException();
    }

    /// Undoes [#delete].
    public CompletableFuture<Void> restore(UUID conversationId) {
        throw new UnsupportedOperationException();
    }

    /// The messages in the order they were appended.
    public CompletableFuture<List<StoredMessage>> messages(UUID conversationId) {
        throw new UnsupportedOperationException();
    }

    /// Adds a message at the end of its conversation, which moves to the top of [#conversations]. A message whose id is
    /// stored already is left as it is.
    public CompletableFuture<Void> append(StoredMessage message) {
        throw new UnsupportedOperationException();
    }

    /// Replaces what a message says. For an answer that is being streamed use [AnswerJournal].
    public CompletableFuture<Void> update(
            UUID messageId, String content, MessageState state, Optional<AnswerDetails> details) {
        throw new UnsupportedOperationException();
    }

    /// Finds text in titles, then in messages, newest first. All words must occur; the last one may be the beginning of
    /// a word. Case, accents and the strokes of `ł ø đ` are ignored. A query without letters or digits finds nothing.
    public CompletableFuture<List<SearchHit>> search(String query, int limit) {
        throw new UnsupportedOperationException();
    }

    /// Writes what is queued and closes the file; blocks up to 5 s. Later calls fail with
    /// [StorageException.Code#CLOSED].
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
