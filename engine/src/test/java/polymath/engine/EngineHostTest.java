package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.FinishReason;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.Message;
import polymath.engine.api.MessageCodec;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;

/// The host as the window meets it: a process, spoken to in lines.
@Timeout(60)
class EngineHostTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Process host;

    @SuppressWarnings("NullAway.Init")
    private BufferedReader out;

    @SuppressWarnings("NullAway.Init")
    private Writer in;

    @BeforeEach
    void start() throws IOException {
        host = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "--enable-native-access=polymath.engine",
                        "-XX:TieredStopAtLevel=1",
                        "-p",
                        System.getProperty("jdk.module.path"),
                        "-m",
                        "polymath.engine/" + EngineHost.class.getName(),
                        "--cache",
                        folder.resolve("cache").toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        out = new BufferedReader(new InputStreamReader(host.getInputStream(), StandardCharsets.UTF_8));
        in = host.outputWriter(StandardCharsets.UTF_8);
    }

    @AfterEach
    void end() {
        host.destroyForcibly();
    }

    private void send(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    private List<Event> ask(Command command) throws Exception {
        send(MessageCodec.encode(command));
        List<Event> events = new ArrayList<>();
        do {
            Message message = MessageCodec.decode(out.readLine());
            assertThat(message).isInstanceOf(Event.class);
            if (message.id().equals(command.id())) events.add((Event) message);
        } while (events.isEmpty() || !events.getLast().closes());
        return events;
    }

    private Event load() throws Exception {
        return ask(new Command.LoadModel(
                        UUID.randomUUID(), TinyModel.write(folder).toString(), LoadOptions.DEFAULT))
                .getLast();
    }

    private static Command.Generate generate(int maxTokens) {
        return new Command.Generate(
                UUID.randomUUID(),
                new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.USER, "hello"))),
                new SamplingParams(50, 0, 1, 0, 1, 1),
                maxTokens,
                List.of());
    }

    @Test
    void itLoadsAndAnswersInLines() throws Exception {
        assertThat(load()).isInstanceOf(Event.ModelLoaded.class);
        Event.Finished end = (Event.Finished) ask(generate(5)).getLast();
        assertThat(end.reason()).isIn(FinishReason.MAX_TOKENS, FinishReason.END_OF_TURN);
    }

    @Test
    void garbageIsDroppedAndTheNextLineIsTaken() throws Exception {
        for (String garbage : List.of(
                "",
                "null",
                "{}",
                "[1,2",
                "{\"type\":\"java.lang.Runtime\"}",
                "\u0000\u0001",
                "{\"type\":\"Generate\",\"id\":\"x\"}")) send(garbage);
        assertThat(load()).isInstanceOf(Event.ModelLoaded.class);
    }

    @Test
    void aHostWhoseInputEndsStillDeletesWhatItWasTold() throws Exception {
        load();
        Path page = Files.createDirectories(folder.resolve("cache")).resolve("0".repeat(32) + ".kept");
        Files.writeString(page, "1".repeat(32));
        send(MessageCodec.encode(generate(100_000)));
        send(MessageCodec.encode(new Command.PruneCache(UUID.randomUUID(), List.of())));
        in.close();
        assertThat(host.waitFor(4, TimeUnit.SECONDS)).isTrue();
        assertThat(page).doesNotExist();
    }

    @Test
    void itEndsWithinTwoSecondsWhenItsInputEnds() throws Exception {
        load();
        send(MessageCodec.encode(generate(100_000)));
        in.close();
        assertThat(host.waitFor(2, TimeUnit.SECONDS)).isTrue();
        assertThat(host.exitValue()).isZero();
    }
}
