package polymath.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.ScriptedEngine;
import polymath.app.engine.EngineState;
import polymath.app.storage.SettingsStore;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;

class ModelViewModelTest {
    private static final Path FILE = Path.of(ScriptedEngine.MODEL.path());
    private static final Failure DAMAGED = Failure.of(FailureCode.MODEL_DAMAGED, "b.gguf", 17, "a bad length");

    private final EventBus bus = new EventBus();
    private final ScriptedEngine engine = new ScriptedEngine(bus);
    private Optional<UUID> restarted = Optional.empty();
    private Optional<SettingsStore> settings = Optional.empty();
    private Optional<ModelViewModel> model = Optional.empty();

    @BeforeEach
    void start(@TempDir Path folder) {
        SettingsStore store = SettingsStore.open(folder.resolve("settings.json"));
        settings = Optional.of(store);
        model = Optional.of(
                new ModelViewModel(bus, Runnable::run, store, () -> restarted, Optional.of(Path.of("/demo.gguf"))));
    }

    @AfterEach
    void stop() {
        model().close();
        settings.orElseThrow().close();
    }

    @Test
    void loadingShowsThePlanThenTheModelAndRemembersIt() {
        model().load(FILE);
        engine.loading();
        assertThat(model().stateProperty().get())
                .isEqualTo(new ModelState.Loading(FILE.toString(), Optional.of(ScriptedEngine.PLAN)));
        engine.loaded();
        assertThat(model().stateProperty().get()).isInstanceOf(ModelState.Ready.class);
        assertThat(settings.orElseThrow().settings().models().last()).contains(FILE.toString());
    }

    @Test
    void aDamagedFileIsSaidAndTheLoadedModelStays() {
        load();
        ModelState before = model().stateProperty().get();
        model().load(Path.of("b.gguf"));
        engine.loading();
        engine.loadFails(DAMAGED);
        assertThat(model().stateProperty().get()).isEqualTo(before);
        assertThat(model().failureProperty().get()).contains(DAMAGED);
        assertThat(settings.orElseThrow().settings().models().last()).contains(FILE.toString());
        model().dismissFailure();
        assertThat(model().failureProperty().get()).isEmpty();
    }

    @Test
    void aFirstFileThatFailsLeavesNone() {
        model().load(Path.of("b.gguf"));
        engine.loadFails(DAMAGED);
        assertThat(model().stateProperty().get()).isInstanceOf(ModelState.None.class);
        assertThat(model().failureProperty().get()).contains(DAMAGED);
    }

    @Test
    void failuresOfOtherCommandsAreNotTheModels() {
        load();
        bus.publish(new Event.Failed(UUID.randomUUID(), DAMAGED));
        assertThat(model().failureProperty().get()).isEmpty();
    }

    @Test
    void theFirstStartOpensTheDemo() {
        model().loadLast();
        assertThat(engine.last(Command.LoadModel.class).orElseThrow().path()).isEqualTo("/demo.gguf");
        assertThat(model().hasDemo()).isTrue();
    }

    @Test
    void theDemoIsNotKeptAsTheModelOfLastTime() {
        model().loadDemo();
        engine.loaded(ScriptedEngine.demo("/demo.gguf"));
        assertThat(model().isDemo(model().stateProperty().get())).isTrue();
        assertThat(settings.orElseThrow().settings().models().last()).isEmpty();
        load();
        assertThat(model().isDemo(model().stateProperty().get())).isFalse();
    }

    @Test
    void theModelOfLastTimeIsLoadedAtTheStart() {
        settings.orElseThrow().change(s -> s.withModels(s.models().withLast("/models/a.gguf")));
        model().loadLast();
        assertThat(engine.last(Command.LoadModel.class).orElseThrow().path()).isEqualTo("/models/a.gguf");
    }

    @Test
    void aDeadEngineIsShownAndReloadedOnDemand() {
        load();
        model().engineChanged(EngineState.DIED, Optional.of(137));
        assertThat(model().stateProperty().get()).isEqualTo(new ModelState.Died(Optional.of(137)));
        UUID reload = UUID.randomUUID();
        restarted = Optional.of(reload);
        model().reload();
        bus.publish(new Event.ModelLoading(reload, FILE.toString()));
        assertThat(model().stateProperty().get()).isInstanceOf(ModelState.Loading.class);
        bus.publish(new Event.ModelLoaded(reload, ScriptedEngine.MODEL, ScriptedEngine.PLAN, "8 cores", 1));
        assertThat(model().stateProperty().get()).isInstanceOf(ModelState.Ready.class);
    }

    @Test
    void anEngineThatDiesWhileItReloadsIsDeadAgain() {
        load();
        model().engineChanged(EngineState.DIED, Optional.of(137));
        UUID reload = UUID.randomUUID();
        restarted = Optional.of(reload);
        model().reload();
        bus.publish(new Event.ModelLoading(reload, FILE.toString()));
        bus.publish(new Event.Failed(reload, Failure.of(FailureCode.ENGINE_DIED, 137)));
        model().engineChanged(EngineState.DIED, Optional.of(137));
        assertThat(model().stateProperty().get()).isInstanceOf(ModelState.Died.class);
    }

    @Test
    void memoryIsWhatTheEngineReports() {
        load();
        assertThat(model().residentBytesProperty().get()).isZero();
        bus.publish(new Event.Finished(
                UUID.randomUUID(), FinishReason.END_OF_TURN, ScriptedEngine.usage(), java.util.List.of()));
        assertThat(model().residentBytesProperty().get()).isEqualTo(25_900_000_000L);
    }

    private void load() {
        model().load(FILE);
        engine.loading();
        engine.loaded();
    }

    private ModelViewModel model() {
        return model.orElseThrow();
    }
}
