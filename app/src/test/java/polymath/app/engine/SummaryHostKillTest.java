package polymath.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.SummaryQueues;
import polymath.app.TestJvm;
import polymath.app.UiQueue;
import polymath.app.storage.Attachment;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.StoredSummary;
import polymath.app.summary.SummaryQueue;
import polymath.app.summary.SummaryViewModel;
import polymath.app.summary.SummaryViewModel.State;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// Kills the engine's process at random moments of a summary, twenty times.
@Timeout(300)
class SummaryHostKillTest {
    private static final int KILLS = 20;

    @Test
    void theEngineIsStartedAgainWithItsModelAndNoFinishedSectionIsDoneAgain(@TempDir Path folder) throws Exception {
        long seed = 20261125;
        Random random = new Random(seed);
        UiQueue ui = new UiQueue();
        EventBus bus = new EventBus();
        AtomicLong pid = new AtomicLong();
        List<Integer> begun = new CopyOnWriteArrayList<>();
        bus.subscribe(Event.ModelLoaded.class, Runnable::run, loaded -> pid.set(Long.parseLong(loaded.device())));
        bus.subscribe(
                Event.TextGenerated.class,
                Runnable::run,
                text -> begun.add(Integer.valueOf(text.text().substring("begins ".length()))));
        try (ConversationStore store = ConversationStore.open(folder.resolve("history.sqlite"));
                EngineProcess engine = new EngineProcess(
                        bus, new EngineLaunch(TestJvm.command(FakeHost.class), folder.resolve("logs")));
                SummaryQueue queue = SummaryQueues.on(bus, ui)) {
            bus.publish(new Command.LoadModel(UUID.randomUUID(), "model", LoadOptions.DEFAULT));
            ui.until(() -> pid.get() != 0);
            SummaryViewModel summary = summarize(store, queue);
            int kills = 0;
            Map<Integer, String> kept = new TreeMap<>();
            while (kills < KILLS && summary.state() != State.DONE) {
                long now = pid.get();
                int before = begun.size();
                ui.until(() -> begun.size() > before || over(summary));
                if (summary.state() == State.DONE) break;
                TimeUnit.MILLISECONDS.sleep(random.nextInt(60));
                ProcessHandle.of(now).ifPresent(ProcessHandle::destroyForcibly);
                kills++;
                // by itself, unless it died in one section three times in a row, or had finished before
                ui.until(() -> pid.get() != now || over(summary));
                if (summary.state() == State.FAILED) {
                    queue.resume(summary);
                    ui.until(() -> pid.get() != now);
                }
                Map<Integer, String> texts = texts(store, summary);
                assertThat(texts).as("seed %s, kill %s", seed, kills).containsAllEntriesOf(kept);
                kept = texts;
            }
            ui.until(() -> summary.state() == State.DONE);
            assertThat(engine.state()).isIn(EngineState.RUNNING, EngineState.DIED);
            assertThat(texts(store, summary)).hasSize(40).containsAllEntriesOf(kept);
            // each kill breaks off one section at most
            assertThat(begun).as("seed %s", seed).hasSizeLessThanOrEqualTo(40 + kills);
            assertThat(kills).isGreaterThan(5);
        }
    }

    private static boolean over(SummaryViewModel summary) {
        return summary.state() == State.FAILED || summary.state() == State.DONE;
    }

    private static SummaryViewModel summarize(ConversationStore store, SummaryQueue queue) {
        UUID conversation = store.create("").join().id();
        StoredMessage prompt = StoredMessage.prompt(
                conversation, "Summarize report.pdf", List.of(new Attachment("report.pdf", "A long text.")));
        store.append(prompt).join();
        StoredMessage answer = StoredMessage.answer(conversation);
        StoredSummary stored = new StoredSummary(
                answer.id(),
                conversation,
                prompt.id(),
                0,
                "report.pdf",
                SummaryDepth.SECTIONS,
                32_768,
                List.of(),
                List.of(),
                0);
        store.summaries().begin(answer, stored).join();
        return queue.add(stored, store.summaries(), false);
    }

    private static Map<Integer, String> texts(ConversationStore store, SummaryViewModel summary) {
        Map<Integer, String> texts = new TreeMap<>();
        for (SummaryStep.Text text :
                store.summaries().of(summary.conversation()).join().getFirst().texts())
            texts.put(text.step(), text.text());
        return texts;
    }
}
