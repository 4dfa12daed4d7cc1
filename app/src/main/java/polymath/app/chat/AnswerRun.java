package polymath.app.chat;

import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.AnswerJournal;
import polymath.app.storage.Coverage;
import polymath.app.storage.MessageState;
import polymath.engine.api.Event;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// One answer being made: what the engine sends goes to the transcript and to disk. Belongs to the UI executor.
final class AnswerRun {
    private final MessageModel answer;
    private final AnswerJournal journal;
    private final SamplingParams sampling;
    private final boolean continues;
    private final UUID command = UUID.randomUUID();
    private Optional<Coverage> coverage = Optional.empty();
    private boolean sent;
    private long firstTextNanos;
    private int firstTextTokens;

    /// @param continues whether it adds to what the answer says already
    AnswerRun(MessageModel answer, AnswerJournal journal, SamplingParams sampling, boolean continues) {
        this.answer = answer;
        this.journal = journal;
        this.sampling = sampling;
        this.continues = continues;
    }

    MessageModel answer() {
        return answer;
    }

    SamplingParams sampling() {
        return sampling;
    }

    boolean continues() {
        return continues;
    }

    /// The id of its `Generate`.
    UUID command() {
        return command;
    }

    /// Whether the engine has it.
    boolean sent() {
        return sent;
    }

    void markSent() {
        sent = true;
    }

    /// What of the chat's documents its prompt has.
    void covers(Optional<Coverage> documents) {
        coverage = documents;
        answer.setCoverage(documents);
    }

    void append(Event.TextGenerated event, long nanos) {
        if (firstTextNanos == 0) {
            firstTextNanos = nanos;
            firstTextTokens = event.generatedTokens();
        }
        answer.append(event.text());
        journal.append(event.text());
    }

    /// Writing speed so far, 0 until there is something to measure.
    double tokensPerSecond(int generatedTokens, long nanos) {
        double seconds = (nanos - firstTextNanos) / 1e9;
        return firstTextNanos == 0 || seconds < 0.3 ? 0 : (generatedTokens - firstTextTokens) / seconds;
    }

    Supplier<CompletableFuture<Void>> finish(Event.Finished event, String modelName) {
        int before = kept().map(d -> d.usage().generatedTokens()).orElse(0);
        Usage usage = event.usage().withGeneratedTokens(before + event.usage().generatedTokens());
        Optional<AnswerDetails> details = Optional.of(
                new AnswerDetails(usage, event.reason().name(), modelName, Optional.of(sampling), coverage));
        return end(stateOf(event.reason()), details, Optional.empty());
    }

    Supplier<CompletableFuture<Void>> fail(Failure failure) {
        return end(stateOf(failure.code()), kept(), Optional.of(failure));
    }

    Supplier<CompletableFuture<Void>> stop() {
        return end(MessageState.STOPPED, kept(), Optional.empty());
    }

    /// Of what the answer said before this run.
    private Optional<AnswerDetails> kept() {
        return continues ? answer.details() : Optional.empty();
    }

    /// @return stores the answer as it is now; may be called again if that failed
    private Supplier<CompletableFuture<Void>> end(
            MessageState state, Optional<AnswerDetails> details, Optional<Failure> failure) {
        answer.end(state, details, failure);
        return () -> journal.finish(state, details);
    }

    private static MessageState stateOf(FinishReason reason) {
        return switch (reason) {
            case END_OF_TURN, STOP_STRING -> MessageState.COMPLETE;
            case MAX_TOKENS, CONTEXT_FULL -> MessageState.LIMIT;
            case CANCELLED -> MessageState.STOPPED;
        };
    }

    private static MessageState stateOf(FailureCode code) {
        return switch (code) {
            case CANCELLED -> MessageState.STOPPED;
            case ENGINE_DIED -> MessageState.INTERRUPTED;
            default -> MessageState.FAILED;
        };
    }
}
