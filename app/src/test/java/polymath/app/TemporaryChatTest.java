package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.FinishReason;

class TemporaryChatTest {
    private static final String SECRET = "xylophonist";

    @Test
    void aTemporaryChatLeavesNoTraceOnDisk(@TempDir Path folder) throws IOException {
        UUID id;
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.ui(window.window()::newTemporaryChat);
            window.send("I am a " + SECRET + ".");
            assertThat(window.engine().generate().cache())
                    .as("not in the engine's cache")
                    .isEqualTo(CachePolicy.LEAVE_NOTHING);
            window.ui(() -> window.engine().writes("A " + SECRET + "! ", 3));
            window.ui(() -> window.engine().writes("How good.", 6));
            window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
            id = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
            window.ui(() -> window.app().rename(id, "The " + SECRET));
            window.ui(() -> window.app().history().queryProperty().set(SECRET));
            window.await(
                    () -> !window.app().history().search().searchingProperty().get());
            assertThat(Fx.fx(() -> window.app().history().hits().size()))
                    .as("not in the search")
                    .isZero();
            window.ui(() -> window.app().history().queryProperty().set(""));
            assertThat(window.store().conversations().join())
                    .as("not in the history")
                    .hasSize(7);
            window.ui(window.app()::newChat);
            window.ui(() -> window.app().open(window.app().history().entry(id).orElseThrow()));
            assertThat(Fx.fx(() -> window.app().chats().current().messages().size()))
                    .as("still there while the window is open")
                    .isEqualTo(2);
            assertThat(Fx.fx(() -> window.app().chats().current().temporary())).isTrue();
            assertThat(window.app().settings().settings().lastConversation()).isNotEqualTo(java.util.Optional.of(id));
        }
        assertThat(traces(folder, SECRET)).isEmpty();
        assertThat(traces(folder, id.toString())).isEmpty();
    }

    @Test
    void aDiscardedOneIsGoneAtOnce(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            window.ui(window.window()::newTemporaryChat);
            window.send("Hello");
            UUID id = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
            window.ui(() -> window.app().delete(id));
            assertThat(Fx.fx(() -> window.app().history().entry(id))).isEmpty();
            assertThat(Fx.fx(() -> window.app().chats().opened(id))).isEmpty();
            assertThat(Fx.fx(() -> window.app().chats().current().temporary())).isFalse();
        }
    }

    @Test
    void aNewChatAfterATemporaryOneIsKept(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            window.ui(window.window()::newTemporaryChat);
            window.ui(window.window()::newChat);
            assertThat(Fx.fx(() -> window.app().chats().current().temporary())).isFalse();
            window.send("Keep this");
            assertThat(window.store().conversations().join()).hasSize(1);
        }
    }

    private static List<Path> traces(Path folder, String secret) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> bytes(file).contains(secret))
                    .toList();
        }
    }

    private static String bytes(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
