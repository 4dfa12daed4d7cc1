package polymath.app.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.UiQueue;
import polymath.app.prompt.PresetsViewModel.FileNote;
import polymath.app.prompt.PresetsViewModel.FileNote.Kind;
import polymath.app.storage.Preset;
import polymath.app.storage.PresetStore;

class PresetsViewModelTest {
    @TempDir
    Path folder;

    private final UiQueue ui = new UiQueue();

    @Test
    void aDeletedPresetComesBackWhereItWas() {
        try (PresetStore store = open()) {
            PresetsViewModel presets = presets(store);
            presets.create("One", "1");
            Preset two = presets.create("Two", "2");
            presets.create("Three", "3");
            presets.setForNewChats(Optional.of(two.id()));
            presets.delete(two);
            assertThat(presets.library().presets()).hasSize(2);
            assertThat(presets.textForNewChats()).isEmpty();
            presets.undoDelete();
            presets.undoDelete();
            assertThat(presets.library().presets()).extracting(Preset::name).containsExactly("One", "Two", "Three");
            assertThat(presets.textForNewChats()).contains("2");
        }
    }

    @Test
    void namesStayDifferentAndAreNeverEmpty() {
        try (PresetStore store = open()) {
            PresetsViewModel presets = presets(store);
            Preset one = presets.create("Engineer", "Be careful.");
            presets.duplicate(one);
            assertThat(presets.library().presets()).extracting(Preset::name).containsExactly("Engineer", "Engineer 2");
            presets.rename(one, "  ");
            presets.rename(one, "engineer 2");
            assertThat(presets.library().presets().getFirst().name()).isEqualTo("engineer 2 2");
        }
    }

    @Test
    void anEarlierVersionIsRestoredWithoutLosingTheLaterOne() {
        try (PresetStore store = open()) {
            PresetsViewModel presets = presets(store);
            presets.edit(presets.create("Engineer", "Old."), "New.");
            Preset now = presets.library().presets().getFirst();
            presets.restore(now, now.versions().getFirst());
            Preset restored = presets.library().presets().getFirst();
            assertThat(restored.text()).isEqualTo("Old.");
            assertThat(restored.versions()).extracting(Preset.Version::text).containsExactly("Old.", "New.", "Old.");
        }
    }

    @Test
    void whatBecameOfAFileIsSaid() throws IOException {
        try (PresetStore store = open()) {
            PresetsViewModel presets = presets(store);
            presets.create("Engineer", "Be careful.");
            Path file = folder.resolve("out/shared.json");
            presets.export(presets.library().presets(), file);
            assertThat(said(presets)).contains(new FileNote(Kind.EXPORTED, 1));
            presets.delete(presets.library().presets().getFirst());
            presets.importFrom(file);
            assertThat(said(presets)).contains(new FileNote(Kind.IMPORTED, 1));
            assertThat(presets.library().presets()).hasSize(1);
            presets.importFrom(folder.resolve("gone.json"));
            assertThat(said(presets)).contains(new FileNote(Kind.FAILED, 0));
            presets.importFrom(Files.writeString(folder.resolve("letter.txt"), "Dear Sir"));
            assertThat(said(presets)).contains(new FileNote(Kind.NOTHING, 0));
        }
    }

    private Optional<FileNote> said(PresetsViewModel presets) {
        ui.drain();
        return presets.noteProperty().get();
    }

    private PresetStore open() {
        return PresetStore.open(folder.resolve("presets.json"));
    }

    private PresetsViewModel presets(PresetStore store) {
        return new PresetsViewModel(store, ui, Runnable::run, Clock.systemUTC());
    }
}
