package polymath.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.GpuUse;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.ModelInfo;
import polymath.engine.api.Prompt;
import polymath.engine.api.Usage;
import polymath.engine.chat.ChatTemplate;
import polymath.engine.cuda.CudaException;
import polymath.engine.generation.BadNumbersException;
import polymath.engine.generation.Generator;
import polymath.engine.generation.Sequence;
import polymath.engine.gguf.GgufException;
import polymath.engine.kernel.Kernels;
import polymath.engine.kernel.StopSignal;
import polymath.engine.model.KvCache;
import polymath.engine.model.PhiMoe;
import polymath.engine.prefix.Fingerprint;
import polymath.engine.prefix.PrefixStore;
import polymath.engine.prefix.SavedPrefix;
import polymath.engine.tensor.GgmlType;

/// A loaded model with the cache of the last conversation. Used by the engine's thread, [#count] by any.
final class Session implements AutoCloseable {
    /// A context shorter than this is no use to a chat, so it is not chosen silently.
    private static final int LEAST_CONTEXT = 512;
    /// What instructions, a section worth the name and its summary take.
    private static final int LEAST_SUMMARY_CONTEXT = 1024;

    private final ModelFile file;
    private final ModelInfo info;
    private final MemoryPlan plan;
    private final LoadOptions options;
    private final Kernels kernels;
    private final Sequence sequence;
    private final Generator generator;
    private final Optional<ChatTemplate> template;
    private final KeptTokens kept;
    private final WarmUp warmUp;
    private final Offload.Result offload;
    private Optional<CudaException> lost = Optional.empty();
    private Consumer<CudaException> whenLost = reason -> {};

    private Session(
            ModelFile file,
            MemoryPlan plan,
            LoadOptions options,
            Kernels kernels,
            Kernels.Choice choice,
            StopSignal stop,
            Optional<PrefixStore> prefixes,
            Offload offloading)
            throws GgufException, FailureException {
        this.file = file;
        this.plan = plan;
        this.options = options;
        this.kernels = kernels;
        info = file.info();
        int block = new MemoryPlanner(plan.physicalBytes(), plan.availableBytes())
                .blockTokens(file.config(), file.file().fileBytes(), options.kvType(), plan.contextTokens());
        PhiMoe model = new PhiMoe(file.config(), file.weights(), kernels, Math.min(block, plan.contextTokens()));
        GgmlType kvType = MemoryPlanner.type(options.kvType());
        offload = offloading.bring(
                new Offload.Job(file, model, kernels, kvType, plan.contextTokens(), Optional.empty()), this::lose);
        if (options.gpu().mode() == GpuUse.Mode.REQUIRE && offload.card().isEmpty())
            throw new FailureException(FailureCode.NO_GPU, offload.obstacle());
        sequence = new Sequence(offload.model(), kvType, plan.contextTokens());
        generator = new Generator(sequence, file.tokenizer());
        template = ChatTemplate.of(file.tokenizer());
        kept = new KeptTokens(sequence);
        prefixes.ifPresent(store -> sequence.findIn(saved(store, stop)));
        warmUp = new WarmUp(file.config(), file.weights(), kvType, choice);
    }

    private SavedPrefix saved(PrefixStore store, StopSignal stop) {
        String identity = file.identity();
        return new SavedPrefix(
                store,
                longFactors -> Fingerprint.of(identity, arithmetic(), file.config(), sequence.cache(), longFactors),
                stop::isRaised);
    }

    /// @param heldBytes memory of the model that this one would replace
    static MemoryPlan plan(ModelFile file, LoadOptions options, long heldBytes) {
        MemoryPlanner machine = MemoryPlanner.ofThisMachine();
        return new MemoryPlanner(
                        machine.physicalBytes(),
                        machine.availableBytes() == 0 ? 0 : machine.availableBytes() + heldBytes)
                .plan(file.config(), file.file().fileBytes(), options.kvType(), options.contextTokens());
    }

    /// @throws FailureException if the plan cannot be carried out on this machine
    static void check(ModelFile file, MemoryPlan plan, LoadOptions options) throws FailureException {
        int limit = file.config().contextLength();
        if (options.contextTokens() > limit)
            throw new FailureException(FailureCode.CONTEXT_TOO_LONG, options.contextTokens(), limit);
        boolean chosenTooShort =
                options.contextTokens() == 0 && plan.fittingContextTokens() < Math.min(LEAST_CONTEXT, limit);
        if (!plan.fits() || chosenTooShort)
            throw new FailureException(
                    FailureCode.NOT_ENOUGH_MEMORY,
                    plan.totalBytes(),
                    plan.availableBytes(),
                    plan.fittingContextTokens());
    }

    /// Takes the file over: closing the session closes it.
    ///
    /// @param prefixes where what was read is found and kept
    static Session open(
            ModelFile file,
            MemoryPlan plan,
            LoadOptions options,
            Kernels.Choice choice,
            StopSignal stop,
            Optional<PrefixStore> prefixes,
            Offload offload)
            throws GgufException, FailureException {
        int threads = options.threads() == 0 ? Cores.physical() : options.threads();
        Kernels kernels = Kernels.select(choice, threads, stop);
        try {
            return new Session(file, plan, options, kernels, choice, stop, prefixes, offload);
        } catch (Throwable t) {
            kernels.close();
            throw t;
        }
    }

    Path path() {
        return file.path();
    }

    ModelInfo info() {
        return info;
    }

    MemoryPlan plan() {
        return plan;
    }

    /// What computes, in words.
    String device() {
        int threads = kernels.pool().threads();
        String processor = "%d %s, %s".formatted(threads, threads == 1 ? "thread" : "threads", kernels.description());
        return usesCard() ? offload.card() + "; " + processor : processor;
    }

    private boolean usesCard() {
        return !offload.card().isEmpty() && lost.isEmpty();
    }

    /// What numbers depend on beside the model: a card rounds otherwise than the processor. It stays the same when the
    /// card is lost, since what it read is still in the cache.
    private String arithmetic() {
        return offload.card().isEmpty() ? kernels.description() : kernels.description() + " and " + offload.card();
    }

    private void lose(CudaException reason) {
        lost = Optional.of(reason);
        whenLost.accept(reason);
    }

    /// Has a card's failure told as a part of this command.
    private void tellLoss(UUID command, EventBus bus) {
        whenLost = reason -> bus.publish(new Event.GpuLost(command, device(), String.valueOf(reason.getMessage())));
    }

    /// Bytes of keys and values held now.
    long cacheBytes() {
        return KvCache.bytes(file.config(), MemoryPlanner.type(options.kvType()), sequence.length());
    }

    void generate(Command.Generate command, EventBus bus) throws FailureException, BadNumbersException {
        checkUnchanged();
        tellLoss(command.id(), bus);
        int[] prompt = encode(command.prompt());
        if (prompt.length > sequence.capacity())
            throw new FailureException(FailureCode.PROMPT_TOO_LONG, prompt.length, sequence.capacity());
        kept.begin(command.id(), command.cache());
        AnswerEvents events = new AnswerEvents(command.id(), bus);
        Generator.Limits limits = new Generator.Limits(command.maxTokens(), command.stopStrings());
        events.finish(answer(command, prompt, limits, events));
    }

    private Generator.Answer answer(
            Command.Generate command, int[] prompt, Generator.Limits limits, AnswerEvents events)
            throws BadNumbersException {
        try {
            return command.prompt() instanceof Prompt.Continuation
                    ? generator.goOn(prompt, command.sampling(), limits, events)
                    : generator.generate(prompt, command.sampling(), limits, events);
        } catch (BadNumbersException e) {
            kept.forget();
            throw e;
        }
    }

    /// What shall stay on disk of the last command's tokens.
    KeptTokens kept() {
        return kept;
    }

    void summarize(Command.Summarize command, EventBus bus) throws FailureException, BadNumbersException {
        checkUnchanged();
        tellLoss(command.id(), bus);
        if (sequence.capacity() < LEAST_SUMMARY_CONTEXT)
            throw new FailureException(FailureCode.PROMPT_TOO_LONG, LEAST_SUMMARY_CONTEXT, sequence.capacity());
        SummaryRun run = new SummaryRun(command, bus, generator, template(), file.tokenizer());
        kept.begin(command.id(), command.cache());
        Usage usage;
        try {
            usage = run.summarize(sequence.capacity(), info().wholeTokens(command.wholeTokens()));
        } catch (BadNumbersException e) {
            kept.forget();
            throw e;
        } finally {
            if (run.steps() > 1) kept.forget(); // no question begins like a section's prompt
        }
        bus.publish(new Event.Finished(
                command.id(),
                FinishReason.END_OF_TURN,
                usage.withResidentBytes(ProcessMemory.residentBytes()),
                List.of()));
    }

    private void checkUnchanged() throws FailureException {
        if (!file.isUnchanged()) throw new FailureException(FailureCode.MODEL_CHANGED, file.path());
    }

    private int[] encode(Prompt prompt) throws FailureException {
        return switch (prompt) {
            case Prompt.Chat chat -> template().encode(chat.messages());
            case Prompt.Continuation begun -> template().encode(begun.messages(), begun.beginning());
            case Prompt.Raw raw -> raw(raw);
        };
    }

    private int[] raw(Prompt.Raw prompt) {
        int[] tokens = file.tokenizer().encode(prompt.text(), true);
        return file.vocabulary().addBos()
                ? IntStream.concat(IntStream.of(file.vocabulary().bos()), IntStream.of(tokens))
                        .toArray()
                : tokens;
    }

    private ChatTemplate template() throws FailureException {
        return template.orElseThrow(() -> new FailureException(FailureCode.NOT_A_CHAT_MODEL, info.name()));
    }

    Event.TokensCounted count(Command.CountTokens command) throws FailureException {
        int total = encode(command.prompt()).length;
        List<Integer> each = switch (command.prompt()) {
            case Prompt.Raw ignored -> List.of(total);
            case Prompt.Chat chat -> each(chat.messages()).toList();
            case Prompt.Continuation begun ->
                Stream.concat(
                                each(begun.messages()),
                                each(List.of(new ChatMessage(ChatMessage.Role.ASSISTANT, begun.beginning()))))
                        .toList();
        };
        return new Event.TokensCounted(command.id(), total, each, sequence.capacity());
    }

    private Stream<Integer> each(List<ChatMessage> messages) throws FailureException {
        ChatTemplate chatTemplate = template();
        return messages.stream().map(message -> chatTemplate.encode(message).length);
    }

    @Override
    public void close() {
        warmUp.close();
        sequence.close();
        offload.close();
        kernels.close();
        file.close();
    }
}
