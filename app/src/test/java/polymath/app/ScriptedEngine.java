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
            true);
    public static final MemoryPlan PLAN = new MemoryPlan(
            25_300_000_000L, 4_300_000_000L, 400_000_000L, 64_000_000_000L, 50_000_000_000L, 32_768, 131_072);

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
        loaded = true;
        UUID id = last(Command.LoadModel.class).map(Command.LoadModel::id).orElse(UUID.randomUUID());
        bus.publish(new Event.ModelLoaded(id, MODEL, PLAN, "8 cores", 0.4));
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

    public void finishes(FinishReason reason) {
        bus.publish(new Event.Finished(generate().id(), reason, usage(), List.of()));
    }

    public void fails(Failure failure) {
        bus.publish(new Event.Failed(generate().id(), failure));
    }

    public static Usage usage() {
        return new Usage(792, 0, 412, 1.1, 720, 9.74, 1_204, 32_768, 25_900_000_000L);
    }

    private void onCommand(Command command) {
        commands.add(command);
        if (!(command instanceof Command.CountTokens count)) return;
        if (!loaded) {
            bus.publish(new Event.Failed(count.id(), Failure.of(polymath.engine.api.FailureCode.NO_MODEL)));
            return;
        }
        List<Integer> each = count.prompt() instanceof Prompt.Chat chat
                ? chat.messages().stream()
                        .map(ChatMessage::content)
                        .map(t -> t.length() / 4)
                        .toList()
                : List.of(0);
        int all = each.stream().mapToInt(n -> n + 4).sum();
        bus.publish(new Event.TokensCounted(count.id(), all, each, limit));
    }
}
