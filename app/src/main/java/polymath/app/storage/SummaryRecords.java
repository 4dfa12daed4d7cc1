package polymath.app.storage;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import polymath.engine.api.SummaryStep;

/// The summaries of a history: how far each is, step by step. Thread-safe; all that [ConversationStore] says of its
/// reading and writing holds here.
public final class SummaryRecords {
    private final ConversationStore store;

    SummaryRecords(ConversationStore store) {
        this.store = store;
    }

    /// Adds an answer that will be a summary at the end of its conversation.
    public CompletableFuture<Void> begin(StoredMessage answer, StoredSummary summary) {
        return store.change(tables -> {
            tables.messages().append(answer);
            add(tables, summary);
        });
    }

    /// The same for another version of an answer.
    public CompletableFuture<Void> beginVersion(StoredMessage answer, UUID of, StoredSummary summary) {
        return store.change(tables -> {
            tables.messages().appendVersion(answer, of);
            add(tables, summary);
        });
    }

    private static void add(ConversationStore.Tables tables, StoredSummary summary) throws SQLException {
        tables.summaries()
                .add(tables.messages().seq(summary.answer()), tables.messages().seq(summary.source()), summary);
    }

    /// Keeps the steps as they are planned.
    public CompletableFuture<Void> plan(UUID answer, List<SummaryStep> steps) {
        return store.change(
                tables -> tables.summaries().setSteps(tables.messages().seq(answer), steps));
    }

    /// Keeps what a step came to, and with it what the answer now says.
    public CompletableFuture<Void> keep(UUID answer, SummaryStep.Text text, String content) {
        return store.change(tables -> {
            tables.summaries().put(tables.messages().seq(answer), text);
            tables.messages().update(answer, content, MessageState.WRITING, Optional.empty());
        });
    }

    /// Forgets what steps came to; the answer now says this.
    public CompletableFuture<Void> forget(UUID answer, Collection<Integer> steps, String content) {
        List<Integer> dropped = List.copyOf(steps);
        return store.change(tables -> {
            tables.summaries().drop(tables.messages().seq(answer), dropped);
            tables.messages().update(answer, content, MessageState.WRITING, Optional.empty());
        });
    }

    /// Keeps how an answer stands: that its summary goes on, or how it ended.
    public CompletableFuture<Void> settle(
            UUID answer, String content, MessageState state, Optional<AnswerDetails> details) {
        return store.update(answer, content, state, details);
    }

    /// Keeps the queue.
    ///
    /// @param out answers that are not in it any more
    public CompletableFuture<Void> queue(List<UUID> order, Collection<UUID> out) {
        List<UUID> in = List.copyOf(order);
        List<UUID> removed = List.copyOf(out);
        return store.change(tables -> {
            for (UUID answer : removed)
                tables.summaries().setPlace(tables.messages().seq(answer), 0);
            for (int i = 0; i < in.size(); i++)
                tables.summaries().setPlace(tables.messages().seq(in.get(i)), i + 1);
        });
    }

    /// Of all answers of a conversation, shown or not.
    public CompletableFuture<List<StoredSummary>> of(UUID conversation) {
        return store.read(tables ->
                tables.summaries().of(tables.seq(Optional.of(conversation)).orElseThrow()));
    }

    /// What was in the queue when the history was closed, in its order.
    public CompletableFuture<List<StoredSummary>> queued() {
        return store.read(tables -> tables.summaries().queued());
    }

    /// The document that an answer is the summary of; nothing if it is not there any more.
    public CompletableFuture<Optional<Attachment>> document(UUID answer) {
        return store.read(
                tables -> tables.summaries().document(tables.messages().seq(answer)));
    }

    /// What was measured with a model last: details of answers of recent times, the newest first.
    ///
    /// @param limit how many answers are looked at
    public CompletableFuture<List<AnswerDetails>> recentDetails(int limit) {
        return store.read(tables -> tables.messages().recentDetails(limit));
    }
}
