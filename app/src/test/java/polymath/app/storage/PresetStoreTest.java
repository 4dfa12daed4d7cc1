package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresetStoreTest {
    private static final Instant THEN = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    @TempDir
    Path folder;

    @Test
    void presetsComeBackWithAllTheySaid() {
        Preset engineer = Preset.of("Engineer", "Be careful.", THEN).edited("Be careful and brief.", NOW);
        Preset poet = Preset.of("Dichterin", "Sprich in „Versen“.\n", THEN);
        UUID chat = UUID.randomUUID();
        PresetLibrary library = PresetLibrary.EMPTY
                .with(engineer)
                .with(poet)
                .withForNewChats(Optional.of(poet.id()))
                .withModified(chat, Optional.of(engineer.id()));
        Path file = folder.resolve("config/presets.json");
        try (PresetStore store = PresetStore.open(file)) {
            assertThat(store.library()).isEqualTo(PresetLibrary.EMPTY);
            store.change(ignored -> library);
        }
        try (PresetStore store = PresetStore.open(file)) {
            assertThat(store.library()).isEqualTo(library);
            assertThat(store.library().modifiedIn(chat)).contains(engineer);
            assertThat(store.library().saying("Be careful and brief.")).contains(engineer);
        }
    }

    @Test
    void aBadPresetCostsOnlyItselfAndTheFileIsKept() throws IOException {
        String text = """
                {"presets": [{"name": "", "text": "x"}, 7, {"name": "Good", "text": "Yes."}], "later": true}""";
        Path file = Files.writeString(folder.resolve("presets.json"), text);
        try (PresetStore store = PresetStore.open(file)) {
            assertThat(store.library().presets()).extracting(Preset::name).containsExactly("Good");
            store.change(l -> l.with(Preset.of("New", "No.", NOW)));
        }
        assertThat(KeptFile.aside(file)).hasContent(text);
        assertThat(file).content().contains("\"later\": true");
    }

    @Test
    void whatIsExportedCanBeImportedOnceAndNotTwice() throws IOException {
        Path file = folder.resolve("shared.json");
        try (PresetStore from = PresetStore.open(folder.resolve("a.json"));
                PresetStore to = PresetStore.open(folder.resolve("b.json"))) {
            to.change(l -> l.with(Preset.of("engineer", "Another one.", THEN)));
            from.export(List.of(Preset.of("Engineer", "Be careful.", THEN), Preset.of("Poet", "Sing.", THEN)), file);
            assertThat(to.importFrom(file)).contains(2);
            assertThat(to.library().presets())
                    .extracting(Preset::name)
                    .containsExactly("engineer", "Engineer 2", "Poet");
            assertThat(to.importFrom(file)).contains(0);
        }
    }

    @Test
    void listsOfOtherProgramsAreReadAndOtherFilesRefused() throws IOException {
        try (PresetStore store = PresetStore.open(folder.resolve("presets.json"))) {
            Path list = Files.writeString(
                    folder.resolve("list.json"), "[{\"name\": \"Tutor\", \"prompt\": \"Ask back.\"}]");
            assertThat(store.importFrom(list)).contains(1);
            assertThat(store.library().presets().getFirst().text()).isEqualTo("Ask back.");
            assertThat(store.importFrom(Files.writeString(folder.resolve("note.txt"), "not JSON")))
                    .isEmpty();
            assertThat(store.importFrom(Files.writeString(folder.resolve("empty.json"), "{}")))
                    .isEmpty();
        }
    }

    @Test
    void aPresetKeepsItsHundredLatestTexts() {
        Preset preset = Preset.of("Engineer", "0", THEN);
        for (int i = 1; i <= 250; i++) preset = preset.edited(Integer.toString(i), NOW);
        assertThat(preset.versions()).hasSize(Preset.MOST_VERSIONS);
        assertThat(preset.text()).isEqualTo("250");
        assertThat(preset.edited("250", NOW)).isSameAs(preset);
    }

    @Test
    void variablesAreFilledInInTheLanguageOfTheWindow() {
        LocalDate day = LocalDate.of(2026, 11, 23);
        String text = "Today is {date}. Answer in {language}, not in {braces}.";
        assertThat(new PromptVariables(day, Locale.ENGLISH).expand(text))
                .isEqualTo("Today is November 23, 2026. Answer in English, not in {braces}.");
        assertThat(new PromptVariables(day, Locale.GERMANY).expand(text))
                .isEqualTo("Today is 23. November 2026. Answer in Deutsch, not in {braces}.");
    }
}
