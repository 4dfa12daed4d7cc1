package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.app.download.DownloadEvent;
import polymath.app.download.Outcome;
import polymath.app.models.DownloadState;
import polymath.app.settings.SettingsView;
import polymath.engine.api.Command;
import polymath.engine.api.MemoryPlan;

/// The way to the real model, as the window shows it on computers of several sizes and in everything that a download
/// comes through; pictures go to `target/screenshots`.
class DownloadPicturesTest {
    private static final long TOTAL = 25_350_000_000L;

    private static MemoryPlan planOf(long gigabytes) {
        long memory = gigabytes * 1_000_000_000L;
        return new MemoryPlan(20_000_000L, 30_000_000L, 50_000_000L, memory, memory / 2, 4_096, 4_096);
    }

    private static WindowFixture on(Path folder, long gigabytes) {
        WindowFixture window = new WindowFixture(folder, Locale.ENGLISH);
        window.loadDemo(planOf(gigabytes));
        window.press("Get the real model");
        return window;
    }

    private static boolean offers(WindowFixture window, String text) {
        return Fx.fx(() -> window.root().lookupAll(".button").stream()
                .map(Button.class::cast)
                .anyMatch(button -> button.isVisible() && button.getText().contains(text)));
    }

    @ParameterizedTest
    @CsvSource({"8, ''", "16, ''", "32, Q4_K_M", "64, Q8_0"})
    void theFirstWindowSaysWhatThisComputerCanHold(long gigabytes, String offered, @TempDir Path folder)
            throws IOException {
        try (WindowFixture window = on(folder, gigabytes)) {
            window.shoot("first-" + gigabytes + "-gb", ColorScheme.LIGHT, 1440, 900);
            assertThat(offers(window, "Download " + offered)).isEqualTo(!offered.isEmpty());
            assertThat(window.downloads().asked()).as("asked without a click").isEmpty();
        }
    }

    @Test
    void aDownloadRunsWaitsPausesAndEnds(@TempDir Path folder) throws IOException {
        try (WindowFixture window = on(folder, 32)) {
            window.press("Download Q4_K_M (25.4 GB)");
            window.shoot("download-asking", ColorScheme.LIGHT, 1440, 900);
            happens(window, new DownloadEvent.Progress(10_390_000_000L, TOTAL, 41_300_000));
            window.shootBoth("download-running");
            window.shoot("download-900x600", ColorScheme.DARK, 900, 600);
            happens(
                    window,
                    new DownloadEvent.Waiting(
                            DownloadEvent.Trouble.CONNECTION, Duration.ofSeconds(8), 10_390_000_000L));
            window.shoot("download-waiting", ColorScheme.LIGHT, 1440, 900);
            window.press("Pause");
            window.await(() -> window.app().download().stateProperty().get() instanceof DownloadState.Paused);
            window.shoot("download-paused", ColorScheme.LIGHT, 1440, 900);
            window.press("Continue");
            assertThat(window.downloads().asked()).hasSize(2);
            happens(window, new DownloadEvent.Checking(20_000_000_000L, TOTAL));
            window.shoot("download-checking", ColorScheme.DARK, 1440, 900);
            end(window, new Outcome.NoSpace(6_200_000_000L));
            window.shootBoth("download-no-space");
            window.press("Try again");
            end(window, new Outcome.Refused(Outcome.Reason.WRONG_FILE, "Phi-3.5-MoE-instruct-Q4_K_M.gguf"));
            window.shoot("download-wrong", ColorScheme.LIGHT, 900, 600);
            window.press("Try again");
            window.ui(() -> window.downloads().ends(new Outcome.Finished(Path.of("/models/real.gguf"), true)));
            window.await(() -> window.engine()
                    .last(Command.LoadModel.class)
                    .filter(load -> load.path().equals("/models/real.gguf"))
                    .isPresent());
        }
    }

    /// Sizes without bytes: the disk gives none for what was never written.
    private static Path sparse(Path file, long bytes) throws IOException {
        Files.createDirectories(file.getParent());
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(bytes);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void theFilesThatThereAreAndWhereOthersComeFrom(String language, @TempDir Path folder) throws IOException {
        Locale locale = Locale.of(language);
        Path models = folder.resolve("models");
        Path used = sparse(models.resolve("Phi-3.5-MoE-instruct-Q4_K_M.gguf"), TOTAL);
        sparse(models.resolve("Phi-3.5-MoE-instruct-Q2_K.gguf"), 15_260_000_000L);
        Path elsewhere = sparse(folder.resolve("usb/Phi-3.5-MoE-instruct-Q6_K.gguf"), 34_360_000_000L);
        try (WindowFixture window = new WindowFixture(folder, locale)) {
            window.loadDemo(planOf(32));
            for (Path known : List.of(folder.resolve("old/phi-3.5-moe-q3.gguf"), elsewhere))
                window.ui(() -> window.app()
                        .choices()
                        .change(s -> s.withModels(s.models().withLast(known.toString()))));
            window.ui(() -> window.app().modelFiles().changeFolder(models));
            window.ui(() -> window.window().openSettings(SettingsView.Section.FILES));
            window.await(() -> window.app().modelFiles().entriesProperty().get().size() == 5);
            window.shoot("files-" + language, ColorScheme.LIGHT, 1440, 900);
            window.pressIcon(window.strings().get("settings.known.use") + " " + used.getFileName());
            window.await(() -> window.engine()
                    .last(Command.LoadModel.class)
                    .filter(load -> load.path().equals(used.toString()))
                    .isPresent());
            window.await(() ->
                    window.app().modelFiles().entriesProperty().get().getFirst().active());
            window.pressIcon(window.strings().get("settings.known.delete") + " Phi-3.5-MoE-instruct-Q2_K.gguf");
            window.shoot("files-ask-" + language, ColorScheme.DARK, 900, 600);
            window.press(window.strings().get("settings.known.delete"));
            window.await(() -> window.root().lookupAll(".file-row").size() == 4);
            assertThat(models.resolve("Phi-3.5-MoE-instruct-Q2_K.gguf")).doesNotExist();
            TextField address = Fx.fx(() -> (TextField) window.root().lookup(".file-address"));
            window.ui(() -> address.setText("http://hub.example/phi.gguf"));
            window.press(window.strings().get("settings.address.fetch"));
            window.shoot("files-address-" + language, ColorScheme.LIGHT, 900, 900);
            assertThat(window.downloads().asked()).isEmpty();
            window.ui(() -> address.setText("https://hub.example/phi.gguf"));
            window.press(window.strings().get("settings.address.fetch"));
            happens(window, new DownloadEvent.Progress(10_390_000_000L, TOTAL, 41_300_000));
            window.shoot("files-fetching-" + language, ColorScheme.DARK, 1440, 900);
            assertThat(window.downloads().asked().getFirst().name()).isEqualTo("phi.gguf");
        }
    }

    @Test
    void inGerman(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.GERMAN)) {
            window.loadDemo(planOf(32));
            window.press("Zum richtigen Modell");
            window.shoot("first-german", ColorScheme.LIGHT, 900, 600);
        }
    }

    private static void happens(WindowFixture window, DownloadEvent event) {
        window.ui(() -> window.downloads().happens(event));
    }

    private static void end(WindowFixture window, Outcome outcome) {
        window.ui(() -> window.downloads().ends(outcome));
        window.await(() -> window.app().download().stateProperty().get() instanceof DownloadState.Failed);
    }
}
