package polymath.app.summary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import polymath.app.engine.ModelPace;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.storage.Coverage;
import polymath.app.storage.DocumentCoverage;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException;
import polymath.app.storage.StoredSummary;
import polymath.app.storage.SummaryRecords;
import polymath.app.summary.SummaryRun.Ending;
import polymath.app.summary.SummaryViewModel.State;
import polymath.app.ui.Later;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.SummaryStep;

/// The summaries that are not finished, in the order in which they are made: one at a time, each on disk step by step.
/// Whatever ends one, the steps that are done are handed back to the engine when it goes on and are not done again.
///
/// An answer in a chat does not wait for a long summary: it is made between two steps.
///
/// Belongs to the UI executor.
public final class SummaryQueue implements AutoCloseable {
    /// So often in a row an engine may die in a step before the summary is given up.
    private static final int MOST_DEATHS = 2;

    /// What the queue works with.
    ///
    /// @param available whether the engine would take a summary now; it is started for one if it died
    /// @param pace measured with the loaded model
    /// @param modelName for the record kept with summaries
    /// @param sampling how words are chosen
    /// @param variation of it, for what is written anew
    /// @param changed told of each summary whose state changed
    public record Services(
            EventBus bus,
            Executor ui,
            ObservableValue<Boolean> available,
            ObservableValue<ModelPace> pace,
            ObservableValue<String> modelName,
            Supplier<SamplingParams> sampling,
            UnaryOperator<SamplingParams> variation,
            Consumer<SummaryViewModel> changed) {}

    private final Services services;
    private final Map<UUID, SummaryViewModel> known = new HashMap<>();
    private final Map<UUID, SummaryRecords> homes = new HashMap<>();
    private final Set<UUID> varied = new HashSet<>();
    private final Set<UUID> answering = new HashSet<>(); // `Generate` commands that the engine has
    private final ObservableList<SummaryViewModel> items = FXCollections.observableArrayList();
    private final ReadOnlyBooleanWrapper working = new ReadOnlyBooleanWrapper(this, "working");
    private final Subscription availability;
    private final List<EventBus.Subscription> bus;
    private Optional<SummaryRun> run = Optional.empty();

    public SummaryQueue(Services services) {
        this.services = services;
        availability = services.available().subscribe(now -> next());
        bus = List.of(
                services.bus().subscribe(Event.class, services.ui(), this::onEvent),
                services.bus().subscribe(Command.Generate.class, services.ui(), g -> answering.add(g.id())));
    }

    /// What is not finished, in the order in which it is made; those that are paused keep their places.
    public ObservableList<SummaryViewModel> items() {
        return items;
    }

    /// Whether one is being made.
    public ReadOnlyBooleanProperty workingProperty() {
        return working.getReadOnlyProperty();
    }

    /// The summary that an answer is, as the history has it; the one that is known already if it is.
    ///
    /// @param answered what the answer's end was, if it ended
    public SummaryViewModel known(
            StoredSummary stored, MessageState state, Optional<AnswerDetails> answered, SummaryRecords home) {
        homes.putIfAbsent(stored.answer(), home);
        return known.computeIfAbsent(
                stored.answer(),
                id -> new SummaryViewModel(
                        stored, state == MessageState.COMPLETE ? State.DONE : State.PAUSED, answered));
    }

    /// Takes back what was in the queue when Polymath was closed. It waits for somebody to resume it.
    public void restore(SummaryRecords home) {
        Later.on(
                services.ui(),
                home.queued(),
                all -> {
                    for (StoredSummary one : all) {
                        SummaryViewModel summary = known(one, MessageState.INTERRUPTED, Optional.empty(), home);
                        if (!items.contains(summary) && summary.state() == State.PAUSED) items.add(summary);
                    }
                },
                error -> {});
    }

    /// Puts a new one at the end of the queue.
    ///
    /// @param variedWords whether it is to come out differently than another one
    public SummaryViewModel add(StoredSummary stored, SummaryRecords home, boolean variedWords) {
        SummaryViewModel summary = known(stored, MessageState.WRITING, Optional.empty(), home);
        if (variedWords) varied.add(stored.answer());
        enqueue(summary);
        return summary;
    }

    /// What another version of a summary begins with.
    ///
    /// @param steps to be done again
    public StoredSummary copyOf(SummaryViewModel summary, Set<Integer> steps) {
        return summary.copy(UUID.randomUUID(), steps);
    }

    /// Has one that is paused, failed or was taken out go on.
    public void resume(SummaryViewModel summary) {
        if (summary.active() || summary.state() == State.DONE) return;
        settle(summary, MessageState.WRITING);
        enqueue(summary);
    }

    /// Has all that are paused go on.
    public void resumeAll() {
        for (SummaryViewModel summary : List.copyOf(items)) resume(summary);
    }

    /// Stops one; what is done of it stays.
    public void pause(SummaryViewModel summary) {
        if (isRunning(summary)) end(Ending.PAUSED);
        else if (summary.state() == State.WAITING) paused(summary);
    }

    /// Has steps of one that is not in work done again.
    public void redo(SummaryViewModel summary, Set<Integer> steps) {
        if (summary.active() || summary.state() == State.DONE) return;
        List<Integer> dropped = summary.drop(steps);
        report(summary, home(summary).forget(summary.answer(), dropped, summary.text()));
        varied.add(summary.answer());
        enqueue(summary);
    }

    /// Takes one out of the queue; it can be resumed where it stands.
    public void remove(SummaryViewModel summary) {
        pause(summary);
        if (items.remove(summary)) keepOrder(List.of(summary));
    }

    /// Lets one be made before the one that is before it now.
    public void moveUp(SummaryViewModel summary) {
        int index = items.indexOf(summary);
        if (index < 1) return;
        SummaryViewModel before = items.get(index - 1);
        if (isRunning(before)) return;
        items.remove(index);
        items.add(index - 1, summary);
        keepOrder(List.of());
    }

    /// How many are made before this one.
    public int before(SummaryViewModel summary) {
        int count = 0;
        for (SummaryViewModel item : items) {
            if (item == summary) break;
            if (item.active()) count++;
        }
        return count;
    }

    @Override
    public void close() {
        availability.unsubscribe();
        bus.forEach(EventBus.Subscription::close);
    }

    private void enqueue(SummaryViewModel summary) {
        enter(summary, State.WAITING);
        if (!items.contains(summary)) items.add(summary);
        keepOrder(List.of());
        next();
    }

    private void next() {
        if (run.isPresent() || !answering.isEmpty() || !services.available().getValue()) return;
        items.stream()
                .filter(item -> item.state() == State.WAITING)
                .findFirst()
                .ifPresent(summary -> begin(new SummaryRun(summary)));
    }

    private void begin(SummaryRun begun) {
        run = Optional.of(begun);
        working.set(true);
        SummaryViewModel summary = begun.summary();
        summary.measuredBefore(services.pace().getValue());
        enter(summary, State.RUNNING);
        Later.on(services.ui(), home(summary).document(summary.answer()), document -> send(begun, document), error -> {
            if (isCurrent(begun)) failed(begun, Failure.of(FailureCode.INTERNAL, "the document cannot be read"));
        });
    }

    private void send(SummaryRun begun, Optional<Attachment> document) {
        if (!isCurrent(begun)) return;
        if (begun.ending() != Ending.NONE) {
            stopped(begun);
            return;
        }
        SummaryViewModel summary = begun.summary();
        if (document.isEmpty()) {
            failed(begun, Failure.of(FailureCode.INTERNAL, "the document is gone"));
            return;
        }
        SamplingParams sampling = services.sampling().get();
        Document pages = document.get().chosen();
        begun.sent(
                varied.contains(summary.answer()) ? services.variation().apply(sampling) : sampling,
                new Coverage(List.of(DocumentCoverage.of(document.get(), pages))));
        services.bus()
                .publish(new Command.Summarize(
                        begun.command(),
                        pages,
                        summary.depth(),
                        summary.wholeTokens(),
                        summary.texts(),
                        begun.sampling()));
    }

    private void onEvent(Event event) {
        if (event.closes() && answering.remove(event.id())) next();
        run.filter(r -> event.id().equals(r.command())).ifPresent(r -> onEvent(r, event));
    }

    private void onEvent(SummaryRun current, Event event) {
        SummaryViewModel summary = current.summary();
        boolean dropped = current.ending() == Ending.ANEW; // what still comes belongs to other sections
        switch (event) {
            case Event.SummaryPlanned planned -> {
                if (!dropped) planned(summary, planned.steps());
            }
            case Event.PromptProcessed processed -> summary.reads(processed);
            case Event.TextGenerated text -> {
                if (!dropped) summary.writes(text.text());
            }
            case Event.SectionSummarized done -> {
                if (!dropped) done(current, done.text());
            }
            case Event.Finished finished -> {
                if (dropped) stopped(current);
                else finished(current, finished);
            }
            case Event.Failed failed -> failed(current, failed.failure());
            default -> {}
        }
    }

    private void planned(SummaryViewModel summary, List<SummaryStep> steps) {
        if (summary.plan(steps)) {
            report(summary, home(summary).plan(summary.answer(), summary.steps()));
            return;
        }
        List<Integer> dropped = summary.beginAnew();
        report(summary, home(summary).forget(summary.answer(), dropped, ""));
        end(Ending.ANEW);
    }

    private void done(SummaryRun current, SummaryStep.Text text) {
        SummaryViewModel summary = current.summary();
        if (!summary.keep(text)) return;
        current.progressed();
        report(summary, home(summary).keep(summary.answer(), text, summary.text()));
        if (!answering.isEmpty() && summary.current().isPresent() && current.ending() == Ending.NONE) end(Ending.ASIDE);
    }

    private void finished(SummaryRun current, Event.Finished event) {
        SummaryViewModel summary = current.summary();
        AnswerDetails details = new AnswerDetails(
                event.usage(),
                event.reason().name(),
                services.modelName().getValue(),
                Optional.of(current.sampling()),
                current.coverage());
        varied.remove(summary.answer());
        items.remove(summary);
        over();
        summary.finish(details);
        services.changed().accept(summary);
        report(
                summary,
                home(summary).settle(summary.answer(), summary.text(), MessageState.COMPLETE, Optional.of(details)));
        keepOrder(List.of(summary));
        next();
    }

    private void failed(SummaryRun current, Failure failure) {
        SummaryViewModel summary = current.summary();
        if (current.ending() != Ending.NONE) {
            stopped(current);
            return;
        }
        over();
        boolean died = failure.code() == FailureCode.ENGINE_DIED;
        if (died && summary.deaths(current.hasProgressed()) <= MOST_DEATHS) {
            enter(summary, State.WAITING);
            next();
            return;
        }
        items.remove(summary);
        summary.fail(failure);
        services.changed().accept(summary);
        settle(summary, summary.messageState());
        keepOrder(List.of(summary));
        next();
    }

    /// It was ended from here.
    private void stopped(SummaryRun current) {
        SummaryViewModel summary = current.summary();
        over();
        if (current.ending() == Ending.PAUSED) paused(summary);
        else enter(summary, State.WAITING);
        next();
    }

    private void paused(SummaryViewModel summary) {
        enter(summary, State.PAUSED);
        settle(summary, MessageState.STOPPED);
    }

    private void over() {
        run = Optional.empty();
        working.set(false);
    }

    private void end(Ending how) {
        run.ifPresent(current -> {
            boolean first = current.ending() == Ending.NONE;
            current.end(how);
            if (first && current.isSent()) services.bus().publish(new Command.Cancel(current.command()));
        });
    }

    private boolean isRunning(SummaryViewModel summary) {
        return run.filter(r -> r.summary() == summary).isPresent();
    }

    private boolean isCurrent(SummaryRun begun) {
        return run.equals(Optional.of(begun));
    }

    private void enter(SummaryViewModel summary, State state) {
        summary.enter(state);
        services.changed().accept(summary);
    }

    private void settle(SummaryViewModel summary, MessageState state) {
        report(summary, home(summary).settle(summary.answer(), summary.text(), state, Optional.empty()));
    }

    /// A chat that is kept in memory only has a queue of its own there.
    private void keepOrder(List<SummaryViewModel> out) {
        Map<SummaryRecords, List<UUID>> orders = new HashMap<>();
        for (SummaryViewModel item : items)
            orders.computeIfAbsent(home(item), home -> new ArrayList<>()).add(item.answer());
        for (SummaryViewModel gone : out) orders.computeIfAbsent(home(gone), home -> new ArrayList<>());
        orders.forEach((home, order) -> Later.on(
                services.ui(),
                home.queue(
                        order,
                        out.stream()
                                .filter(gone -> home(gone).equals(home))
                                .map(SummaryViewModel::answer)
                                .toList()),
                done -> {},
                error -> {}));
    }

    private SummaryRecords home(SummaryViewModel summary) {
        return Objects.requireNonNull(homes.get(summary.answer()));
    }

    private void report(SummaryViewModel summary, CompletableFuture<Void> write) {
        Later.on(services.ui(), write, done -> {}, error -> summary.troubled(StorageException.codeOf(error)));
    }
}
