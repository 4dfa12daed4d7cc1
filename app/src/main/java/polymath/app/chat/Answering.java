package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import polymath.app.chat.ChatListener.Activity;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.CachePolicy.Keep;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.Prompt;

/// Has answers made, one at a time: asks the engine, takes what comes, says how far it is. Belongs to the UI executor.
final class Answering {
    private final ChatServices services;
    private final StoredChat stored;
    private final ContextMeter meter;
    private final Function<AnswerRun, Prompt> promptOf;
    private PromptPages pages = PromptPages.NONE; // of the prompt the engine has
    private final Runnable failed;
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(this, "phase", Phase.IDLE);
    private final ReadOnlyObjectWrapper<ReadingProgress> progress =
            new ReadOnlyObjectWrapper<>(this, "progress", ReadingProgress.UNKNOWN);
    private final ReadOnlyDoubleWrapper tokensPerSecond = new ReadOnlyDoubleWrapper(this, "tokensPerSecond");
    private Optional<AnswerRun> run = Optional.empty();

    /// @param failed called after an answer that came to nothing
    Answering(
            ChatServices services,
            StoredChat stored,
            ContextMeter meter,
            Function<AnswerRun, Prompt> promptOf,
            Runnable failed) {
        this.services = services;
        this.stored = stored;
        this.meter = meter;
        this.promptOf = promptOf;
        this.failed = failed;
    }

    ReadOnlyObjectWrapper<Phase> phase() {
        return phase;
    }

    ReadOnlyObjectWrapper<ReadingProgress> progress() {
        return progress;
    }

    ReadOnlyDoubleWrapper tokensPerSecond() {
        return tokensPerSecond;
    }

    boolean idle() {
        return phase.get() == Phase.IDLE;
    }

    void start(AnswerRun r) {
        run = Optional.of(r);
        tokensPerSecond.set(0);
        progress.set(ReadingProgress.UNKNOWN);
        stored.id().ifPresent(id -> services.listener().activity(id, Activity.WORKING));
        if (services.readiness().getValue() == Readiness.LOADING) phase.set(Phase.WAITING);
        else generate(r);
    }

    /// Ends what is going on; the text so far is kept.
    void stop() {
        run.ifPresent(r -> {
            if (r.sent()) services.bus().publish(new Command.Cancel(r.command()));
            else ended(r.stop(), Activity.NONE);
        });
    }

    void readinessChanged(Readiness now) {
        run.filter(r -> !r.sent()).ifPresent(r -> {
            if (now == Readiness.READY) generate(r);
            else if (now != Readiness.LOADING) ended(r.fail(Failure.of(FailureCode.NO_MODEL)), Activity.FAILED);
        });
    }

    void onEvent(Event event) {
        if (run.isEmpty() || !event.id().equals(run.get().command())) return;
        AnswerRun r = run.get();
        long now = services.nanoTime().getAsLong();
        switch (event) {
            case Event.PromptProcessed p ->
                progress.set(new ReadingProgress(
                        p.processedTokens(),
                        p.totalTokens(),
                        p.cachedTokens(),
                        p.seconds(),
                        pages.at((double) p.processedTokens() / Math.max(1, p.totalTokens()))));
            case Event.TextGenerated t -> {
                phase.set(Phase.WRITING);
                r.append(t, now);
                meter.grown(progress.get().totalTokens() + t.generatedTokens());
                tokensPerSecond.set(r.tokensPerSecond(t.generatedTokens(), now));
            }
            case Event.Finished f -> {
                meter.settled(f.usage());
                tokensPerSecond.set(f.usage().decodeTokensPerSecond());
                ended(r.finish(f, services.modelName().getValue()), Activity.FINISHED);
            }
            case Event.Failed f -> ended(r.fail(f.failure()), Activity.FAILED);
            default -> {}
        }
    }

    private void generate(AnswerRun r) {
        phase.set(Phase.READING);
        r.markSent();
        Prompt prompt = promptOf.apply(r);
        pages = PromptPages.of(prompt);
        services.bus()
                .publish(new Command.Generate(
                        r.command(),
                        prompt,
                        r.sampling(),
                        services.choices().getValue().answers().maxTokens(),
                        List.of(),
                        cachePolicy()));
    }

    /// Of a temporary chat nothing may reach the disk.
    private CachePolicy cachePolicy() {
        return stored.id()
                .filter(id -> !services.store().temporary())
                .map(id -> new CachePolicy(
                        id.toString(), services.kept().of(id).getValue() ? Keep.READY : Keep.WHILE_ROOM))
                .orElse(CachePolicy.LEAVE_NOTHING);
    }

    private void ended(Supplier<CompletableFuture<Void>> save, Activity activity) {
        run = Optional.empty();
        phase.set(Phase.IDLE);
        stored.save(save);
        if (activity == Activity.FAILED) failed.run();
        stored.id().ifPresent(id -> services.listener().activity(id, activity));
    }
}
