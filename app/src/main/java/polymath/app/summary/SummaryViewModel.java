package polymath.app.summary;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import polymath.app.engine.ModelPace;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.MessageState;
import polymath.app.storage.StorageException;
import polymath.app.storage.StoredSummary;
import polymath.engine.api.Event;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

/// One summary: the steps it is made in, how far it is, what it says by now. [SummaryQueue] has it made. Belongs to the
/// UI executor.
public final class SummaryViewModel {
    /// What is happening to it.
    public enum State {
        /// In the queue, or the model is not there yet.
        WAITING,
        RUNNING,
        /// By the user, or because Polymath was closed.
        PAUSED,
        FAILED,
        DONE
    }

    /// How far one of its steps is.
    public enum StepState {
        WAITING,
        READING,
        WRITING,
        DONE
    }

    private final StoredSummary stored;
    private List<SummaryStep> steps;
    private final Map<Integer, String> texts = new TreeMap<>();
    private final Set<Integer> open = new HashSet<>();
    private State state;
    private Optional<Failure> failure = Optional.empty();
    private Optional<StorageException.Code> trouble = Optional.empty();
    private Optional<AnswerDetails> details;
    private final StepProgress work = new StepProgress();
    private boolean begunAnew;
    private boolean allShown;
    private int deaths;
    private final ReadOnlyLongWrapper revision = new ReadOnlyLongWrapper(this, "revision");
    private final ReadOnlyLongWrapper shape = new ReadOnlyLongWrapper(this, "shape");

    /// @param answered how the answer stands, if it ended
    SummaryViewModel(StoredSummary stored, State state, Optional<AnswerDetails> answered) {
        this.stored = stored;
        this.state = state;
        details = answered;
        steps = stored.steps();
        stored.texts().forEach(text -> texts.put(text.step(), text.text()));
    }

    /// The message that it is written in.
    public UUID answer() {
        return stored.answer();
    }

    public UUID conversation() {
        return stored.conversation();
    }

    /// The message that the document is attached to.
    public UUID source() {
        return stored.source();
    }

    /// Of the document among those attached there.
    public int position() {
        return stored.position();
    }

    /// The document's name.
    public String document() {
        return stored.document();
    }

    public SummaryDepth depth() {
        return stored.depth();
    }

    public int wholeTokens() {
        return stored.wholeTokens();
    }

    public State state() {
        return state;
    }

    /// Whether it is in work or will be without anybody's doing.
    public boolean active() {
        return state == State.RUNNING || state == State.WAITING;
    }

    /// Why it failed, as long as the window that saw it is open.
    public Optional<Failure> failure() {
        return failure;
    }

    /// Why something of it could not be kept on disk.
    public Optional<StorageException.Code> trouble() {
        return trouble;
    }

    public Optional<AnswerDetails> details() {
        return details;
    }

    /// Whether what was done had to be dropped, because another model or a shorter context cuts other sections.
    public boolean begunAnew() {
        return begunAnew;
    }

    /// What it is made in; none until that is worked out. Merging is added when it is known.
    public List<SummaryStep> steps() {
        return steps;
    }

    /// Whether it is made in more than one step.
    public boolean sectioned() {
        return steps.stream().anyMatch(step -> step.kind() == Kind.SECTION);
    }

    public int doneCount() {
        return texts.size();
    }

    /// What a step came to.
    public Optional<String> text(SummaryStep step) {
        return Optional.ofNullable(texts.get(step.number()));
    }

    /// What the steps that are done came to.
    List<SummaryStep.Text> texts() {
        return texts.entrySet().stream()
                .map(entry -> new SummaryStep.Text(entry.getKey(), entry.getValue()))
                .toList();
    }

    public StepState state(SummaryStep step) {
        if (texts.containsKey(step.number())) return StepState.DONE;
        if (state != State.RUNNING || !current().equals(Optional.of(step))) return StepState.WAITING;
        return work.text().isEmpty() ? StepState.READING : StepState.WRITING;
    }

    /// The first step that is not done.
    public Optional<SummaryStep> current() {
        return steps.stream().filter(step -> !texts.containsKey(step.number())).findFirst();
    }

    /// How far the step in work is read, from 0 to 1.
    public double readFraction() {
        return work.readFraction();
    }

    /// How much of all known steps is done, by their tokens, from 0 to 1.
    public double fraction() {
        long all = steps.stream().mapToLong(SummaryStep::tokens).sum();
        if (all == 0) return 0;
        double done = steps.stream()
                .filter(step -> texts.containsKey(step.number()))
                .mapToLong(SummaryStep::tokens)
                .sum();
        if (state == State.RUNNING)
            done += current().map(s -> readFraction() * s.tokens()).orElse(0.0);
        return Math.clamp(done / all, 0, 1);
    }

    /// About how long it still takes, from the speed measured in this run or before; zero while that is unknown.
    public Duration remaining() {
        return work.remaining(
                steps.stream().filter(step -> !texts.containsKey(step.number())).toList());
    }

    /// What the answer says by now: of a summary by section the sections that are done and the one being written, of
    /// the
    /// others the summary itself.
    public String text() {
        if (depth() == SummaryDepth.SECTIONS && sectioned()) return sections();
        if (!sectioned()) return steps.isEmpty() ? "" : texts.getOrDefault(0, work.text());
        return state == State.DONE && !texts.isEmpty()
                ? texts.getOrDefault(steps.getLast().number(), "")
                : ""; // more merging may follow
    }

    private String sections() {
        List<SummaryStep> all =
                steps.stream().filter(s -> s.kind() == Kind.SECTION).toList();
        List<String> parts = new ArrayList<>();
        for (SummaryStep step : all) {
            boolean writing = state(step) == StepState.WRITING;
            String text = texts.getOrDefault(step.number(), writing ? work.text() : "");
            if (text.isBlank()) continue;
            parts.add(all.size() == 1 ? text : "### " + pages(step) + "\n\n" + text);
        }
        return String.join("\n\n", parts);
    }

    /// The marks of its first and last page.
    public static String pages(SummaryStep step) {
        return step.from().equals(step.to()) ? step.from() : step.from() + " – " + step.to();
    }

    /// How its answer stands.
    public MessageState messageState() {
        return switch (state) {
            case WAITING, RUNNING -> MessageState.WRITING;
            case PAUSED -> MessageState.STOPPED;
            case DONE -> MessageState.COMPLETE;
            case FAILED ->
                failure.filter(f -> f.code() == FailureCode.ENGINE_DIED).isPresent()
                        ? MessageState.INTERRUPTED
                        : MessageState.FAILED;
        };
    }

    /// Grows with every change.
    public ReadOnlyLongProperty revisionProperty() {
        return revision.getReadOnlyProperty();
    }

    /// Grows with every change that other lines are shown for.
    public ReadOnlyLongProperty shapeProperty() {
        return shape.getReadOnlyProperty();
    }

    /// Whether the reader wants to see what a step came to.
    public boolean isOpen(SummaryStep step) {
        return open.contains(step.number());
    }

    public void toggle(SummaryStep step) {
        if (!open.remove(step.number())) open.add(step.number());
        reshaped();
    }

    /// Whether the reader wants to see all steps.
    public boolean allShown() {
        return allShown;
    }

    public void setAllShown(boolean all) {
        allShown = all;
        reshaped();
    }

    // What follows is for the queue.

    void enter(State next) {
        if (next == State.RUNNING || next == State.WAITING) failure = Optional.empty();
        if (next != State.RUNNING) work.clear();
        state = next;
        reshaped();
    }

    void fail(Failure why) {
        failure = Optional.of(why);
        enter(State.FAILED);
    }

    void finish(AnswerDetails end) {
        details = Optional.of(end);
        enter(State.DONE);
    }

    /// The engine died in it.
    ///
    /// @param progressed whether a step was done before
    /// @return how often in a row that happened without one
    int deaths(boolean progressed) {
        deaths = progressed ? 1 : deaths + 1;
        return deaths;
    }

    void troubled(StorageException.Code code) {
        trouble = Optional.of(code);
        reshaped();
    }

    void measuredBefore(ModelPace before) {
        work.expect(before);
    }

    /// @return false if the sections are other ones than those it is made in already
    boolean plan(List<SummaryStep> planned) {
        if (!texts.isEmpty() && !sections(steps).equals(sections(planned))) return false;
        // a plan made anew ends before the merging that is known already
        if (planned.size() >= steps.size() || texts.isEmpty()) steps = List.copyOf(planned);
        reshaped();
        return true;
    }

    private static List<SummaryStep> sections(List<SummaryStep> steps) {
        return steps.stream().filter(step -> step.kind() != Kind.MERGE).toList();
    }

    void reads(Event.PromptProcessed event) {
        work.reads(event);
        changed();
    }

    void writes(String more) {
        boolean first = work.text().isEmpty();
        work.writes(more);
        if (first) shape.set(shape.get() + 1);
        changed();
    }

    /// @return whether it is new
    boolean keep(SummaryStep.Text text) {
        if (text.text().equals(texts.put(text.step(), text.text()))) return false;
        work.clear();
        reshaped();
        return true;
    }

    /// Has steps done again, and what was merged from them.
    ///
    /// @return those that are dropped
    List<Integer> drop(Set<Integer> numbers) {
        List<Integer> dropped = dropping(numbers);
        dropped.forEach(texts::remove);
        steps = sections(steps);
        reshaped();
        return dropped;
    }

    /// The same as an account of another answer.
    StoredSummary copy(UUID newAnswer, Set<Integer> without) {
        List<Integer> dropped = dropping(without);
        return new StoredSummary(
                newAnswer,
                conversation(),
                source(),
                position(),
                document(),
                depth(),
                wholeTokens(),
                sections(steps),
                texts().stream().filter(t -> !dropped.contains(t.step())).toList(),
                0);
    }

    private List<Integer> dropping(Set<Integer> numbers) {
        return steps.stream()
                .filter(step -> step.kind() == Kind.MERGE || numbers.contains(step.number()))
                .map(SummaryStep::number)
                .filter(texts::containsKey)
                .toList();
    }

    /// All of it is done again.
    List<Integer> beginAnew() {
        List<Integer> all = List.copyOf(texts.keySet());
        texts.clear();
        steps = List.of();
        begunAnew = true;
        work.clear();
        reshaped();
        return all;
    }

    private void reshaped() {
        changed();
        shape.set(shape.get() + 1);
    }

    private void changed() {
        revision.set(revision.get() + 1);
    }
}
