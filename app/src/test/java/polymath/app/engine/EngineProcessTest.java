package polymath.app.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.TestJvm;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;

@Timeout(60)
class EngineProcessTest {
    @TempDir
    Path folder;

    private final EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private final List<EngineState> states = new CopyOnWriteArrayList<>();
    private final List<EngineProcess> started = new ArrayList<>();

    private EngineProcess engine(String... arguments) {
        EngineProcess engine = new EngineProcess(
                bus, new EngineLaunch(TestJvm.command(FakeHost.class, arguments), folder.resolve("logs")));
        started.add(engine);
        bus.subscribe(Event.class, Runnable::run, events::add);
        engine.listen((state, exitStatus) -> states.add(state));
        return engine;
    }

    @AfterEach
    void close() {
        started.forEach(EngineProcess::close);
    }

    private Event next() throws InterruptedException {
        Event event = events.poll(20, TimeUnit.SECONDS);
        if (event == null) throw new AssertionError("no event came");
        return event;
    }

    private Event closing(UUID id) throws InterruptedException {
        while (true) {
            Event event = next();
            if (event.id().equals(id)
                    && !(event instanceof Event.TextGenerated)
                    && !(event instanceof Event.ModelLoading)) return event;
        }
    }

    private UUID load(String path) {
        UUID id = UUID.randomUUID();
        bus.publish(new Command.LoadModel(id, path, LoadOptions.DEFAULT));
        return id;
    }

    private UUID ask(String prompt) {
        UUID id = UUID.randomUUID();
        bus.publish(new Command.Generate(id, new Prompt.Raw(prompt), SamplingParams.GREEDY, 10, List.of()));
        return id;
    }

    private static ProcessHandle host(Event loaded) {
        return ProcessHandle.of(Long.parseLong(((Event.ModelLoaded) loaded).device()))
                .orElseThrow();
    }

    @Test
    void theFirstCommandStartsTheHostAndAnAnswerStreams() throws InterruptedException {
        EngineProcess engine = engine();
        assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
        UUID load = load("model");
        assertThat(next()).isEqualTo(new Event.ModelLoading(load, "model"));
        assertThat(closing(load)).isInstanceOf(Event.ModelLoaded.class);
        UUID answer = ask("stream 3");
        for (int i = 0; i < 3; i++)
            assertThat(next()).isEqualTo(new Event.TextGenerated(answer, "word" + i + " ", i + 1));
        assertThat(next()).isInstanceOf(Event.Finished.class);
        assertThat(states).containsExactly(EngineState.STOPPED, EngineState.STARTING, EngineState.RUNNING);
    }

    @Test
    void aCancelReachesARunningAnswer() throws InterruptedException {
        engine();
        closing(load("model"));
        UUID answer = ask("stream 100000");
        next();
        bus.publish(new Command.Cancel(answer));
        assertThat(((Event.Finished) closing(answer)).reason()).isEqualTo(FinishReason.CANCELLED);
    }

    @Test
    void aHostThatDiesFailsWhatIsOpenAndTheNextPromptFindsTheModelLoadedAgain() throws InterruptedException {
        EngineProcess engine = engine();
        closing(load("model"));
        UUID answer = ask("die");
        UUID waiting = ask("stream 100000");
        List<Event> failures = List.of(closing(answer), closing(waiting));
        assertThat(failures)
                .containsExactly(
                        new Event.Failed(answer, Failure.of(FailureCode.ENGINE_DIED, 9)),
                        new Event.Failed(waiting, Failure.of(FailureCode.ENGINE_DIED, 9)));
        assertThat(engine.state()).isEqualTo(EngineState.DIED);

        UUID count = UUID.randomUUID();
        bus.publish(new Command.CountTokens(count, new Prompt.Raw("x")));
        assertThat(closing(count)).isEqualTo(new Event.Failed(count, Failure.of(FailureCode.ENGINE_DIED, 9)));
        assertThat(engine.state()).isEqualTo(EngineState.DIED);

        assertThat(closing(ask("stream 2"))).isInstanceOf(Event.Finished.class);
        assertThat(states)
                .containsExactly(
                        EngineState.STOPPED,
                        EngineState.STARTING,
                        EngineState.RUNNING,
                        EngineState.DIED,
                        EngineState.STARTING,
                        EngineState.RUNNING);
    }

    @Test
    void aHostKilledFromOutsideIsNoticed() throws InterruptedException {
        engine();
        ProcessHandle host = host(closing(load("model")));
        UUID answer = ask("stream 100000");
        next();
        host.destroyForcibly();
        assertThat(((Event.Failed) closing(answer)).failure().code()).isEqualTo(FailureCode.ENGINE_DIED);
    }

    @Test
    void reloadReplacesTheHostAndLoadsTheSameModel() throws InterruptedException {
        EngineProcess engine = engine();
        assertThat(engine.reload()).isEmpty();
        ProcessHandle first = host(closing(load("model")));
        UUID answer = ask("stream 100000");
        next();
        UUID again = engine.reload().orElseThrow();
        List<Event> seen = new ArrayList<>();
        while (seen.stream().noneMatch(Event.ModelLoaded.class::isInstance)
                || seen.stream().noneMatch(Event.Failed.class::isInstance)) seen.add(next());
        assertThat(seen).anyMatch(e -> e instanceof Event.Failed && e.id().equals(answer));
        Event loaded = seen.stream()
                .filter(Event.ModelLoaded.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(loaded.id()).isEqualTo(again);
        assertThat(host(loaded).pid()).isNotEqualTo(first.pid());
        assertThat(first.isAlive()).isFalse();
        assertThat(states).doesNotContain(EngineState.DIED);
    }

    @Test
    void aModelThatKillsTheHostIsNotLoadedAgainByItself() throws InterruptedException {
        engine();
        UUID poison = load("poison");
        assertThat(closing(poison)).isEqualTo(new Event.Failed(poison, Failure.of(FailureCode.ENGINE_DIED, 7)));
        UUID answer = ask("stream 1");
        assertThat(closing(answer)).isEqualTo(new Event.Failed(answer, Failure.of(FailureCode.NO_MODEL)));
    }

    @Test
    void linesThatAreNoEventsAreDropped() throws InterruptedException {
        engine();
        closing(load("model"));
        UUID answer = ask("garbage");
        for (int i = 0; i < 5; i++) assertThat(next()).isInstanceOf(Event.TextGenerated.class);
        assertThat(closing(answer)).isInstanceOf(Event.Finished.class);
    }

    @Test
    void aHostThatWritesOnlyGarbageIsEnded() throws InterruptedException {
        EngineProcess engine = engine();
        closing(load("model"));
        assertThat(closing(ask("flood"))).isInstanceOf(Event.Failed.class);
        assertThat(engine.state()).isEqualTo(EngineState.DIED);
    }

    @Test
    void closingLeavesNoProcessBehind() throws Exception {
        for (String manner : List.of("kind", "stubborn")) {
            EngineProcess engine = engine(manner);
            ProcessHandle host = host(closing(load("model")));
            ask("stream 100000");
            long start = System.nanoTime();
            engine.close();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(3500));
            host.onExit().get(1, TimeUnit.SECONDS);
            assertThat(engine.state()).isEqualTo(EngineState.STOPPED);
        }
        assertThat(states).doesNotContain(EngineState.DIED);
    }

    @Test
    void whatCannotBeStartedFailsWithTheReason() throws InterruptedException {
        EngineProcess engine = new EngineProcess(bus, new EngineLaunch(List.of("/no/such/java"), folder));
        started.add(engine);
        bus.subscribe(Event.class, Runnable::run, events::add);
        UUID load = load("model");
        Event.Failed failed = (Event.Failed) closing(load);
        assertThat(failed.failure().code()).isEqualTo(FailureCode.ENGINE_NOT_STARTED);
        assertThat(failed.failure().arguments().getFirst()).contains("/no/such/java");
        assertThat(engine.state()).isEqualTo(EngineState.DIED);
    }

    @Test
    void whatTheHostSaysOnStderrIsLogged() throws Exception {
        EngineProcess engine = engine();
        closing(load("model"));
        engine.close();
        List<String> logs = List.of();
        for (int i = 0; i < 100 && logs.isEmpty(); i++) {
            Thread.sleep(20);
            try (Stream<Path> files = Files.list(folder.resolve("logs"))) {
                logs = files.filter(file -> file.toString().endsWith(".log"))
                        .map(EngineProcessTest::text)
                        .filter(text -> text.contains("fake host is up"))
                        .toList();
            }
        }
        assertThat(logs).hasSize(1);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void theHostIsGoneTwoSecondsAfterItsParentWasKilled() throws Exception {
        Process parent = new ProcessBuilder(TestJvm.command(
                        KilledParent.class, folder.resolve("logs").toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = parent.inputReader()) {
            ProcessHandle host =
                    ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
            parent.destroyForcibly().waitFor();
            long start = System.nanoTime();
            while (host.isAlive() && System.nanoTime() - start < 2_000_000_000L) Thread.sleep(5);
            assertThat(host.isAlive()).isFalse();
        }
    }

    @Test
    void theRealHostsCommandLineNamesTheRuntimeTheLogsAndTheCache() {
        List<String> command =
                EngineLaunch.ofThisProgram(Path.of("logs"), Path.of("cache")).command();
        assertThat(command.getFirst()).contains(System.getProperty("java.home"));
        assertThat(command)
                .endsWith("-m", "polymath.engine/polymath.engine.EngineHost", "--cache", "cache")
                .contains("-XX:+ExitOnOutOfMemoryError", "jdk.incubator.vector");
        assertThat(Optional.ofNullable(System.getProperty("jdk.module.path")))
                .satisfies(path -> path.ifPresent(present -> assertThat(command).contains("-p", present)));
    }
}
