package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import polymath.app.models.ModelState;
import polymath.app.storage.ModelFiles;
import polymath.app.storage.Settings;

class DiagnosticsTest {
    @Test
    void theyNameProgramComputerAndModelButNoPathAndNoText() {
        Settings settings = Settings.DEFAULT
                .withModels(new ModelFiles(List.of("/home/ada/secret/model.gguf"), Optional.of("/home/ada/secret")))
                .withTheme(Settings.Theme.DARK)
                .withSystemPrompt("You are my secret diary.");
        String text = Diagnostics.of(
                new ModelState.Ready(ScriptedEngine.MODEL, ScriptedEngine.PLAN, "8 cores, AVX2"), settings);
        assertThat(text)
                .contains("Polymath: ")
                .contains("Java: 2")
                .contains("Model: Phi-3.5-MoE Q4_K_M, Phi-3.5-MoE-instruct-Q4_K_M.gguf")
                .contains("Device: 8 cores, AVX2")
                .contains("Context: 32768 tokens")
                .contains("64000 MB in the computer")
                .contains("Look: DARK, 100 %")
                .doesNotContain("/models/", "/home/", "secret", "diary");
    }

    @Test
    void aDeadEngineIsSaid() {
        assertThat(Diagnostics.of(new ModelState.Died(Optional.of(139)), Settings.DEFAULT))
                .contains("Model: the engine died, exit status 139");
    }
}
