package polymath.app.summary;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import polymath.app.SummaryQueues;
import polymath.app.UiQueue;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.StoredSummary;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.Usage;

/// Summarizes a document of 40 sections into a history until it is killed, or goes on with what a killed one left.
/// Prints `B step` when the model begins a section, and `D` when all are done.
final class SummarizingWindow {
    static final int SECTIONS = 40;

    private SummarizingWindow() {}

    public static void main(String[] arguments) {
        Random random = new Random(Long.parseLong(arguments[1]));
        UiQueue ui = new UiQueue();
        EventBus bus = new EventBus();
        bus.subscribe(
                Command.Summarize.class,
                command -> Thread.ofPlatform().daemon().start(command),
                command -> summarize(bus, command, random, arguments[1]));
        try (ConversationStore store = ConversationStore.open(Path.of(arguments[0]));
                SummaryQueue queue = SummaryQueues.on(bus, ui)) {
            List<Conversation> conversations = store.conversations().join();
            if (conversations.isEmpty()) begin(store, queue);
            else {
                queue.restore(store.summaries());
                ui.until(() -> !queue.items().isEmpty());
                queue.resumeAll();
            }
            while (!queue.items().isEmpty()) ui.until(() -> queue.items().isEmpty());
            store.conversations().join(); // what was written before is on disk
            print("D");
        }
    }

    private static void begin(ConversationStore store, SummaryQueue queue) {
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
        queue.add(stored, store.summaries(), false);
    }

    /// What the engine does, with a text that tells which run wrote it.
    private static void summarize(EventBus bus, Command.Summarize command, Random random, String run) {
        UUID id = command.id();
        List<SummaryStep> steps = new ArrayList<>();
        for (int i = 0; i < SECTIONS; i++)
            steps.add(new SummaryStep(i, SummaryStep.Kind.SECTION, "p. " + i, "p. " + i, 100));
        bus.publish(new Event.SummaryPlanned(id, steps));
        Set<Integer> finished = new HashSet<>();
        command.finished().forEach(text -> finished.add(text.step()));
        command.finished().forEach(text -> bus.publish(new Event.SectionSummarized(id, text)));
        for (SummaryStep step : steps) {
            if (finished.contains(step.number())) continue;
            print("B " + step.number());
            for (int i = 0; i < 3; i++) {
                pause(random.nextInt(2, 15));
                bus.publish(new Event.TextGenerated(id, "word ", i + 1));
            }
            bus.publish(new Event.SectionSummarized(
                    id, new SummaryStep.Text(step.number(), "- " + step.number() + " by run " + run)));
        }
        bus.publish(
                new Event.Finished(id, FinishReason.END_OF_TURN, new Usage(1, 0, 1, 0, 0, 0, 1, 4_096, 1), List.of()));
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
