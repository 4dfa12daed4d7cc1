package polymath.engine.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.Event;
import polymath.engine.api.FailureCode;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// A conversation in the terminal: one line, one answer, until end of input or `/exit`. A line that is the path of a
/// text
/// file puts that document before the next question.
@picocli.CommandLine.Command(
        name = "chat",
        description = "Talk with the model in the terminal. Drop a text file on it, or type its path, to ask about it.")
final class Chat implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Option(names = "--system", paramLabel = "TEXT", description = "A system prompt.")
    private String system = "";

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens of one answer. Default: 4096.")
    private int maxTokens = 4096;

    private volatile UUID answering = new UUID(0, 0);

    @Override
    public Integer call() throws FailureException, InterruptedException, IOException {
        if (maxTokens < 1) throw new UsageException("--max-tokens must be at least 1, got %d", maxTokens);
        var options = engine.options();
        var params = sampling.params();
        try (EngineCalls calls = new EngineCalls(engine.prefixes())) {
            Main.err("Loading " + model.path().getFileName() + " ...");
            Event.ModelLoaded loaded = calls.load(model.path(), options);
            if (!loaded.model().chatCapable())
                throw new FailureException(
                        FailureCode.NOT_A_CHAT_MODEL, loaded.model().name());
            greet(loaded);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> calls.cancel(answering)));
            List<ChatMessage> messages = new ArrayList<>();
            if (!system.isEmpty()) messages.add(new ChatMessage(ChatMessage.Role.SYSTEM, system));
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, terminalCharset()));
            List<Document> documents = new ArrayList<>();
            for (String line = ask(in); line != null && !line.equals("/exit"); line = ask(in)) {
                if (attached(line, documents) || (line.isBlank() && documents.isEmpty())) continue;
                messages.add(new ChatMessage(ChatMessage.Role.USER, line, documents));
                documents.clear();
                try {
                    messages.add(answer(calls, messages, params));
                } catch (FailureException e) {
                    messages.removeLast(); // the conversation goes on without what could not be answered
                    Main.err(e.failure().english());
                }
            }
            calls.awaitSaved();
        }
        return 0;
    }

    private static void greet(Event.ModelLoaded loaded) {
        Main.err(String.format(
                Locale.ROOT,
                "%s %s on %s, room for %,d tokens. You are talking to an AI, which can be wrong. /exit or Ctrl+D ends.",
                loaded.model().name(),
                loaded.model().quantization(),
                loaded.device(),
                loaded.plan().contextTokens()));
    }

    /// Whether the line names a file; its text is then in `documents`, or standard error says why not.
    private static boolean attached(String line, List<Document> documents) {
        Optional<Path> file = TextDocument.named(line);
        if (file.isEmpty()) return false;
        try {
            Document document = TextDocument.read(file.get());
            documents.add(document);
            Main.err("Read " + document.name() + ". Ask about it, or press Enter for a summary.");
        } catch (UsageException | IOException e) {
            Main.err(String.valueOf(e.getMessage()));
        }
        return true;
    }

    private static Charset terminalCharset() {
        Charset told = Charset.forName(System.getProperty("stdin.encoding", "UTF-8"));
        return told.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : told; // a bare C locale
    }

    private static @org.jspecify.annotations.Nullable String ask(BufferedReader in) throws IOException {
        Main.stream("\n> ");
        return in.readLine();
    }

    private ChatMessage answer(EngineCalls calls, List<ChatMessage> messages, SamplingParams params)
            throws FailureException, InterruptedException {
        UUID id = UUID.randomUUID();
        answering = id;
        StringBuilder text = new StringBuilder();
        Command.Generate command =
                new Command.Generate(id, new Prompt.Chat(messages), params, maxTokens, List.of(), engine.policy());
        var end = (Event.Finished) calls.ask(command, event -> {
            if (event instanceof Event.TextGenerated generated) {
                text.append(generated.text());
                Main.stream(generated.text());
            }
        });
        Main.out("");
        report(end);
        return new ChatMessage(ChatMessage.Role.ASSISTANT, text.toString());
    }

    private static void report(Event.Finished end) {
        Usage usage = end.usage();
        Main.err(String.format(
                Locale.ROOT,
                "[%,d tokens read (%,d from cache), first token after %.1f s; %,d written, %.1f tokens/s; %,d of %,d]%s",
                usage.promptTokens(),
                usage.cachedTokens(),
                usage.secondsToFirstToken(),
                usage.generatedTokens(),
                usage.decodeTokensPerSecond(),
                usage.contextTokens(),
                usage.contextLimitTokens(),
                switch (end.reason()) {
                    case CONTEXT_FULL -> " The context is full: start a new chat.";
                    case MAX_TOKENS -> " Stopped at the most tokens of one answer (--max-tokens).";
                    default -> "";
                }));
    }
}
