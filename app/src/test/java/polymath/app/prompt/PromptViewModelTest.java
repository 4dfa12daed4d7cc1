package polymath.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import polymath.app.ScriptedEngine;
import polymath.app.UiQueue;
import polymath.engine.api.Command;
import polymath.engine.api.EventBus;

class PromptViewModelTest {
    private final UiQueue ui = new UiQueue();
    private final EventBus bus = new EventBus();
    private final ScriptedEngine engine = new ScriptedEngine(bus);
    private final PromptViewModel prompt = new PromptViewModel(bus, ui);
    private final List<String> applied = new ArrayList<>();

    @Test
    void nothingChangesUntilItIsApplied() {
        prompt.begin("Be brief.", 120, applied::add);
        assertThat(prompt.changedProperty().get()).isFalse();
        assertThat(prompt.rereadTokensProperty().get()).isEqualTo(120);
        prompt.textProperty().set("Be very brief. ");
        assertThat(prompt.changedProperty().get()).isTrue();
        assertThat(applied).isEmpty();
        prompt.apply();
        prompt.apply();
        assertThat(applied).containsExactly("Be very brief.");
        assertThat(prompt.changedProperty().get()).isFalse();
    }

    @Test
    void theModelCountsOneTextAtATimeAndTheLastOneLast() {
        engine.loaded();
        prompt.begin("", 0, applied::add);
        for (int i = 1; i <= 40; i++) prompt.textProperty().set("x".repeat(4 * i));
        assertThat(engine.commands().stream().filter(Command.CountTokens.class::isInstance))
                .hasSize(1);
        ui.drain();
        assertThat(prompt.tokensProperty().get()).contains(40);
    }

    @Test
    void withoutAModelTheCountIsUnknown() {
        prompt.begin("Be brief.", 0, applied::add);
        ui.drain();
        assertThat(prompt.tokensProperty().get()).isEmpty();
        prompt.textProperty().set("");
        assertThat(prompt.tokensProperty().get()).contains(0);
    }
}
