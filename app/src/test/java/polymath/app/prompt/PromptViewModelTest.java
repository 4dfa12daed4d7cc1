package polymath.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.ScriptedEngine;
import polymath.app.UiQueue;
import polymath.app.engine.ReadingTime;
import polymath.app.storage.Preset;
import polymath.app.storage.PresetStore;
import polymath.app.storage.PromptVariables;
import polymath.engine.api.Command;
import polymath.engine.api.EventBus;
import polymath.engine.api.Prompt;
import polymath.engine.api.Usage;

class PromptViewModelTest {
    private static final UUID CHAT = UUID.fromString("6f3d1a52-0000-4000-8000-000000000001");

    private final UiQueue ui = new UiQueue();
    private final EventBus bus = new EventBus();
    private final ScriptedEngine engine = new ScriptedEngine(bus);
    private final List<String> applied = new ArrayList<>();
    private final List<String> forNext = new ArrayList<>();
    private Optional<PresetStore> store = Optional.empty();
    private Optional<PromptViewModel> made = Optional.empty();

    @BeforeEach
    void open(@TempDir Path folder) {
        PresetStore presets = PresetStore.open(folder.resolve("presets.json"));
        store = Optional.of(presets);
        made = Optional.of(new PromptViewModel(
                bus,
                ui,
                new PresetsViewModel(presets, ui, Runnable::run, Clock.systemUTC()),
                () -> new PromptVariables(LocalDate.of(2026, 11, 23), Locale.ENGLISH)));
    }

    @AfterEach
    void close() {
        store.ifPresent(PresetStore::close);
    }

    @Test
    void nothingChangesUntilItIsApplied() {
        begin("Be brief.", 120);
        assertThat(prompt().changedProperty().get()).isFalse();
        assertThat(prompt().rereadTokensProperty().get()).isEqualTo(120);
        write("Be very brief. ");
        assertThat(prompt().changedProperty().get()).isTrue();
        assertThat(applied).isEmpty();
        prompt().apply();
        prompt().apply();
        assertThat(applied).containsExactly("Be very brief.");
        assertThat(prompt().changedProperty().get()).isFalse();
    }

    @Test
    void theNextChatCanHaveItInsteadAndThisOneStaysAsItIs() {
        begin("Be brief.", 12_340);
        write("Be thorough.");
        prompt().applyToNext();
        assertThat(forNext).containsExactly("Be thorough.");
        assertThat(applied).isEmpty();
        assertThat(prompt().textProperty().get()).isEqualTo("Be brief.");
    }

    @Test
    void theModelCountsOneTextAtATimeAndTheLastOneLast() {
        engine.loaded();
        begin("", 0);
        for (int i = 1; i <= 40; i++) write("x".repeat(4 * i));
        assertThat(engine.commands().stream().filter(Command.CountTokens.class::isInstance))
                .hasSize(1);
        ui.drain();
        assertThat(prompt().tokensProperty().get()).contains(40);
    }

    @Test
    void withoutAModelTheCountIsUnknown() {
        begin("Be brief.", 0);
        ui.drain();
        assertThat(prompt().tokensProperty().get()).isEmpty();
        write("");
        assertThat(prompt().tokensProperty().get()).contains(0);
    }

    @Test
    void variablesAreShownAndCountedAsTheyWillBeSent() {
        engine.loaded();
        begin("Today is {date}.", 0);
        assertThat(prompt().sentAs()).contains("Today is November 23, 2026.");
        Prompt.Chat counted = (Prompt.Chat)
                engine.last(Command.CountTokens.class).orElseThrow().prompt();
        assertThat(counted.messages().getFirst().content()).isEqualTo("Today is November 23, 2026.");
        write("Be brief.");
        assertThat(prompt().sentAs()).isEmpty();
    }

    @Test
    void aChatKnowsWhichPresetItsPromptWasMadeFrom() {
        Preset engineer = presets().create("Engineer", "Be careful.");
        begin("Be careful.", 0);
        assertThat(prompt().originProperty().get()).contains(engineer);
        assertThat(prompt().modified()).isFalse();
        write("Be careful and brief.");
        assertThat(prompt().modified()).isTrue();
        prompt().apply();
        begin("Be careful and brief.", 0);
        assertThat(prompt().originProperty().get()).contains(engineer);
        assertThat(prompt().modified()).isTrue();
        prompt().saveToPreset();
        assertThat(prompt().modified()).isFalse();
        assertThat(presets().library().presets().getFirst().versions()).hasSize(2);
        presets().delete(presets().library().presets().getFirst());
        assertThat(prompt().originProperty().get()).isEmpty();
    }

    @Test
    void aNewChatKeepsTheOriginOnceItHasAnId() {
        Preset engineer = presets().create("Engineer", "Be careful.");
        begin(Optional.empty(), "", 0);
        prompt().choose(engineer);
        write("Be careful and brief.");
        prompt().apply();
        prompt().started(CHAT);
        assertThat(presets().library().modifiedIn(CHAT)).contains(engineer);
    }

    @Test
    void theTimeToReadAgainGrowsFasterThanTheLength() {
        Usage usage = new Usage(1_000, 0, 10, 5, 200, 9, 1_010, 32_768, 0);
        ReadingTime reading = ReadingTime.from(usage);
        assertThat(reading.of(1_000).toMillis()).isBetween(4_900L, 5_100L);
        assertThat(reading.of(50_000).toSeconds()).isBetween(400L, 450L);
        assertThat(new ReadingTime(0).of(50_000)).isZero();
    }

    private void begin(String text, int tokens) {
        begin(Optional.of(CHAT), text, tokens);
    }

    private void begin(Optional<UUID> chat, String text, int tokens) {
        prompt().begin(new PromptViewModel.Chat(chat, text, tokens, new ReadingTime(100), applied::add, forNext::add));
    }

    private void write(String text) {
        prompt().textProperty().set(text);
    }

    private PromptViewModel prompt() {
        return made.orElseThrow();
    }

    private PresetsViewModel presets() {
        return prompt().presets();
    }
}
