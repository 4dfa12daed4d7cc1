package polymath.app.chat;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntSupplier;
import javafx.collections.ObservableList;
import polymath.app.storage.Attachment;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.StoredSummary;
import polymath.app.summary.SummaryQueue;
import polymath.app.summary.SummaryViewModel;
import polymath.app.summary.SummaryViewModel.State;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// The summaries among a chat's answers: begins them, shows in the chat what the queue makes of them. While one is in
/// work or waits, the chat is busy. Belongs to the UI executor.
final class ChatSummaries {
    /// What an answer about a document needs beside it.
    private static final int REPLY_TOKENS = 1_024;

    private static final int PARTS = 1_000;

    private final ChatServices services;
    private final StoredChat stored;
    private final Answering answering;
    private final ObservableList<MessageModel> messages;
    private final IntSupplier limit;
    private final Runnable settled;
    private final Set<UUID> followed = new HashSet<>();
    private boolean busy;

    /// @param limit what the context holds, in tokens; 0 while unknown
    /// @param settled called when none is in work or waits any more
    ChatSummaries(
            ChatServices services,
            StoredChat stored,
            Answering answering,
            ObservableList<MessageModel> messages,
            IntSupplier limit,
            Runnable settled) {
        this.limit = limit;
        this.services = services;
        this.stored = stored;
        this.answering = answering;
        this.messages = messages;
        this.settled = settled;
        messages.subscribe(this::changed);
    }

    /// Begins to answer a message with the summary of a document.
    ///
    /// @param source the message that the document is attached to
    /// @return the answer
    MessageModel begin(MessageModel source, int position, SummaryDepth depth) {
        StoredSummary summary = new StoredSummary(
                UUID.randomUUID(),
                stored.id().orElseThrow(),
                source.id(),
                position,
                source.attachments().get(position).name(),
                depth,
                services.choices().getValue().summaries().wholeTokens(),
                List.of(),
                List.of(),
                0);
        StoredMessage row = row(summary);
        stored.report(services.store().summaries().begin(row, summary));
        return show(new MessageModel(row), summary, false);
    }

    /// Has a summary written anew, as another version of its answer.
    ///
    /// @param steps to be done again; the others are taken over
    MessageModel beginVersion(MessageModel of, Set<Integer> steps) {
        SummaryViewModel before = of.summary().orElseThrow();
        StoredSummary summary = queue().copyOf(before, steps);
        StoredMessage row = row(summary);
        stored.report(services.store().summaries().beginVersion(row, of.id(), summary));
        MessageModel version = new MessageModel(row);
        version.setVersions(of.versions().with(row.id()));
        return show(version, summary, true);
    }

    /// Connects answers read from disk with their summaries.
    void found(List<MessageModel> answers, List<StoredSummary> summaries) {
        for (StoredSummary summary : summaries)
            answers.stream()
                    .filter(m -> m.id().equals(summary.answer()))
                    .findFirst()
                    .ifPresent(answer -> follow(
                            answer,
                            queue().known(
                                            summary,
                                            answer.state(),
                                            answer.details(),
                                            services.store().summaries())));
    }

    /// Stops the summaries in work or waiting here.
    ///
    /// @return whether there was one
    boolean stop() {
        List<SummaryViewModel> active = messages.reversed().stream() // the one in work last, or the next would begin
                .flatMap(m -> m.summary().stream())
                .filter(SummaryViewModel::active)
                .toList();
        active.forEach(queue()::pause);
        return !active.isEmpty();
    }

    /// The chat is gone, and what was to be written in it.
    void discard() {
        discard(messages);
    }

    /// These messages are gone.
    void discard(List<MessageModel> gone) {
        for (MessageModel message : gone) message.summary().ifPresent(queue()::remove);
    }

    private SummaryQueue queue() {
        return services.summaries();
    }

    private MessageModel show(MessageModel answer, StoredSummary summary, boolean varied) {
        follow(answer, queue().add(summary, services.store().summaries(), varied));
        return answer;
    }

    private void follow(MessageModel answer, SummaryViewModel summary) {
        if (!followed.add(answer.id())) return;
        answer.setSummary(summary);
        if (summary.state() != State.PAUSED || summary.messageState() == answer.state()) show(answer, summary);
        summary.revisionProperty().subscribe((before, now) -> {
            show(answer, summary);
            changed();
        });
        leaveOutWhatIsTooLong(summary);
    }

    private void show(MessageModel answer, SummaryViewModel summary) {
        answer.say(summary.text());
        answer.end(summary.messageState(), summary.details(), summary.failure());
        leaveOutWhatIsTooLong(summary);
    }

    /// Later questions are answered from the summary where the context does not hold the document, or where it is a
    /// chat that this one goes on from.
    private void leaveOutWhatIsTooLong(SummaryViewModel summary) {
        boolean tooLong = tooLong(summary, limit.getAsInt());
        boolean done = summary.state() == State.DONE;
        for (MessageModel message : messages)
            if (message.id().equals(summary.source())
                    && (tooLong
                            || done
                                    && message.attachments()
                                            .get(summary.position())
                                            .isEarlierChat())) message.leaveOut(summary.position());
    }

    /// @param limitTokens what the context holds; 0 while unknown
    static boolean tooLong(SummaryViewModel summary, int limitTokens) {
        long tokens = summary.steps().stream()
                .filter(step -> step.kind() != SummaryStep.Kind.MERGE)
                .mapToLong(SummaryStep::tokens)
                .sum();
        int limit = summary.details().map(d -> d.usage().contextLimitTokens()).orElse(limitTokens);
        return limit > 0 && tokens + Math.min(REPLY_TOKENS, limit / 4) > limit;
    }

    private Optional<SummaryViewModel> active() {
        return messages.stream()
                .flatMap(m -> m.summary().stream())
                .filter(SummaryViewModel::active)
                .findFirst();
    }

    private void changed() {
        Optional<SummaryViewModel> active = active();
        if (active.isEmpty()) {
            if (!busy) return;
            busy = false;
            answering.progress().set(ReadingProgress.UNKNOWN);
            answering.phase().set(Phase.IDLE);
            settled.run();
            return;
        }
        busy = true;
        SummaryViewModel summary = active.get();
        answering
                .progress()
                .set(new ReadingProgress((int) (summary.fraction() * PARTS), PARTS, 0, 0, Optional.empty()));
        boolean writing = summary.current()
                .filter(step -> summary.state(step) == SummaryViewModel.StepState.WRITING)
                .isPresent();
        answering
                .phase()
                .set(summary.state() == State.WAITING ? Phase.WAITING : writing ? Phase.WRITING : Phase.READING);
    }

    private StoredMessage row(StoredSummary summary) {
        StoredMessage answer = StoredMessage.answer(summary.conversation());
        return new StoredMessage(
                summary.answer(),
                answer.conversationId(),
                answer.role(),
                "",
                MessageState.WRITING,
                answer.createdAt(),
                Optional.empty(),
                List.<Attachment>of());
    }
}
