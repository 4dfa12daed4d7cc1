package polymath.engine;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.Usage;
import polymath.engine.chat.ChatTemplate;
import polymath.engine.chat.Summarizer;
import polymath.engine.generation.BadNumbersException;
import polymath.engine.generation.Generator;
import polymath.engine.tokenizer.Tokenizer;

/// One summary in the making: the loaded model writes, the bus is told. Used by the engine's thread.
final class SummaryRun implements Summarizer.Model, Summarizer.Listener {
    private final Command.Summarize command;
    private final EventBus bus;
    private final Generator generator;
    private final ChatTemplate template;
    private final Tokenizer tokenizer;
    private int steps;
    private int read;
    private int written;
    private Usage last = new Usage(0, 0, 0, 0, 0, 0, 0, 0, 0);

    SummaryRun(
            Command.Summarize command, EventBus bus, Generator generator, ChatTemplate template, Tokenizer tokenizer) {
        this.command = command;
        this.bus = bus;
        this.generator = generator;
        this.template = template;
        this.tokenizer = tokenizer;
    }

    /// @param context of the model, in tokens
    /// @param whole longest document that is read at once, in tokens
    /// @return tokens of all steps together, the rest of the last one
    /// @throws CancellationException if it was stopped; what the steps came to has been published
    Usage summarize(int context, int whole) throws BadNumbersException {
        Map<Integer, String> finished = command.finished().stream()
                .collect(Collectors.toMap(SummaryStep.Text::step, SummaryStep.Text::text, (first, again) -> again));
        Summarizer.Limits limits = new Summarizer.Limits(context, whole);
        new Summarizer(this, limits, finished, this).summarize(command.document(), command.depth());
        return new Usage(
                read,
                last.cachedTokens(),
                written,
                last.secondsToFirstToken(),
                last.prefillTokensPerSecond(),
                last.decodeTokensPerSecond(),
                last.contextTokens(),
                last.contextLimitTokens(),
                0);
    }

    @Override
    public int count(String text) {
        return tokenizer.encode(text, false).length;
    }

    @Override
    public String write(String prompt, int maxTokens) throws BadNumbersException {
        int[] ids = template.encode(List.of(new ChatMessage(ChatMessage.Role.USER, prompt)));
        AnswerEvents events = new AnswerEvents(command.id(), bus);
        Generator.Answer answer =
                generator.generate(ids, command.sampling(), new Generator.Limits(maxTokens, List.of()), events);
        String text = events.end();
        if (answer.reason() == FinishReason.CANCELLED) throw new CancellationException();
        last = answer.usage();
        read += last.promptTokens();
        written += last.generatedTokens();
        return text;
    }

    @Override
    public void planned(List<SummaryStep> plan) {
        steps = plan.size();
        bus.publish(new Event.SummaryPlanned(command.id(), plan));
    }

    /// Of the plan; 0 before there is one.
    int steps() {
        return steps;
    }

    @Override
    public void done(SummaryStep step, String text) {
        bus.publish(new Event.SectionSummarized(command.id(), new SummaryStep.Text(step.number(), text)));
    }
}
