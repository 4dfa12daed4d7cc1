package polymath.engine.cli;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.Event;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// A summary of a document, whole or section by section.
@picocli.CommandLine.Command(name = "summarize", description = "Summarize a document, naming its pages.")
final class Summarize implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Parameters(
            paramLabel = "DOCUMENT",
            description = "A text file in UTF-8, whose pages end with form feeds; - takes lines of JSON from standard"
                    + " input, a page each with page, label and text.")
    private @Nullable Path file;

    @Option(names = "--name", paramLabel = "NAME", description = "What a document from standard input is called.")
    private String name = "document";

    @Option(names = "--depth", description = "How much it tells: ${COMPLETION-CANDIDATES}. Default: page.")
    private SummaryDepth depth = SummaryDepth.PAGE;

    @Option(
            names = "--whole",
            paramLabel = "N",
            description = "Longest document, in tokens, that is read at once. Default: 32768.")
    private int whole = 32_768;

    @Option(names = "--json", description = "Print one JSON object with the steps, the summary and the usage.")
    private boolean json;

    private List<SummaryStep> steps = List.of();
    private final List<SummaryStep.Text> texts = new ArrayList<>();

    @Override
    public Integer call() throws FailureException, InterruptedException, IOException {
        if (whole < 1) throw new UsageException("--whole must be at least 1, got %d", whole);
        Document document = document();
        var options = engine.options();
        var command = new Command.Summarize(
                UUID.randomUUID(), document, depth, whole, List.of(), sampling.params(), engine.policy());
        try (EngineCalls calls = new EngineCalls(engine.prefixes())) {
            calls.load(model.path(), options);
            var end = (Event.Finished) calls.ask(command, this::take);
            if (json) printJson(document, end);
            else Main.out(summary());
            calls.awaitSaved();
        }
        return 0;
    }

    private Document document() throws IOException {
        if (file != null && file.toString().equals("-")) return PageLines.read(System.in, name);
        if (file == null || !Files.isRegularFile(file)) throw new UsageException("there is no file %s", file);
        return TextDocument.read(file);
    }

    private void take(Event event) {
        switch (event) {
            case Event.SummaryPlanned planned -> steps = planned.steps();
            case Event.SectionSummarized done -> {
                texts.add(done.text());
                SummaryStep step = steps.get(done.text().step());
                Main.err("%d of %d: %s, %s to %s"
                        .formatted(texts.size(), steps.size(), step.kind(), step.from(), step.to()));
            }
            default -> {}
        }
    }

    private String summary() {
        return depth == SummaryDepth.SECTIONS
                ? texts.stream().map(SummaryStep.Text::text).collect(Collectors.joining("\n\n"))
                : texts.getLast().text();
    }

    private void printJson(Document document, Event.Finished end) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("summary", summary());
        result.put("steps", steps);
        result.put("texts", texts);
        result.put("pages", document.pages().size());
        result.put("usage", end.usage());
        Main.out(new GsonBuilder().disableHtmlEscaping().create().toJson(result));
    }
}
