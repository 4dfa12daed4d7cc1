package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javafx.application.ColorScheme;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.Notice;
import polymath.app.settings.CheckViewModel.Phase;
import polymath.app.settings.SettingsView.Section;
import polymath.app.ui.VirtualColumn;
import polymath.engine.api.FinishReason;

/// What few users see; pictures go to `target/screenshots`.
class RarePicturesTest {

    @Test
    void aChatGrownLong(@TempDir Path folder) throws IOException {
        try (WindowFixture window = chat(folder, Locale.ENGLISH)) {
            for (int i = 2; i <= 30; i++) {
                window.send("Question " + i + "?");
                window.answer("Answer " + i + ".");
            }
            assertThat(notice(window)).isInstanceOf(Notice.GrownLong.class);
            window.shootBoth("grown-long");
            window.shoot("grown-long-900x600", ColorScheme.LIGHT, 900, 600);
        }
    }

    @Test
    void aDraftThatFillsTheContext(@TempDir Path folder) throws IOException {
        try (WindowFixture window = chat(folder, Locale.ENGLISH)) {
            window.ui(() -> window.app().chats().current().draftProperty().set("All of it. ".repeat(12_500)));
            window.await(
                    () -> window.app().chats().current().contextProperty().get().freeTokens() == 0);
            window.shootBoth("draft-too-long");
        }
    }

    @Test
    void anAnswerThatIsNotStoredInLargeLetters(@TempDir Path folder) throws IOException, SQLException {
        try (WindowFixture window = chat(folder, Locale.GERMAN)) {
            window.ui(() -> window.app().choices().changeLook(look -> look.withTextPercent(200)));
            window.send("Bist du sicher?");
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("history.sqlite"));
                    Statement disk = other.createStatement()) {
                disk.execute("CREATE TRIGGER full BEFORE UPDATE ON message BEGIN SELECT RAISE(ABORT, 'no room'); END");
                window.ui(() -> window.engine().writes("Ja, ganz sicher.", 5));
                window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
                window.await(() ->
                        window.app().chats().current().noticeProperty().get().isPresent());
            }
            assertThat(notice(window)).isInstanceOf(Notice.AnswerNotStored.class);
            window.shoot("not-stored-200", ColorScheme.DARK, 1440, 900);
            window.shoot("not-stored-200-900x600", ColorScheme.LIGHT, 900, 600);
        }
    }

    @Test
    void aGraphicsCardThatFails(@TempDir Path folder) throws IOException {
        try (WindowFixture window = chat(folder, Locale.ENGLISH)) {
            window.send("And what is written?");
            window.ui(() -> window.engine().writes("A line break within quotes", 6));
            window.ui(() -> window.engine()
                    .losesCard("8 threads, 512-bit vectors", "cuStreamSynchronize: CUDA_ERROR_LAUNCH_FAILED (719)"));
            window.ui(() -> window.engine().writes(" is an ordinary character.", 12));
            window.shootBoth("gpu-lost");
            window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
            assertThat(Fx.fx(() ->
                            window.app().chats().current().messages().getLast().text()))
                    .isEqualTo("A line break within quotes is an ordinary character.");
            window.press("Dismiss");
            assertThat(Fx.fx(() -> window.app().model().gpuLostProperty().get()))
                    .isEmpty();
        }
        try (WindowFixture window = chat(folder, Locale.GERMAN)) {
            window.send("Noch etwas?");
            window.ui(() -> window.engine().losesCard("8 Threads", "CUDA_ERROR_LAUNCH_FAILED (719)"));
            window.shoot("gpu-lost-german", ColorScheme.DARK, 900, 600);
        }
    }

    @Test
    void chosenText(@TempDir Path folder) throws IOException {
        try (WindowFixture window = chat(folder, Locale.ENGLISH)) {
            Node column = Fx.fx(() -> window.root().lookupAll("*").stream()
                    .filter(VirtualColumn.class::isInstance)
                    .filter(node -> !node.isDisabled())
                    .findFirst()
                    .orElseThrow());
            window.ui(() ->
                    column.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.A, false, true, false, false)));
            window.shootBoth("chosen");
        }
    }

    @Test
    void theCheckOfAFile(@TempDir Path folder) throws IOException {
        Path demo = Path.of("../assets/demo-model/polymath-demo.gguf")
                .toAbsolutePath()
                .normalize();
        try (WindowFixture window = new WindowFixture(folder, Locale.GERMAN)) {
            window.ui(() -> window.app().model().load(demo));
            window.ui(() -> window.engine().loaded(ScriptedEngine.demo(demo.toString()), ScriptedEngine.PLAN));
            window.ui(() -> window.window().openSettings(Section.MODEL));
            window.ui(() -> window.app().check().start());
            window.await(
                    () -> window.app().check().stateProperty().get().findings().size() > 2);
            window.await(() -> window.app().check().stateProperty().get().phase() != Phase.RUNNING);
            window.shoot("check-german", ColorScheme.DARK, 1440, 1500);
        }
    }

    private static WindowFixture chat(Path folder, Locale locale) {
        WindowFixture window = new WindowFixture(folder, locale);
        window.load();
        window.ui(window.engine()::loaded);
        window.openConversation("Yes. **Quite** sure, as `RFC 4180` says:\n\n- quotes are doubled\n- lines may break");
        return window;
    }

    private static Notice notice(WindowFixture window) {
        ChatViewModel chat = window.app().chats().current();
        return Fx.fx(() -> chat.noticeProperty().get().orElseThrow());
    }
}
