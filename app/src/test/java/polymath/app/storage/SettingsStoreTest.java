package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.storage.Settings.Theme;
import polymath.app.storage.Settings.WindowBounds;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.SamplingParams;

class SettingsStoreTest {
    private static final Settings CHOSEN = new Settings(
            new ModelFiles(List.of("/models/phi 3.5.gguf", "/b.gguf"), Optional.of("/mnt/models")),
            Theme.DARK,
            Optional.of(new WindowBounds(-10, 20.5, 1200, 800, true)),
            Optional.of(UUID.fromString("6f3d1a52-0000-4000-8000-000000000001")),
            false,
            "Answer in Zürich German.\n",
            new Look(Look.Accent.VIOLET, 150, Look.Language.GERMAN, Look.Motion.REDUCED),
            new Answers(Answers.Style.OWN, new SamplingParams(0.35f, 12, 0.9f, 0.1f, 1.1f, 42), 512),
            new LoadOptions(32_768, 6, LoadOptions.KvType.Q8),
            new Writing(false, false),
            16,
            new Summaries(8_192, false));

    @TempDir
    Path folder;

    @Test
    void settingsComeBack() {
        Path file = folder.resolve("new folder/settings.json");
        try (SettingsStore store = SettingsStore.open(file)) {
            assertThat(store.settings()).isEqualTo(Settings.DEFAULT);
            store.change(s -> s.withTheme(Theme.LIGHT));
            store.change(s -> CHOSEN);
            assertThat(store.settings()).isEqualTo(CHOSEN);
        }
        try (SettingsStore store = SettingsStore.open(file)) {
            assertThat(store.settings()).isEqualTo(CHOSEN);
            assertThat(store.unreadable()).isEmpty();
        }
    }

    @Test
    void aBadKeyCostsOnlyItselfAndTheOldFileIsKept() throws IOException {
        String text = """
                {"theme": "purple", "sidebarOpen": "perhaps", "window": {"x": 1}, "lastConversation": 7,
                 "systemPrompt": "Hi.", "models": {"known": [{}], "folder": null}, "fromTheFuture": [1]}""";
        Path file = Files.writeString(folder.resolve("settings.json"), text);
        try (SettingsStore store = SettingsStore.open(file)) {
            assertThat(store.unreadable())
                    .containsExactly("models.known", "theme", "window", "lastConversation", "sidebarOpen");
            assertThat(store.settings()).isEqualTo(Settings.DEFAULT.withSystemPrompt("Hi."));
            store.change(s -> s.withTheme(Theme.DARK));
        }
        assertThat(AtomicFile.backup(file)).hasContent(text);
        assertThat(KeptFile.aside(file)).hasContent(text);
        assertThat(file).content().contains("\"theme\": \"dark\"", "fromTheFuture");
    }

    @Test
    void aBadKeyInAGroupCostsOnlyItselfAndStrangersStay() throws IOException {
        Path file = Files.writeString(folder.resolve("settings.json"), """
                {"look": {"accent": "mauve", "textPercent": 900, "motion": "reduced", "shape": "round"},
                 "answers": {"style": "creative", "own": {"temperature": -3}}, "model": [], "writing": 7}""");
        try (SettingsStore store = SettingsStore.open(file)) {
            assertThat(store.unreadable())
                    .containsExactly("look.accent", "look.textPercent", "answers.own", "model", "writing");
            assertThat(store.settings().look()).isEqualTo(Look.DEFAULT.withMotion(Look.Motion.REDUCED));
            assertThat(store.settings().answers()).isEqualTo(Answers.DEFAULT.withStyle(Answers.Style.CREATIVE));
            store.change(s -> s.withWriting(s.writing().withEnterSends(false)));
        }
        assertThat(file).content().contains("\"shape\": \"round\"", "\"enterSends\": false");
    }

    @Test
    void theFilesUsedLastAreRemembered() {
        ModelFiles files = ModelFiles.DEFAULT;
        for (int i = 0; i < 30; i++) files = files.withLast("/models/" + i % 25 + ".gguf");
        assertThat(files.last()).contains("/models/4.gguf");
        assertThat(files.known()).hasSize(ModelFiles.MOST_KNOWN).doesNotHaveDuplicates();
        assertThat(files.without("/models/4.gguf").last()).contains("/models/3.gguf");
        assertThat(files.withFolder("/mnt").known()).isEqualTo(files.known());
    }

    @Test
    void aDamagedFileIsKeptAsideHoweverOftenTheNewOneIsWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("settings.json"), "{\"theme\": \"da");
        for (int percent : new int[] {110, 120, 130})
            try (SettingsStore store = SettingsStore.open(file)) {
                store.change(s -> s.withLook(s.look().withTextPercent(percent)));
            }
        assertThat(KeptFile.aside(file)).hasContent("{\"theme\": \"da");
        assertThat(new SettingsJson(Files.readString(file)).value().look().textPercent())
                .isEqualTo(130);
    }

    @Test
    void anyBytesGiveSettings() {
        byte[] good = new SettingsJson("").with(CHOSEN).getBytes(StandardCharsets.UTF_8);
        long seed = 20261123;
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(1, 6); flips > 0; flips--)
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            SettingsJson json = new SettingsJson(new String(bytes, StandardCharsets.UTF_8));
            assertThat(json.value()).as("seed %s, round %s", seed, i).isNotNull();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenCostsNothingButTheFile() throws IOException {
        Path blocked = Files.writeString(folder.resolve("file"), "").resolve("settings.json");
        try (SettingsStore store = SettingsStore.open(blocked)) {
            store.change(s -> CHOSEN);
            assertThat(store.settings()).isEqualTo(CHOSEN);
        }
    }
}
