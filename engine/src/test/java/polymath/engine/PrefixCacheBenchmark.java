package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.Message;
import polymath.engine.api.MessageCodec;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// What it takes to read a long text, and to have it ready in an engine that was started anew. Not in the suite; run it
/// on a quiet machine with
///
///     mvn -pl engine -Dtest=PrefixCacheBenchmark -Dpolymath.model=FILE -Dpolymath.tokens=6000 -Djacoco.skip test
///
/// and `-Dpolymath.kv=q8` for another cache than in half precision. The files are written a moment before they are
/// read, so they come from the system's page cache; from the disk itself add their size over its speed.
class PrefixCacheBenchmark {
    private static final String SENTENCE =
            "The committee met on Tuesday, heard the report about the harbour and put off its decision. ";

    /// Seconds from the loaded model to the question: at once, and as soon as a person can.
    private static final List<Integer> PAUSES = List.of(0, 2);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void readOnceAndReadyAfterARestart() throws Exception {
        String model = System.getProperty("polymath.model", "");
        assumeTrue(!model.isEmpty(), "no model: -Dpolymath.model=FILE");
        int tokens = Integer.getInteger("polymath.tokens", 6000);
        KvType kv = KvType.valueOf(System.getProperty("polymath.kv", "f16").toUpperCase(Locale.ROOT));
        Command.LoadModel load = new Command.LoadModel(UUID.randomUUID(), model, new LoadOptions(tokens + 256, 0, kv));
        String text;
        Event.Finished inMemory;
        try (Host host = new Host(folder.resolve("cache"))) {
            host.ask(load);
            text = text(host, tokens);
            Command.Generate first = generate(text);
            Event.Finished read = (Event.Finished) host.ask(first);
            say("tokens", "%,d".formatted(read.usage().promptTokens()));
            say("full reading", time(read.usage()));
            long start = System.nanoTime();
            Event.CacheChanged saved = (Event.CacheChanged) host.next(first.id());
            say("saving, while idle", "%.2f s".formatted((System.nanoTime() - start) / 1e9));
            say("on disk", "%,d bytes".formatted(saved.bytes()));
            inMemory = (Event.Finished) host.ask(generate(text));
            say("again, from memory", time(inMemory.usage()));
        }
        for (int pause : PAUSES) restart(load, text, pause, inMemory);
    }

    /// @param pause seconds from the loaded model to the question
    private void restart(Command.LoadModel load, String text, int pause, Event.Finished inMemory) throws Exception {
        long start = System.nanoTime();
        try (Host host = new Host(folder.resolve("cache"))) {
            Event.ModelLoaded loaded = (Event.ModelLoaded) host.ask(load);
            say(
                    "restart",
                    "%.2f s until the model is loaded, %.2f s of it loading"
                            .formatted((System.nanoTime() - start) / 1e9, loaded.seconds()));
            TimeUnit.SECONDS.sleep(pause);
            Event.Finished after = (Event.Finished) host.ask(generate(text));
            say("asked %d s after that".formatted(pause), time(after.usage()));
            assertThat(after.usage().cachedTokens()).isEqualTo(after.usage().promptTokens() - 1);
            assertThat(after.tokenIds()).isEqualTo(inMemory.tokenIds());
        }
    }

    private static Command.Generate generate(String text) {
        return new Command.Generate(
                UUID.randomUUID(),
                new Prompt.Raw(text),
                SamplingParams.GREEDY,
                8,
                List.of(),
                CachePolicy.whileRoom("benchmark"));
    }

    /// As much text as comes to that many tokens, or a few less.
    private static String text(Host host, int tokens) throws Exception {
        int each = count(host, SENTENCE.repeat(11)) - count(host, SENTENCE.repeat(1));
        int sentences = tokens * 10 / each + 1;
        while (count(host, SENTENCE.repeat(sentences)) > tokens) sentences--;
        return SENTENCE.repeat(sentences);
    }

    private static int count(Host host, String text) throws Exception {
        return ((Event.TokensCounted) host.ask(new Command.CountTokens(UUID.randomUUID(), new Prompt.Raw(text))))
                .promptTokens();
    }

    private static String time(Usage usage) {
        return String.format(
                Locale.ROOT, "%.2f s to the first token, %,d found", usage.secondsToFirstToken(), usage.cachedTokens());
    }

    private static void say(String what, String figure) {
        System.out.printf(Locale.ROOT, "%-30s %s%n", what, figure);
    }

    /// An engine host, started with the flags that the window starts it with.
    private static final class Host implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;
        private final Writer in;

        Host(Path cache) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "--add-modules",
                            "jdk.incubator.vector",
                            "--enable-native-access=polymath.engine",
                            "-Xmx1g",
                            "-XX:+UseSerialGC",
                            "-p",
                            System.getProperty("jdk.module.path"),
                            "-m",
                            "polymath.engine/" + EngineHost.class.getName(),
                            "--cache",
                            cache.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            in = process.outputWriter(StandardCharsets.UTF_8);
        }

        Event ask(Command command) throws Exception {
            in.write(MessageCodec.encode(command) + "\n");
            in.flush();
            Event end = next(command.id());
            assertThat(end).isNotInstanceOf(Event.Failed.class);
            return end;
        }

        /// The next closing event with this id.
        Event next(UUID id) throws Exception {
            while (true) {
                Message message = MessageCodec.decode(out.readLine());
                if (message instanceof Event event
                        && event.closes()
                        && event.id().equals(id)) return event;
            }
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
