package polymath.app.storage;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The history: every conversation and message, in one SQLite file.
///
/// Thread-safe, never blocks but in [#close]. All work runs on the store's own thread in the order of the calls, so a
/// call sees what earlier calls wrote. A write's future completes when the write is on disk (`synchronous=FULL`) and
/// fails with [StorageException]. Futures complete on the storage thread: continue with an `…Async` method.
public final class ConversationStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConversationStore.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /// The open file and its tables; used on the storage thread only.
    private record History(
            Database database,
            ConversationTable conversations,
            MessageTable messages,
            SearchIndex index,
            int recovered) {}

    private interface Work<T> {
        T on(History history) throws SQLException;
    }

    private interface Change {
        void on(History history) throws SQLException;
    }

    private final StorageThread thread = new StorageThread("storage");
    private final CompletableFuture<History> opened;

    private ConversationStore(Path file) {
        opened = thread.call(() -> start(file));
    }

    /// Opens the history in the background, or starts one; folders are created. Never fails: see [#status].
    public static ConversationStore open(Path file) {
        return new ConversationStore(file);
    }

    private static History start(Path file) throws SQLException {
        Database database = Database.open(file);
        SearchIndex index = new SearchIndex(database.connection());
        ConversationTable conversations = new ConversationTable(database.connection(), index);
        MessageTable messages = new MessageTable(database.connection(), conversations, index);
        if (database.status().readOnly()) return new History(database, conversations, messages, index, 0);
        int recovered = database.transaction(ignored -> messages.recover());
        if (database.transaction(ignored -> conversations.purge()) > 0)
            // Until the log is emptied, what was deleted can still be read in it.
            Database.execute(database.connection(), "PRAGMA wal_checkpoint(TRUNCATE)");
        LOG.log(Level.INFO, "history opened, {0} unfinished answers", recovered);
        return new History(database, conversations, messages, index, recovered);
    }

    private <T> CompletableFuture<T> read(Work<T> work) {
        return thread.call(() -> work.on(opened.join()));
    }

    private <T> CompletableFuture<T> write(Work<T> work) {
        return thread.call(() -> {
            History history = opened.join();
            if (history.database().status().readOnly())
                throw new StorageException(StorageException.Code.READ_ONLY, "the history was opened read-only");
            return history.database().transaction(ignored -> work.on(history));
        });
    }

    private CompletableFuture<Void> change(Change change) {
        return write(history -> {
                    change.on(history);
                    return true;
                })
                .thenApply(ignored -> null);
    }

    /// What became of the file.
    public CompletableFuture<StoreStatus> status() {
        return read(history -> history.database().status());
    }

    /// How many unfinished answers were found and marked [MessageState#INTERRUPTED] when the history was opened.
    public CompletableFuture<Integer> recovered() {
        return read(History::recovered);
    }

    /// All conversations that are not deleted, the one last written to first.
    public CompletableFuture<List<Conversation>> conversations() {
        return read(history -> history.conversations().all());
    }

    /// A new conversation without title or messages.
    public CompletableFuture<Conversation> create(String systemPrompt) {
        return write(history -> history.conversations().create(systemPrompt));
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> rename(UUID conversationId, String title) {
        return change(history -> history.conversations().rename(conversationId, title));
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> setSystemPrompt(UUID conversationId, String systemPrompt) {
        return change(history -> history.conversations().setSystemPrompt(conversationId, systemPrompt));
    }

    /// Hides a conversation from lists and search. [#restore] brings it back until the history is opened next: then it
    /// is gone for good, its bytes overwritten.
    public CompletableFuture<Void> delete(UUID conversationId) {
        return change(history -> history.conversations().setDeleted(conversationId, true));
    }

    /// Undoes [#delete].
    public CompletableFuture<Void> restore(UUID conversationId) {
        return change(history -> history.conversations().setDeleted(conversationId, false));
    }

    /// The messages in the order they were appended.
    public CompletableFuture<List<StoredMessage>> messages(UUID conversationId) {
        return read(history -> history.messages().of(conversationId));
    }

    /// Adds a message at the end of its conversation, which moves to the top of [#conversations]. A message whose id is
    /// stored already is left as it is.
    public CompletableFuture<Void> append(StoredMessage message) {
        return change(history -> history.messages().append(message));
    }

    /// Replaces what a message says. For an answer that is being streamed use [AnswerJournal].
    public CompletableFuture<Void> update(
            UUID messageId, String content, MessageState state, Optional<AnswerDetails> details) {
        return change(history -> history.messages().update(messageId, content, state, details));
    }

    /// Finds text in titles, then in messages, newest first. All words must occur; the last one may be the beginning of
    /// a word. Case, accents and the strokes of `ł ø đ` are ignored. A query without letters or digits finds nothing.
    public CompletableFuture<List<SearchHit>> search(String query, int limit) {
        return read(history -> history.index().search(query, limit));
    }

    /// Writes what is queued and closes the file; blocks up to 5 s. Later calls fail with
    /// [StorageException.Code#CLOSED].
    @Override
    public void close() {
        if (!thread.drain(CLOSING)) LOG.log(Level.WARNING, "the history is still being written");
        else if (opened.isDone() && !opened.isCompletedExceptionally())
            opened.join().database().close();
    }

    /// Adds to a message in state [MessageState#WRITING]; see [MessageTable#addPiece].
    CompletableFuture<Void> addPiece(UUID messageId, int start, String text) {
        return change(history -> history.messages().addPiece(messageId, start, text));
    }

    /// Runs work on the storage thread, later.
    ///
    /// @throws StorageException if the store is closed
    void later(Duration delay, Runnable work) {
        thread.later(delay, work);
    }
}
