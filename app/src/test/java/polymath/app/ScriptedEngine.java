package polymath.app;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FinishReason;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.ModelInfo;
import polymath.engine.api.Prompt;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.Usage;

/// An engine that does what the test says. It counts four characters as a token and, when a model is loaded, answers
/// counts by itself.
public final class ScriptedEngine {
    public static final ModelInfo MODEL = new ModelInfo(
            "/models/Phi-3.5-MoE-instruct-Q4_K_M.gguf",
            "Phi-3.5-MoE",
            "Q4_K_M",
            25_300_000_000L,
            41_870_000_000L,
            32,
            4096,
            16,
            32_064,
            131_072,
            true,
            0);
    public static final MemoryPlan PLAN = new MemoryPlan(
            25_300_000_000L, 4_300_000_000L, 400_000_000L, 64_000_000_000L, 50_000_000_000L, 32_768, 131_072);

    /// A small model in a file of this path.
    public static ModelInfo demo(String path) {
        return new ModelInfo(
                path, "Polymath demo", "Q8_0", 16_110_000, 14_880_000, 5, 256, 16, 8_192, 4_096, true, 1_024);
    }

    private final EventBus bus;
    private final List<Command> commands = new CopyOnWriteArrayList<>();
    private int limit = 32_768;
    private boolean loaded;

    public ScriptedEngine(EventBus bus) {
        this.bus = bus;
        bus.subscribe(Command.class, Runnable::run, this::onCommand);
    }

    public List<Command> commands() {
        return commands;
    }

    /// The last command of a kind.
    public <C extends Command> Optional<C> last(Class<C> type) {
        return commands.reversed().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst();
    }

    public Command.Generate generate() {
        return last(Command.Generate.class).orElseThrow();
    }

    public void limit(int contextTokens) {
        limit = contextTokens;
    }

    /// Begins to load the model asked for last.
    public void loading() {
        Command.LoadModel load = last(Command.LoadModel.class).orElseThrow();
        bus.publish(new Event.ModelLoading(load.id(), load.path()));
        bus.publish(new Event.MemoryPlanned(load.id(), PLAN));
    }

    public void loaded() {
        loaded(MODEL);
    }

    public void loaded(ModelInfo model) {
        loaded(model, PLAN);
    }

    public void loaded(ModelInfo model, MemoryPlan plan) {
        loaded = true;
        UUID id = last(Command.LoadModel.class).map(Command.LoadModel::id).orElse(UUID.randomUUID());
        bus.publish(new Event.ModelLoaded(id, model, plan, "8 cores", 0.4));
    }

    public void loadFails(Failure failure) {
        bus.publish(new Event.Failed(last(Command.LoadModel.class).orElseThrow().id(), failure));
    }

    public void reads(int processed, int total) {
        bus.publish(new Event.PromptProcessed(generate().id(), processed, total, 0, 1.1));
    }

    public void writes(String text, int tokensSoFar) {
        bus.publish(new Event.TextGenerated(generate().id(), text, tokensSoFar));
    }

    /// The graphics card fails while an answer is written.
    public void losesCard(String deviceNow, String reason) {
        bus.publish(new Event.GpuLost(generate().id(), deviceNow, reason));
    }

    public void finishes(FinishReason reason) {
        bus.publish(new Event.Finished(generate().id(), reason, usage(), List.of()));
    }

    public void fails(Failure failure) {
        bus.publish(new Event.Failed(generate().id(), failure));
    }

    public Command.Summarize summarize() {
        return last(Command.Summarize.class).orElseThrow();
    }

    /// Says what the summary asked for last is made in.
    public void plans(List<SummaryStep> steps) {
        bus.publish(new Event.SummaryPlanned(summarize().id(), steps));
    }

    /// Reads so much of a step of the summary.
    public void readsStep(int processed, int total, double seconds) {
        bus.publish(new Event.PromptProcessed(summarize().id(), processed, total, 0, seconds));
    }

    /// Writes some of a step of the summary.
    public void writesStep(String text) {
        bus.publish(new Event.TextGenerated(summarize().id(), text, 1));
    }

    /// A step of the summary is done.
    public void summarizes(int step, String text) {
        bus.publish(new Event.SectionSummarized(summarize().id(), new SummaryStep.Text(step, text)));
    }

    public void finishesSummary() {
        bus.publish(new Event.Finished(summarize().id(), FinishReason.END_OF_TURN, usage(), List.of()));
    }

    public void failsSummary(Failure failure) {
        bus.publish(new Event.Failed(summarize().id(), failure));
    }

    public static Usage usage() {
        return new Usage(792, 0, 412, 1.1, 720, 9.74, 1_204, 32_768, 25_900_000_000L);
    }

    private static int tokens(ChatMessage message) {
        int documents = message.documents().stream()
                .flatMap(d -> d.pages().stream())
                .mapToInt(page -> page.text().length())
                .sum();
        return (documents + message.content().length()) / 4;
    }

    /// Tells what is kept on disk.
    public void keeps(long bytes, int chats, long limitBytes) {
        bus.publish(new Event.CacheChanged(UUID.randomUUID(), bytes, chats, limitBytes));
    }

    private void onCommand(Command command) {
        commands.add(command);
        if (!(command instanceof Command.CountTokens count)) return;
        if (!loaded) {
            bus.publish(new Event.Failed(count.id(), Failure.of(polymath.engine.api.FailureCode.NO_MODEL)));
            return;
        }
        List<Integer> each = count.prompt() instanceof Prompt.Chat chat
                ? chat.messages().stream().map(ScriptedEngine::tokens).toList()
                : List.of(0);
        int all = each.stream().mapToInt(n -> n + 4).sum();
        bus.publish(new Event.TokensCounted(count.id(), all, each, limit));
    }
}
