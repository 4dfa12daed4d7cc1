package polymath.app.storage;

import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/// The history: every conversation and message, in one SQLite file.
///
/// Thread-safe, never blocks but in [#close]. All work runs on the store's own thread in the order of the calls, so a
/// call sees what earlier calls wrote. A write's future completes when the write is on disk (`synchronous=FULL`) and
/// fails with [StorageException]. Futures complete on the storage thread: continue with an `…Async` method.
public final class ConversationStore implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ConversationStore.class.getName());
    private static final Duration CLOSING = Duration.ofSeconds(5);

    /// The open file; used on the storage thread only.
    private record History(Database database, Tables tables, int recovered) {}

    record Tables(
            ConversationTable conversations,
            MessageTable messages,
            MessageTree tree,
            FeedbackTable feedback,
            DraftTable drafts,
            SummaryTable summaries,
            SearchIndex index) {
        static Tables of(Connection connection) {
            SearchIndex index = new SearchIndex(connection);
            ConversationTable conversations = new ConversationTable(connection, index);
            MessageTree tree = new MessageTree(connection, index);
            return new Tables(
                    conversations,
                    new MessageTable(connection, conversations, tree, index),
                    tree,
                    new FeedbackTable(connection),
                    new DraftTable(connection),
                    new SummaryTable(connection),
                    index);
        }

        Optional<Long> seq(Optional<UUID> conversation) throws SQLException {
            return conversation.isEmpty() ? Optional.empty() : Optional.of(conversations.seq(conversation.get()));
        }
    }

    interface Work<T> {
        T on(Tables tables) throws SQLException;
    }

    interface Change {
        void on(Tables tables) throws SQLException;
    }

    private final StorageThread thread = new StorageThread("storage");
    private final CompletableFuture<History> opened;

    /// Empty if it lives in memory.
    private final Optional<Path> file;
    private final SummaryRecords summaries = new SummaryRecords(this);

    private ConversationStore(Callable<History> open, Optional<Path> file) {
        opened = thread.call(open);
        this.file = file;
    }

    /// A store that lives in memory only and is gone when it is closed.
    public static ConversationStore inMemory() {
        return new ConversationStore(
                () -> {
                    Database database = Database.inMemory();
                    return new History(database, Tables.of(database.connection()), 0);
                },
                Optional.empty());
    }

    /// Opens the history in the background, or starts one; folders are created. Never fails: see [#status].
    public static ConversationStore open(Path file) {
        return new ConversationStore(() -> start(file), Optional.of(file));
    }

    private static History start(Path file) throws SQLException {
        AtomicInteger recovered = new AtomicInteger();
        Database database = Database.open(file, connection -> {
            Tables tables = Tables.of(connection);
            recovered.set(Database.transaction(
                    connection, ignored -> tables.messages().recover()));
            if (Database.transaction(
                            connection,
                            ignored -> tables.tree().purge()
                                    + tables.conversations().purge())
                    > 0)
                // Until the log is emptied, what was deleted can still be read in it.
                Database.execute(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
            return recovered.get();
        });
        if (recovered.get() > 0) LOG.log(Level.INFO, "{0} unfinished answers found", recovered);
        return new History(database, Tables.of(database.connection()), recovered.get());
    }

    <T> CompletableFuture<T> read(Work<T> work) {
        return thread.call(() -> work.on(opened.join().tables()));
    }

    private <T> CompletableFuture<T> write(Work<T> work) {
        return thread.call(() -> writeNow(work));
    }

    private <T> T writeNow(Work<T> work) throws SQLException {
        History history = opened.join();
        if (history.database().status().readOnly())
            throw new StorageException(StorageException.Code.READ_ONLY, "the history was opened read-only");
        return history.database().transaction(ignored -> work.on(history.tables()));
    }

    CompletableFuture<Void> change(Change change) {
        return write(tables -> {
                    change.on(tables);
                    return true;
                })
                .thenApply(ignored -> null);
    }

    /// Whether it was made to be gone when it is closed, see [#inMemory].
    public boolean temporary() {
        return file.isEmpty();
    }

    /// Where the history is kept, or should be; empty if it lives in memory.
    public Optional<Path> folder() {
        return file.map(Path::toAbsolutePath).map(Path::getParent);
    }

    /// How far the summaries among its answers are.
    public SummaryRecords summaries() {
        return summaries;
    }

    /// What became of the file.
    public CompletableFuture<StoreStatus> status() {
        return thread.call(() -> opened.join().database().status());
    }

    /// How many unfinished answers were found and marked [MessageState#INTERRUPTED] when the history was opened.
    public CompletableFuture<Integer> recovered() {
        return thread.call(() -> opened.join().recovered());
    }

    /// All conversations that are not deleted, the one last written to first.
    public CompletableFuture<List<Conversation>> conversations() {
        return read(tables -> tables.conversations().all());
    }

    /// A new conversation without title or messages.
    public CompletableFuture<Conversation> create(String systemPrompt) {
        return write(tables -> tables.conversations().create(systemPrompt));
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> rename(UUID conversationId, String title) {
        return change(tables -> tables.conversations().rename(conversationId, title));
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> setSystemPrompt(UUID conversationId, String systemPrompt) {
        return change(tables -> tables.conversations().setSystemPrompt(conversationId, systemPrompt));
    }

    /// Does not change the order of [#conversations].
    public CompletableFuture<Void> setPinned(UUID conversationId, boolean pinned) {
        return change(tables -> tables.conversations().setPinned(conversationId, pinned));
    }

    public CompletableFuture<Void> setKeepReady(UUID conversationId, boolean keepReady) {
        return change(tables -> tables.conversations().setKeepReady(conversationId, keepReady));
    }

    /// Moves a conversation to a folder, or out of one. A folder is there as long as something is in it.
    public CompletableFuture<Void> setFolder(UUID conversationId, Optional<String> folder) {
        return change(tables -> tables.conversations().setFolder(conversationId, folder));
    }

    /// Moves all that is in a folder to another one.
    public CompletableFuture<Void> renameFolder(String from, String to) {
        return change(tables -> tables.conversations().renameFolder(from, to));
    }

    /// Takes in conversations from elsewhere with their messages, all of them or, if that fails, none. Those whose id
    /// is
    /// here already stay as they are. The others come below all that is here in the order of [#conversations].
    ///
    /// @param chats the one last written to first
    public CompletableFuture<ImportCount> take(List<ArchivedChat> chats) {
        return write(tables -> {
            int added = 0;
            for (ArchivedChat chat : chats) {
                if (!tables.conversations().take(chat.conversation())) continue;
                tables.messages().addAll(chat.conversation().id(), chat.messages());
                tables.conversations().settle(chat.conversation());
                added++;
            }
            return new ImportCount(added, chats.size() - added);
        });
    }

    /// Hides a conversation from lists and search. [#restore] brings it back until the history is opened next: then it
    /// is gone for good, its bytes overwritten.
    public CompletableFuture<Void> delete(UUID conversationId) {
        return change(tables -> tables.conversations().setDeleted(conversationId, true));
    }

    /// Undoes [#delete].
    public CompletableFuture<Void> restore(UUID conversationId) {
        return change(tables -> tables.conversations().setDeleted(conversationId, false));
    }

    /// The messages that are shown, in order: of each its chosen version.
    public CompletableFuture<List<StoredMessage>> messages(UUID conversationId) {
        return thread(conversationId)
                .thenApply(thread -> thread.stream().map(ThreadMessage::message).toList());
    }

    /// The same with the versions there are and what the reader thought of them.
    public CompletableFuture<List<ThreadMessage>> thread(UUID conversationId) {
        return read(tables -> tables.messages().of(conversationId));
    }

    /// Adds a message at the end of its conversation, which moves to the top of [#conversations]. A message whose id is
    /// stored already is left as it is.
    public CompletableFuture<Void> append(StoredMessage message) {
        return change(tables -> tables.messages().append(message));
    }

    /// Adds a message as the latest version of another one, and shows it: what followed the other one is still there,
    /// and back when [#choose] shows it again.
    public CompletableFuture<Void> appendVersion(StoredMessage message, UUID other) {
        return change(tables -> tables.messages().appendVersion(message, other));
    }

    /// Adds a message and empties the draft it was, in one step: whatever happens, it is in exactly one of the places.
    ///
    /// @param first whether it was written in the new chat, before its conversation was there
    public CompletableFuture<Void> send(StoredMessage message, boolean first) {
        return change(tables -> {
            tables.messages().append(message);
            tables.drafts().clear(first ? Optional.empty() : tables.seq(Optional.of(message.conversationId())));
        });
    }

    /// Shows this version of a message, and of those before it the ones it follows.
    public CompletableFuture<Void> choose(UUID messageId) {
        return change(tables -> tables.tree().choose(tables.messages().seq(messageId)));
    }

    /// Hides a message and what follows it. [#restoreMessage] brings it back until the history is opened next.
    public CompletableFuture<Void> deleteMessage(UUID messageId) {
        return change(tables -> tables.tree().delete(tables.messages().seq(messageId)));
    }

    /// Undoes [#deleteMessage].
    public CompletableFuture<Void> restoreMessage(UUID messageId) {
        return change(tables -> tables.tree().restore(tables.messages().seq(messageId)));
    }

    /// Keeps what the reader thinks of an answer.
    public CompletableFuture<Void> rate(UUID messageId, Feedback feedback) {
        return change(tables -> tables.feedback().put(tables.messages().seq(messageId), feedback));
    }

    /// What is being written in a conversation, or where none is yet.
    public CompletableFuture<Draft> draft(Optional<UUID> conversationId) {
        return read(tables -> tables.drafts().of(tables.seq(conversationId)));
    }

    /// Attaches a document to a draft.
    ///
    /// @param id chosen by the caller; the same id twice keeps one document
    public CompletableFuture<Void> attachToDraft(Optional<UUID> conversationId, UUID id, Attachment document) {
        return change(tables -> tables.drafts().attach(tables.seq(conversationId), id, document));
    }

    /// Undoes [#attachToDraft].
    public CompletableFuture<Void> detachFromDraft(UUID id) {
        return change(tables -> tables.drafts().detach(id));
    }

    /// Replaces what a message says. For an answer that is being streamed use [AnswerJournal].
    public CompletableFuture<Void> update(
            UUID messageId, String content, MessageState state, Optional<AnswerDetails> details) {
        return change(tables -> tables.messages().update(messageId, content, state, details));
    }

    /// Finds text in titles, then in messages and the documents attached to them, newest first. All words must occur;
    /// the last one may be the beginning of
    /// a word. Case, accents and the strokes of `ł ø đ` are ignored. A query without letters or digits finds nothing.
    public CompletableFuture<List<SearchHit>> search(String query, int limit) {
        return read(tables -> tables.index().search(query, limit));
    }

    /// Writes what is queued and closes the file; blocks up to 5 s. Later calls fail with
    /// [StorageException.Code#CLOSED].
    @Override
    public void close() {
        if (!thread.drain(CLOSING)) LOG.log(Level.WARNING, "the history is still being written");
        else if (opened.isDone() && !opened.isCompletedExceptionally())
            opened.join().database().close();
    }

    /// Adds to a message in state [MessageState#WRITING], durable on return; see [MessageTable#addPiece]. Only for work
    /// given to [#later], because it runs on the storage thread.
    ///
    /// @throws StorageException if that fails
    void addPiece(UUID messageId, int start, String text) {
        changeNow(tables -> tables.messages().addPiece(messageId, start, text));
    }

    /// Keeps the text of a draft, under the conditions of [#addPiece].
    void setDraft(Optional<UUID> conversationId, String text) {
        changeNow(tables -> tables.drafts().setText(tables.seq(conversationId), text));
    }

    private void changeNow(Change change) {
        try {
            writeNow(tables -> {
                change.on(tables);
                return true;
            });
        } catch (SQLException | RuntimeException e) {
            throw StorageException.of(e);
        }
    }

    /// Runs work on the storage thread, later.
    ///
    /// @throws StorageException if the store is closed
    void later(Duration delay, Runnable work) {
        thread.later(delay, work);
    }
}
