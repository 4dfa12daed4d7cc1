package polymath.engine.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.reflect.TypeToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import polymath.engine.Failures.FailureException;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.Prompt;

/// One answer, streamed to standard output.
@picocli.CommandLine.Command(name = "generate", description = "Write one answer to a prompt or a conversation.")
final class Generate implements Callable<Integer> {
    @Mixin
    private ModelOption model = new ModelOption();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @ArgGroup(multiplicity = "1")
    private Source source = new Source();

    /// Where the conversation comes from.
    static final class Source {
        @Option(names = "--prompt", paramLabel = "TEXT", description = "The user's message.")
        private @Nullable String prompt;

        @Option(
                names = "--messages",
                paramLabel = "FILE",
                description = "A JSON array of {\"role\": \"system|user|assistant\", \"content\": \"...\"}.")
        private @Nullable Path messages;
    }

    @Option(names = "--system", paramLabel = "TEXT", description = "A system prompt in front of the conversation.")
    private String system = "";

    @Option(names = "--max-tokens", paramLabel = "N", description = "Most tokens to write. Default: 1024.")
    private int maxTokens = 1024;

    @Option(names = "--stop", paramLabel = "TEXT", description = "End before this text; may be given several times.")
    private List<String> stopStrings = List.of();

    @Option(names = "--raw", description = "Continue the prompt as it stands: no template, special tokens recognised.")
    private boolean raw;

    @Option(names = "--json", description = "Print one JSON object with the text, its token ids and the usage.")
    private boolean json;

    @Override
    public Integer call() throws FailureException, InterruptedException, IOException {
        if (maxTokens < 1) throw new UsageException("--max-tokens must be at least 1, got %d", maxTokens);
        if (stopStrings.contains("")) throw new UsageException("--stop must not be empty");
        var options = engine.options();
        Command.Generate command = new Command.Generate(
                UUID.randomUUID(), prompt(), sampling.params(), maxTokens, stopStrings, engine.policy());
        try (EngineCalls calls = new EngineCalls(engine.prefixes())) {
            calls.load(model.path(), options);
            StringBuilder text = new StringBuilder();
            var end = (Event.Finished) calls.ask(command, event -> {
                if (event instanceof Event.TextGenerated generated) {
                    text.append(generated.text());
                    if (!json) Main.stream(generated.text());
                }
            });
            if (json) printJson(text.toString(), end);
            else Main.out("");
            calls.awaitSaved();
        }
        return 0;
    }

    private Prompt prompt() throws IOException {
        if (raw) {
            if (source.prompt == null) throw new UsageException("--raw takes its text from --prompt");
            if (!system.isEmpty()) throw new UsageException("--raw has no template, so no --system");
            if (source.prompt.isEmpty()) throw new UsageException("--prompt is empty");
            return new Prompt.Raw(source.prompt);
        }
        List<ChatMessage> messages = new ArrayList<>();
        if (!system.isEmpty()) messages.add(new ChatMessage(ChatMessage.Role.SYSTEM, system));
        if (source.messages != null) messages.addAll(read(source.messages));
        else if (source.prompt != null) messages.add(new ChatMessage(ChatMessage.Role.USER, source.prompt));
        return new Prompt.Chat(messages);
    }

    private record MessageJson(
            @Nullable String role, @Nullable String content) {}

    private static List<ChatMessage> read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) throw new UsageException("there is no file %s for --messages", file);
        List<ChatMessage> messages = new ArrayList<>();
        try {
            List<MessageJson> entries = new GsonBuilder()
                    .create()
                    .fromJson(Files.readString(file, StandardCharsets.UTF_8), new TypeToken<>() {});
            for (MessageJson entry : entries == null ? List.<MessageJson>of() : entries) {
                if (entry.role() == null || entry.content() == null)
                    throw new UsageException("a message in %s lacks its role or content", file);
                ChatMessage.Role role = ChatMessage.Role.valueOf(entry.role().toUpperCase(Locale.ROOT));
                messages.add(new ChatMessage(role, entry.content()));
            }
        } catch (JsonParseException e) {
            throw new UsageException("%s is not a JSON array of messages: %s", file, e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new UsageException("%s has a role that is not system, user or assistant", file);
        }
        if (messages.isEmpty()) throw new UsageException("%s has no messages", file);
        return messages;
    }

    private static void printJson(String text, Event.Finished end) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("text", text);
        result.put("tokens", end.tokenIds());
        result.put("finishReason", end.reason());
        result.put("usage", end.usage());
        Main.out(new GsonBuilder().disableHtmlEscaping().create().toJson(result));
    }
}
