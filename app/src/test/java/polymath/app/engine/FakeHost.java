package polymath.app.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.Message;
import polymath.engine.api.MessageCodec;
import polymath.engine.api.ModelInfo;
import polymath.engine.api.Prompt;
import polymath.engine.api.Usage;

/// Speaks the engine host's protocol and does what a raw prompt says: `stream N`, `die`, `garbage`, `flood`. With the
/// argument `stubborn` it does not exit when stdin closes.
final class FakeHost {
    private static final AtomicReference<UUID> CANCELLED = new AtomicReference<>(new UUID(0, 0));
    private static boolean loaded;

    private FakeHost() {}

    public static void main(String[] arguments) throws Exception {
        System.err.println("fake host is up");
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            Command command = (Command) MessageCodec.decode(line);
            if (command instanceof Command.Generate generate)
                Thread.ofPlatform().daemon().start(() -> generate(generate));
            else obey(command);
        }
        if (List.of(arguments).contains("stubborn")) Thread.sleep(60_000);
        System.exit(0);
    }

    private static void obey(Command command) {
        UUID id = command.id();
        if (command instanceof Command.LoadModel load) {
            if (load.path().equals("poison")) Runtime.getRuntime().halt(7);
            send(new Event.ModelLoading(id, load.path()));
            loaded = true;
            send(new Event.ModelLoaded(
                    id,
                    new ModelInfo(load.path(), "fake", "F32", 1, 1, 1, 1, 1, 1, 1, true, 0),
                    new MemoryPlan(1, 1, 1, 1, 1, 1, 1),
                    String.valueOf(ProcessHandle.current().pid()),
                    0.5));
        }
        if (command instanceof Command.UnloadModel) {
            loaded = false;
            send(new Event.ModelUnloaded(id));
        }
        if (command instanceof Command.CountTokens) send(new Event.TokensCounted(id, 1, List.of(1), 10));
        if (command instanceof Command.Cancel) CANCELLED.set(id);
    }

    private static void generate(Command.Generate command) {
        UUID id = command.id();
        if (!loaded) {
            send(new Event.Failed(id, Failure.of(FailureCode.NO_MODEL)));
            return;
        }
        String[] words = ((Prompt.Raw) command.prompt()).text().split(" ", 2);
        int count = words[0].equals("stream") ? Integer.parseInt(words[1]) : 5;
        FinishReason reason = FinishReason.END_OF_TURN;
        for (int i = 0; i < count && reason == FinishReason.END_OF_TURN; i++) {
            if (words[0].equals("garbage"))
                raw("{\"type\":\"Nonsense\"}\n\u0000\u0001}\n[[[\n\n{\"type\":\"Cancel\",\"id\":\"" + id + "\"}");
            send(new Event.TextGenerated(id, "word" + i + " ", i + 1));
            pause();
            if (id.equals(CANCELLED.get())) reason = FinishReason.CANCELLED;
        }
        if (words[0].equals("die")) Runtime.getRuntime().halt(9);
        if (words[0].equals("flood")) for (int i = 0; i < 10_000; i++) raw("not an event");
        send(new Event.Finished(id, reason, new Usage(1, 0, count, 0, 0, 0, 1, 1, 1), List.of()));
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void send(Message message) {
        raw(MessageCodec.encode(message));
    }

    private static synchronized void raw(String line) {
        try {
            System.out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            System.out.flush();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
