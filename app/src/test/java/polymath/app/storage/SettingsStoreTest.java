package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.storage.Settings.Theme;
import polymath.app.storage.Settings.WindowBounds;

class SettingsStoreTest {
    private static final Settings CHOSEN = new Settings(
            Optional.of("/models/phi 3.5.gguf"),
            Theme.DARK,
            Optional.of(new WindowBounds(-10, 20.5, 1200, 800, true)),
            Optional.of(UUID.fromString("6f3d1a52-0000-4000-8000-000000000001")),
            false,
            "Answer in Zürich German.\n");

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
                 "systemPrompt": "Hi.", "lastModel": null, "fromTheFuture": [1]}""";
        Path file = Files.writeString(folder.resolve("settings.json"), text);
        try (SettingsStore store = SettingsStore.open(file)) {
            assertThat(store.unreadable()).containsExactly("theme", "window", "lastConversation", "sidebarOpen");
            assertThat(store.settings()).isEqualTo(Settings.DEFAULT.withSystemPrompt("Hi."));
            store.change(s -> s.withTheme(Theme.DARK));
        }
        assertThat(AtomicFile.backup(file)).hasContent(text);
        assertThat(file).content().contains("\"theme\": \"dark\"", "fromTheFuture");
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
            assertThat(json.settings()).as("seed %s, round %s", seed, i).isNotNull();
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
