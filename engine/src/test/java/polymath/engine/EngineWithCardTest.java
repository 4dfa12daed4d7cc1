package polymath.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.GpuUse;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;
import polymath.engine.cuda.CudaDriver;
import polymath.engine.cuda.CudaFaults;
import polymath.engine.cuda.EmulatedCudaDriver;
import polymath.engine.cuda.GpuList;
import polymath.engine.kernel.Kernels;

/// The engine with a card that an emulator stands in for.
class EngineWithCardTest {
    private static final long CARD_BYTES = 4L << 30;
    private static final int LAUNCH_FAILED = 719;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
    private Optional<Engine> engine = Optional.empty();

    private void start(Cards cards) {
        engine = Optional.of(new Engine(bus, Kernels.Choice.AUTO, Optional.empty(), cards));
        bus.subscribe(Event.class, Runnable::run, events::add);
    }

    @AfterEach
    void end() {
        engine.ifPresent(Engine::close);
    }

    private static Cards card(CudaFaults faults) {
        return index -> {
            CudaDriver driver = faults.in(new EmulatedCudaDriver(CARD_BYTES));
            return new Cards.Card(GpuList.of(driver).usable().getFirst(), driver, Optional.empty());
        };
    }

    private List<Event> ask(Command command) throws InterruptedException {
        bus.publish(command);
        List<Event> seen = new ArrayList<>();
        while (true) {
            Event event = events.poll(60, TimeUnit.SECONDS);
            assertThat(event).as("an event within a minute, after %s", seen).isNotNull();
            if (event == null || !event.id().equals(command.id())) continue;
            seen.add(event);
            if (event.closes()) return seen;
        }
    }

    private Event load(GpuUse use) throws InterruptedException {
        return ask(new Command.LoadModel(
                        UUID.randomUUID(),
                        TinyModel.write(folder).toString(),
                        LoadOptions.DEFAULT.withContextTokens(256).withGpu(use)))
                .getLast();
    }

    private static Command.Generate generate() {
        return new Command.Generate(
                UUID.randomUUID(), new Prompt.Raw("all about harbours"), SamplingParams.GREEDY, 12, List.of());
    }

    private static List<Integer> tokens(List<Event> seen) {
        Event.Finished end = (Event.Finished) seen.getLast();
        assertThat(end.reason()).isEqualTo(FinishReason.MAX_TOKENS);
        assertThat(end.usage().generatedTokens()).isEqualTo(12);
        return end.tokenIds();
    }

    private static long losses(List<Event> seen) {
        return seen.stream().filter(Event.GpuLost.class::isInstance).count();
    }

    @Test
    void aModelIsBroughtToTheCardAndAnswers() throws Exception {
        CudaFaults faults = new CudaFaults();
        start(card(faults));
        Event.ModelLoaded loaded = (Event.ModelLoaded) load(GpuUse.AUTO);
        assertThat(loaded.device()).contains("experts of 2 of 2 layers;", "thread");
        List<Event> seen = ask(generate());
        assertThat(losses(seen)).isZero();
        assertThat(tokens(seen)).hasSize(12);
        assertThat(faults.count("launchGraph")).isGreaterThanOrEqualTo(11);
    }

    @Test
    void aCardThatFailsIsToldOnceAndTheAnswerIsFinished() throws Exception {
        CudaFaults faults = new CudaFaults();
        start(card(faults));
        load(GpuUse.AUTO);
        faults.failAt("launchGraph", faults.count("launchGraph") + 6, LAUNCH_FAILED);
        List<Event> seen = ask(generate());
        assertThat(tokens(seen)).hasSize(12);
        assertThat(losses(seen)).isEqualTo(1);
        Event.GpuLost lost = (Event.GpuLost) seen.stream()
                .filter(Event.GpuLost.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(lost.reason()).contains("719");
        assertThat(lost.device()).contains("thread").doesNotContain("layers");
        assertThat(seen.stream()
                        .filter(Event.TextGenerated.class::isInstance)
                        .map(e -> ((Event.TextGenerated) e).generatedTokens()))
                .isSorted()
                .doesNotHaveDuplicates();
        List<Event> next = ask(generate());
        assertThat(tokens(next)).hasSize(12);
        assertThat(losses(next)).isZero();
    }

    @Test
    void aCardThatFailsWhileItIsLoadedIsNotUsed() throws Exception {
        start(card(new CudaFaults().failAt("copyToDevice", 20, LAUNCH_FAILED)));
        Event.ModelLoaded loaded = (Event.ModelLoaded) load(GpuUse.AUTO);
        assertThat(loaded.device()).doesNotContain("layers");
        assertThat(tokens(ask(generate()))).hasSize(12);
    }

    @Test
    void withoutACardItIsLoadedUnlessOneIsRequired() throws Exception {
        start(index -> new Cards.None("there is none"));
        assertThat(load(GpuUse.AUTO)).isInstanceOf(Event.ModelLoaded.class);
        Event.Failed failed = (Event.Failed) load(GpuUse.AUTO.withMode(GpuUse.Mode.REQUIRE));
        assertThat(failed.failure().code()).isEqualTo(FailureCode.NO_GPU);
        assertThat(failed.failure().english()).contains("there is none");
    }

    @Test
    void nobodyIsAskedForACardThatIsNotWanted() throws Exception {
        List<Integer> asked = new ArrayList<>();
        start(index -> {
            asked.add(index);
            return new Cards.None("");
        });
        assertThat(load(GpuUse.OFF)).isInstanceOf(Event.ModelLoaded.class);
        assertThat(asked).isEmpty();
    }
}
