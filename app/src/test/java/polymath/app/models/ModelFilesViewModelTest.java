package polymath.app.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.UiQueue;
import polymath.app.models.ModelFilesViewModel.Entry;
import polymath.app.models.ModelFilesViewModel.Place;
import polymath.app.storage.SettingsStore;
import polymath.engine.api.Command;
import polymath.engine.api.EventBus;

class ModelFilesViewModelTest {
    private final UiQueue ui = new UiQueue();
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final EventBus bus = new EventBus();

    @TempDir
    Path root;

    private SettingsStore settings;
    private ModelViewModel model;
    private ModelFilesViewModel files;
    private Path folder;
    private Path demo;

    @BeforeEach
    void open() throws IOException {
        folder = Files.createDirectory(root.resolve("models"));
        demo = file(root, "demo.gguf", 10);
        settings = SettingsStore.open(root.resolve("settings.json"));
        model = new ModelViewModel(bus, ui, settings, Optional::empty, Optional.of(demo));
        files = files();
    }

    private ModelFilesViewModel files() {
        return new ModelFilesViewModel(new ModelFilesViewModel.Services(
                () -> settings.settings().models(),
                change -> settings.change(s -> s.withModels(change.apply(s.models()))),
                model,
                Optional.of(demo),
                folder,
                ui,
                background));
    }

    @AfterEach
    void close() {
        model.close();
        settings.close();
        background.close();
    }

    private static Path file(Path folder, String name, int bytes) throws IOException {
        return Files.write(folder.resolve(name), new byte[bytes]);
    }

    private void know(Path path) {
        settings.change(s -> s.withModels(s.models().withLast(path.toString())));
    }

    private List<Entry> look(int size) {
        files.refresh();
        ui.until(() -> files.entriesProperty().get().size() == size);
        return files.entriesProperty().get();
    }

    private Entry entry(String name) {
        return files.entriesProperty().get().stream()
                .filter(entry -> entry.path().endsWith(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theListIsTheFolderWhatWasOpenedElsewhereAndTheDemo() throws IOException {
        Path elsewhere = file(root, "mine.gguf", 5);
        file(folder, "b.gguf", 3);
        file(folder, "b.gguf.part", 3);
        file(folder, "read me.txt", 3);
        know(root.resolve("gone.gguf"));
        know(elsewhere);
        List<Entry> found = look(4);
        assertThat(found)
                .extracting(entry -> String.valueOf(entry.path().getFileName()))
                .containsExactly("gone.gguf", "mine.gguf", "b.gguf", "demo.gguf");
        assertThat(found)
                .extracting(Entry::place)
                .containsExactly(Place.ELSEWHERE, Place.ELSEWHERE, Place.FOLDER, Place.DEMO);
        assertThat(entry("gone.gguf").bytes()).isEmpty();
        assertThat(entry("mine.gguf").bytes()).hasValue(5);
    }

    @Test
    void aModelInSeveralFilesIsOneAndGoesWhole() throws IOException {
        for (int i = 1; i <= 3; i++) file(folder, "big-0000%d-of-00003.gguf".formatted(i), 4);
        assertThat(look(2).getFirst().bytes()).hasValue(12);
        files.remove(files.entriesProperty().get().getFirst());
        ui.until(() -> files.entriesProperty().get().size() == 1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileElsewhereIsForgottenAndStays() throws IOException {
        Path elsewhere = file(root, "mine.gguf", 5);
        know(elsewhere);
        look(2);
        files.remove(entry("mine.gguf"));
        ui.until(() -> files.entriesProperty().get().size() == 1);
        assertThat(elsewhere).exists();
        assertThat(settings.settings().models().known()).isEmpty();
    }

    @Test
    void neitherTheOneInUseNorTheDemoGoes() throws IOException {
        Path used = file(folder, "used.gguf", 5);
        look(2);
        files.use(entry("used.gguf"));
        ui.until(() -> entry("used.gguf").active());
        files.remove(entry("used.gguf"));
        files.remove(entry("demo.gguf"));
        look(2);
        assertThat(used).exists();
        assertThat(demo).exists();
    }

    @Test
    void usingOneLoadsItWhereItLies() throws IOException {
        Command.LoadModel[] asked = new Command.LoadModel[1];
        Path elsewhere = file(root, "mine.gguf", 5);
        know(elsewhere);
        look(2);
        EventBus.Subscription loads = bus.subscribe(Command.LoadModel.class, Runnable::run, load -> asked[0] = load);
        files.use(entry("mine.gguf"));
        loads.close();
        assertThat(asked[0].path()).isEqualTo(elsewhere.toString());
    }

    @Test
    void whatCannotBeDeletedIsSaid() throws IOException {
        Path blocked = Files.createDirectory(folder.resolve("x.gguf"));
        file(blocked, "inside", 1);
        files.remove(new Entry(blocked, OptionalLong.of(1), Place.FOLDER, false));
        ui.until(() -> files.keptProperty().get().equals(Optional.of(blocked)));
        assertThat(blocked).exists();
    }

    @Test
    void anotherFolderCountsAtOnceAndAfterARestart() throws IOException {
        Path used = file(folder, "used.gguf", 5);
        know(used);
        Path next = Files.createDirectory(root.resolve("next"));
        file(next, "new.gguf", 7);
        look(2);
        files.changeFolder(next);
        ui.until(() -> files.entriesProperty().get().size() == 3);
        assertThat(entry("used.gguf").place()).isEqualTo(Place.ELSEWHERE);
        assertThat(entry("new.gguf").place()).isEqualTo(Place.FOLDER);
        assertThat(files().folderProperty().get()).isEqualTo(next);
    }
}
