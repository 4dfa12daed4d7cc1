package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Document;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.MessageCodec;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.SummaryDepth;
import polymath.engine.kernel.Kernels;
import polymath.engine.prefix.PrefixStore;

/// An engine that is started anew finds what the one before it read, if that might be kept.
@Timeout(60)
class KeptOnDiskTest {
    private static final String LONG = "it was a dark and stormy night ".repeat(40);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Path cache;

    private EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Optional<Engine> engine = Optional.empty();

    @BeforeEach
    void start() throws Exception {
        cache = folder.resolve("cache");
        restart();
    }

    @AfterEach
    void end() {
        engine.ifPresent(Engine::close);
    }

    private void restart() throws Exception {
        end();
        events.clear();
        bus = new EventBus();
        PrefixStore store = new PrefixStore(cache, PrefixStore.Limits.DEFAULT);
        engine = Optional.of(new Engine(bus, Kernels.Choice.AUTO, Optional.of(store)));
        bus.subscribe(Event.class, Runnable::run, events::add);
        Path model = TinyModel.writeWithContext(folder, 4096);
        Files.setLastModifiedTime(model, java.nio.file.attribute.FileTime.fromMillis(1_000_000)); // not a new model
        assertThat(ask(new Command.LoadModel(UUID.randomUUID(), model.toString(), LoadOptions.DEFAULT)))
                .isInstanceOf(Event.ModelLoaded.class);
    }

    private Event ask(Command command) throws InterruptedException {
        bus.publish(command);
        return next(command.id());
    }

    /// The next closing event with this id.
    private Event next(UUID id) throws InterruptedException {
        while (true) {
            Event event = events.poll(30, TimeUnit.SECONDS);
            assertThat(event).as("an event within 30 s").isNotNull();
            if (event != null && event.id().equals(id) && event.closes()) return event;
        }
    }

    private static Command.Generate generate(CachePolicy policy, String text) {
        return new Command.Generate(
                UUID.randomUUID(),
                new Prompt.Chat(List.of(new ChatMessage(ChatMessage.Role.USER, text))),
                SamplingParams.GREEDY,
                20,
                List.of(),
                policy);
    }

    private Event.CacheChanged saved(Command.Generate command) throws InterruptedException {
        return (Event.CacheChanged) next(command.id());
    }

    private List<Path> files() throws IOException {
        if (!Files.isDirectory(cache)) return List.of();
        try (Stream<Path> files = Files.list(cache)) {
            return files.toList();
        }
    }

    @Test
    void theFirstTokenComesFromTheDiskAfterARestart() throws Exception {
        Command.Generate first = generate(CachePolicy.whileRoom("chat"), LONG);
        var before = (Event.Finished) ask(first);
        assertThat(before.usage().cachedTokens()).isZero();
        Event.CacheChanged kept = saved(first);
        assertThat(kept.entries()).isEqualTo(1);
        assertThat(kept.bytes()).isPositive().isLessThan(kept.limitBytes());
        var inMemory = (Event.Finished) ask(generate(CachePolicy.whileRoom("chat"), LONG));

        restart();
        Command.Generate again = generate(CachePolicy.whileRoom("chat"), LONG);
        var after = (Event.Finished) ask(again);
        assertThat(after.usage().cachedTokens()).isEqualTo(after.usage().promptTokens() - 1);
        assertThat(after.tokenIds()).isEqualTo(inMemory.tokenIds());
        assertThat(saved(again).entries()).isEqualTo(1);
    }

    @Test
    void aTemporaryChatLeavesNothing() throws Exception {
        ask(generate(CachePolicy.LEAVE_NOTHING, LONG));
        ask(new Command.LimitCache(UUID.randomUUID(), 1L << 30)); // the engine was idle in between
        assertThat(files()).isEmpty();

        Command.Generate kept = generate(CachePolicy.whileRoom("chat"), LONG);
        ask(kept);
        saved(kept);
        List<Path> before = files();
        ask(generate(CachePolicy.LEAVE_NOTHING, LONG + "and more"));
        ask(new Command.LimitCache(UUID.randomUUID(), 1L << 30));
        assertThat(files()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void aChatThatWasDeletedLastIsPrunedBeforeTheEngineEnds() throws Exception {
        Command.Generate kept = generate(CachePolicy.whileRoom("chat"), LONG);
        ask(kept);
        saved(kept);
        bus.publish(generate(CachePolicy.whileRoom("busy"), "another beginning " + LONG));
        bus.publish(new Command.PruneCache(UUID.randomUUID(), List.of("chat")));
        engine.orElseThrow().close();
        assertThat(files()).isEmpty();
    }

    @Test
    void aMessageWithoutAPolicyLeavesNothing() throws Exception {
        Command.Generate command = generate(CachePolicy.whileRoom("chat"), "hello");
        String line = MessageCodec.encode(command);
        String older = line.replaceAll(",\"cache\":\\{[^}]*\\}", "");
        assertThat(older).isNotEqualTo(line);
        assertThat(((Command.Generate) MessageCodec.decode(older)).cache()).isEqualTo(CachePolicy.LEAVE_NOTHING);
    }

    @Test
    void aChatIsPrunedAloneAndIsNotSavedAgain() throws Exception {
        Command.Generate one = generate(CachePolicy.whileRoom("one"), LONG);
        ask(one);
        saved(one);
        Command.Generate two = generate(CachePolicy.whileRoom("two"), "another beginning " + LONG);
        bus.publish(two);
        Command.PruneCache prune = new Command.PruneCache(UUID.randomUUID(), List.of("two"));
        var pruned = (Event.CacheChanged) ask(prune);
        assertThat(pruned.entries()).isEqualTo(1);
        var limited = (Event.CacheChanged) ask(new Command.LimitCache(UUID.randomUUID(), 1L << 30));
        assertThat(limited.entries()).isEqualTo(1);
        assertThat(((Event.CacheChanged) ask(new Command.PruneCache(UUID.randomUUID(), List.of()))).bytes())
                .isZero();
        assertThat(files()).isEmpty();
    }

    @Test
    void aDocumentReadInOneIsKeptAlsoWhenItsSummaryIsStoppedAndOneInSectionsIsNot() throws Exception {
        assertThat(entriesAfter(4, 4000)).isEqualTo(1);
        ask(new Command.PruneCache(UUID.randomUUID(), List.of()));
        assertThat(entriesAfter(24, 1)).isZero();
    }

    /// Begins a summary and stops it as soon as the first words are written.
    private int entriesAfter(int pageCount, int wholeTokens) throws InterruptedException {
        List<Document.Page> pages = new ArrayList<>();
        for (int i = 1; i <= pageCount; i++) pages.add(new Document.Page(i, "p. " + i, LONG.substring(0, 300)));
        Command.Summarize command = new Command.Summarize(
                UUID.randomUUID(),
                new Document("night", pages),
                SummaryDepth.PAGE,
                wholeTokens,
                List.of(),
                SamplingParams.GREEDY,
                CachePolicy.whileRoom("night"));
        EventBus.Subscription stopping = bus.subscribe(
                Event.TextGenerated.class, Runnable::run, event -> bus.publish(new Command.Cancel(command.id())));
        assertThat(ask(command)).isInstanceOf(Event.Failed.class);
        stopping.close();
        return ((Event.CacheChanged) next(command.id())).entries();
    }
}
