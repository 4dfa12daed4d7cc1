package polymath.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.ScriptedEngine;
import polymath.app.SummaryQueues;
import polymath.app.UiQueue;
import polymath.app.storage.Attachment;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.StoredSummary;
import polymath.app.summary.SummaryViewModel.State;
import polymath.engine.api.Command;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

class SummaryQueueTest {
    private final UiQueue ui = new UiQueue();
    private final EventBus bus = new EventBus();
    private final ScriptedEngine engine = new ScriptedEngine(bus);
    private final SummaryQueue queue = SummaryQueues.on(bus, ui);
    private Optional<ConversationStore> opened = Optional.empty();

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        opened = Optional.of(ConversationStore.open(folder.resolve("history.sqlite")));
        engine.loaded();
    }

    @AfterEach
    void close() {
        queue.close();
        store().close();
    }

    @Test
    void everySectionIsOnDiskAsSoonAsItIsDone() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        done(0, "- Revenue rose. [p. 1]");
        assertThat(stored(summary).texts()).containsExactly(new SummaryStep.Text(0, "- Revenue rose. [p. 1]"));
        assertThat(stored(summary).steps()).isEqualTo(sections(3));
        assertThat(answer(summary).content()).isEqualTo("### p. 1 – p. 10\n\n- Revenue rose. [p. 1]");
        assertThat(answer(summary).state()).isEqualTo(MessageState.WRITING);
        done(1, "- Costs fell. [p. 11]");
        done(2, "- Nine left. [p. 21]");
        engine.finishesSummary();
        ui.until(() -> summary.state() == State.DONE);
        assertThat(answer(summary).state()).isEqualTo(MessageState.COMPLETE);
        assertThat(answer(summary).content())
                .isEqualTo(
                        "### p. 1 – p. 10\n\n- Revenue rose. [p. 1]\n\n### p. 11 – p. 20\n\n- Costs fell. [p. 11]\n\n"
                                + "### p. 21 – p. 30\n\n- Nine left. [p. 21]");
        assertThat(queue.items()).isEmpty();
        assertThat(stored(summary).place()).isZero();
    }

    @Test
    void aMergedSummaryIsWhatTheLastStepCameToAndNothingBefore() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SHORT);
        plan(2);
        done(0, "- One. [p. 1]");
        done(1, "- Two. [p. 11]");
        assertThat(summary.text()).isEmpty();
        List<SummaryStep> merged = new ArrayList<>(sections(2));
        merged.add(new SummaryStep(2, Kind.MERGE, "p. 1", "p. 20", 80));
        engine.plans(merged);
        done(2, "- One and two. [p. 1, 11]");
        engine.finishesSummary();
        ui.until(() -> summary.state() == State.DONE);
        assertThat(answer(summary).content()).isEqualTo("- One and two. [p. 1, 11]");
    }

    @Test
    void pausedAndResumedItHandsBackWhatIsDone() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        done(0, "- One.");
        engine.writesStep("- Half a se");
        queue.pause(summary);
        assertThat(engine.last(Command.Cancel.class).orElseThrow().id())
                .isEqualTo(engine.summarize().id());
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> summary.state() == State.PAUSED);
        assertThat(answer(summary).state()).isEqualTo(MessageState.STOPPED);
        assertThat(answer(summary).content()).isEqualTo("### p. 1 – p. 10\n\n- One.");
        assertThat(queue.items()).containsExactly(summary);

        resume(summary);
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(0, "- One."));
        assertThat(answer(summary).state()).isEqualTo(MessageState.WRITING);
    }

    @Test
    void anEngineThatDiesTwentyTimesNeverDoesASectionAgain() {
        long seed = 20261125;
        Random random = new Random(seed);
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        int done = 0;
        for (int death = 0; death < 20; death++) {
            Command.Summarize asked = engine.summarize();
            assertThat(asked.finished()).as("seed %s, death %s", seed, death).hasSize(done);
            plan(60);
            for (int i = 0; i < done; i++) engine.summarizes(i, "- Fact " + i); // as the engine does
            int more = random.nextInt(1, 4);
            for (int i = 0; i < more; i++, done++) done(done, "- Fact " + done);
            engine.writesStep("- Half");
            int before = commands();
            engine.failsSummary(Failure.of(FailureCode.ENGINE_DIED, 137));
            ui.until(() -> commands() > before);
        }
        assertThat(engine.summarize().finished())
                .isEqualTo(java.util.stream.IntStream.range(0, done)
                        .mapToObj(i -> new SummaryStep.Text(i, "- Fact " + i))
                        .toList());
        assertThat(stored(summary).texts()).isEqualTo(engine.summarize().finished());
    }

    @Test
    void anEngineThatDiesInTheSameSectionOverAndOverIsNotAskedForEver() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        done(0, "- One.");
        for (int death = 0; death < 3; death++) {
            engine.failsSummary(Failure.of(FailureCode.ENGINE_DIED, 137));
            ui.drain();
            ui.until(() -> summary.state() == State.FAILED || summary.state() == State.RUNNING);
            settle();
        }
        assertThat(summary.state()).isEqualTo(State.FAILED);
        assertThat(answer(summary).state()).isEqualTo(MessageState.INTERRUPTED);
        resume(summary);
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(0, "- One."));
    }

    @Test
    void whereOtherSectionsAreCutItIsBegunAnew() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        done(0, "- One.");
        queue.pause(summary);
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> summary.state() == State.PAUSED);
        resume(summary);
        UUID first = engine.summarize().id();
        engine.plans(sections(5));
        engine.summarizes(0, "- One.");
        ui.until(() -> engine.last(Command.Cancel.class)
                .filter(c -> c.id().equals(first))
                .isPresent());
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> !engine.summarize().id().equals(first));
        assertThat(engine.summarize().finished()).isEmpty();
        assertThat(summary.begunAnew()).isTrue();
        assertThat(stored(summary).texts()).isEmpty();
    }

    @Test
    void summariesAreMadeInTheOrderOfTheQueue() {
        SummaryViewModel first = begin("one.pdf", SummaryDepth.SHORT);
        SummaryViewModel second = add("two.pdf", SummaryDepth.SHORT);
        SummaryViewModel third = add("three.pdf", SummaryDepth.SHORT);
        SummaryViewModel fourth = add("four.pdf", SummaryDepth.SHORT);
        assertThat(queue.before(third)).isEqualTo(2);
        queue.moveUp(third);
        queue.moveUp(third); // not before the one in work
        queue.remove(fourth);
        assertThat(queue.items()).containsExactly(first, third, second);
        settle();
        assertThat(store().summaries().queued().join())
                .extracting(StoredSummary::document)
                .containsExactly("one.pdf", "three.pdf", "two.pdf");
        finishWhole("- One.");
        ui.until(() -> third.state() == State.RUNNING && commands() == 2);
        assertThat(engine.summarize().document().name()).isEqualTo("three.pdf");
        engine.failsSummary(Failure.of(FailureCode.INTERNAL, "broken"));
        ui.until(() -> second.state() == State.RUNNING && commands() == 3);
        assertThat(third.state()).isEqualTo(State.FAILED);
        assertThat(fourth.state()).isEqualTo(State.PAUSED);
    }

    @Test
    void anAnswerInAChatIsMadeBetweenTwoSections() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        UUID first = engine.summarize().id();
        bus.publish(
                new Command.Generate(UUID.randomUUID(), new Prompt.Raw("Hello"), SamplingParams.GREEDY, 10, List.of()));
        done(0, "- One.");
        ui.until(() -> engine.last(Command.Cancel.class)
                .filter(c -> c.id().equals(first))
                .isPresent());
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> summary.state() == State.WAITING);
        settle();
        assertThat(commands()).isEqualTo(1);
        engine.finishes(polymath.engine.api.FinishReason.END_OF_TURN);
        ui.until(() -> commands() == 2);
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(0, "- One."));
    }

    @Test
    void aSectionDoneAgainIsTheOnlyOneThatIsNotHandedBackAndMayComeOutDifferently() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        done(0, "- One.");
        done(1, "- Two.");
        queue.pause(summary);
        engine.failsSummary(Failure.of(FailureCode.CANCELLED));
        ui.until(() -> summary.state() == State.PAUSED);
        int before = commands();
        queue.redo(summary, Set.of(0));
        ui.until(() -> commands() > before);
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(1, "- Two."));
        assertThat(engine.summarize().sampling().temperature()).isPositive();
        assertThat(stored(summary).texts()).containsExactly(new SummaryStep.Text(1, "- Two."));
    }

    @Test
    void whatWasUnfinishedWhenPolymathClosedWaitsToBeResumed() {
        SummaryViewModel summary = begin("report.pdf", SummaryDepth.SECTIONS);
        plan(3);
        done(0, "- One.");
        settle();
        store().close();
        opened = Optional.of(ConversationStore.open(folder.resolve("history.sqlite")));
        SummaryQueue later = SummaryQueues.on(bus, ui);
        later.restore(store().summaries());
        ui.until(() -> !later.items().isEmpty());
        SummaryViewModel again = later.items().getFirst();
        assertThat(again.state()).isEqualTo(State.PAUSED);
        assertThat(again.document()).isEqualTo("report.pdf");
        assertThat(again.steps()).isEqualTo(sections(3));
        int before = commands();
        later.resumeAll();
        ui.until(() -> commands() > before);
        assertThat(engine.summarize().finished()).containsExactly(new SummaryStep.Text(0, "- One."));
        assertThat(answer(summary).state()).isEqualTo(MessageState.WRITING);
        later.close();
    }

    /// Adds one and waits until the engine has it.
    private SummaryViewModel begin(String name, SummaryDepth depth) {
        int before = commands();
        SummaryViewModel summary = add(name, depth);
        ui.until(() -> commands() > before);
        return summary;
    }

    private SummaryViewModel add(String name, SummaryDepth depth) {
        UUID conversation = store().create("").join().id();
        StoredMessage prompt =
                StoredMessage.prompt(conversation, "Summarize " + name, List.of(new Attachment(name, "A long text.")));
        store().append(prompt).join();
        StoredMessage answer = StoredMessage.answer(conversation);
        StoredSummary stored = new StoredSummary(
                answer.id(), conversation, prompt.id(), 0, name, depth, 32_768, List.of(), List.of(), 0);
        store().summaries().begin(answer, stored).join();
        return queue.add(stored, store().summaries(), false);
    }

    private void resume(SummaryViewModel summary) {
        int before = commands();
        queue.resume(summary);
        ui.until(() -> commands() > before);
        settle();
    }

    private void plan(int count) {
        engine.plans(sections(count));
        settle();
    }

    private void done(int step, String text) {
        engine.summarizes(step, text);
        settle();
    }

    private void finishWhole(String text) {
        engine.plans(List.of(new SummaryStep(0, Kind.WHOLE, "p. 1", "p. 9", 900)));
        engine.summarizes(0, text);
        engine.finishesSummary();
    }

    private static List<SummaryStep> sections(int count) {
        List<SummaryStep> steps = new ArrayList<>();
        for (int i = 0; i < count; i++)
            steps.add(new SummaryStep(i, Kind.SECTION, "p. " + (i * 10 + 1), "p. " + (i * 10 + 10), 3_000));
        return steps;
    }

    /// Until what was caused is on disk, and its consequences have been drawn.
    private void settle() {
        ui.drain();
        store().conversations().join();
        ui.drain();
    }

    private int commands() {
        return (int) engine.commands().stream()
                .filter(Command.Summarize.class::isInstance)
                .count();
    }

    private StoredSummary stored(SummaryViewModel summary) {
        settle();
        return store().summaries().of(summary.conversation()).join().getFirst();
    }

    private StoredMessage answer(SummaryViewModel summary) {
        settle();
        return store().messages(summary.conversation()).join().getLast();
    }

    private ConversationStore store() {
        return opened.orElseThrow();
    }
}
