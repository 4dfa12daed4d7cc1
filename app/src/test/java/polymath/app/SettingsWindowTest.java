package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiPredicate;
import javafx.application.ColorScheme;
import javafx.event.Event;
import javafx.geometry.NodeOrientation;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.engine.EngineState;
import polymath.app.settings.SettingsView.Section;
import polymath.app.storage.Look.Accent;
import polymath.app.storage.Look.Language;
import polymath.app.storage.Settings;
import polymath.app.ui.Theme;
import polymath.engine.api.CachePolicy;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.GpuUse;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;

/// Each setting counts the moment it is changed, and after a restart.
class SettingsWindowTest {

    @Test
    void whatIsChosenCountsAtOnceAndSurvivesARestart(@TempDir Path folder) {
        Settings chosen;
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            press(stage, KeyCode.COMMA, true, false);
            press(window, "For testers…", Section.LOOK);
            press(window, "150 %", Section.LOOK);
            assertThat(Fx.fx(() -> window.shell().window().root().getWidth())).isEqualTo(800);
            press(window, "Violet", Section.LOOK);
            press(window, "Dark", Section.LOOK);
            press(window, "Reduced", Section.LOOK);
            press(window, "Ctrl+Enter sends", Section.WRITING);
            press(window, "Long pastes become attachments", Section.WRITING);
            press(window, "2,048", Section.ANSWERS);
            chosen = Fx.fx(() -> window.app().choices().settingsProperty().get());
            assertThat(chosen.look().accent()).isEqualTo(Accent.VIOLET);
            Fx.run(stage::close);
        }
        try (WindowFixture window = ready(folder)) {
            Settings kept =
                    Fx.fx(() -> window.app().choices().settingsProperty().get());
            assertThat(kept.look()).isEqualTo(chosen.look());
            assertThat(kept.theme()).isEqualTo(Settings.Theme.DARK);
            assertThat(kept.writing().enterSends()).isFalse();
            assertThat(kept.writing().longPastesAttach()).isFalse();
            assertThat(kept.answers().maxTokens()).isEqualTo(2_048);
        }
    }

    @Test
    void theLanguageChangesWithoutARestartAndKeepsTheDraft(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            window.ui(() -> window.app().chats().current().draftProperty().set("Half a thought"));
            press(window, "Deutsch", Section.LOOK);
            assertThat(Fx.fx(() -> window.window().inSettings())).isTrue();
            press(stage, KeyCode.ESCAPE, false, false);
            assertThat(shows(window, "Senden")).isTrue();
            assertThat(Fx.fx(() -> ((TextArea) window.shell().root().lookup(".prompt-area")).getText()))
                    .isEqualTo("Half a thought");
            window.ui(() -> window.app().choices().changeLook(l -> l.withLanguage(Language.PSEUDO_RIGHT_TO_LEFT)));
            assertThat(Fx.fx(() -> window.shell().root().getEffectiveNodeOrientation()))
                    .isEqualTo(NodeOrientation.RIGHT_TO_LEFT);
            window.ui(() -> window.app().choices().changeLook(l -> l.withLanguage(Language.ENGLISH)));
            assertThat(shows(window, "Send")).isTrue();
            Fx.run(stage::close);
        }
    }

    @Test
    void theNextAnswerIsWrittenAsChosen(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            window.send("One");
            assertThat(window.engine().generate().sampling()).isEqualTo(SamplingParams.GREEDY);
            window.ui(() -> window.engine().fails(Failure.of(FailureCode.CANCELLED)));
            window.ui(() -> window.window().openSettings(Section.ANSWERS));
            Fx.settle(stage.getScene());
            Fx.run(() -> {
                TextField temperature = (TextField) window.shell().root().lookup(".number-field");
                temperature.requestFocus();
                temperature.setText("0,9"); // no number in English: nothing happens
                temperature.setText("0.9");
            });
            window.ui(() -> window.window().focusComposer());
            window.ui(() -> window.app().chats().current().setSystemPrompt("Answer in {language}."));
            window.send("Two");
            SamplingParams sampling = window.engine().generate().sampling();
            assertThat(sampling.temperature()).isEqualTo(0.9f);
            assertThat(sampling.seed()).isNotZero();
            Prompt.Chat prompt = (Prompt.Chat) window.engine().generate().prompt();
            assertThat(prompt.messages().getFirst())
                    .isEqualTo(new ChatMessage(ChatMessage.Role.SYSTEM, "Answer in English."));
            Fx.run(stage::close);
        }
    }

    @Test
    void anotherContextReloadsTheModelAndSaysWhatItCosts(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            press(window, "64K", Section.MODEL);
            assertThat(window.engine()
                            .last(Command.LoadModel.class)
                            .orElseThrow()
                            .options())
                    .isEqualTo(new LoadOptions(65_536, 0, KvType.F16, GpuUse.OFF));
            window.ui(window.engine()::loaded);
            press(window, "Compact", Section.MODEL);
            assertThat(window.engine()
                            .last(Command.LoadModel.class)
                            .orElseThrow()
                            .options())
                    .isEqualTo(new LoadOptions(65_536, 0, KvType.Q8, GpuUse.OFF));
            Fx.run(stage::close);
        }
    }

    @Test
    void howMuchIsKeptOnDiskIsToldChosenAndDeleted(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            window.ui(() -> window.app().engineChanged(EngineState.RUNNING, Optional.empty()));
            assertThat(window.engine()
                            .last(Command.LimitCache.class)
                            .orElseThrow()
                            .mostBytes())
                    .isEqualTo(8_000_000_000L);
            window.ui(() -> window.window().openSettings(Section.DATA));
            awaitShown(window, "How much is kept shows here once the engine runs.");
            window.ui(() -> window.engine().keeps(3_400_000_000L, 2, 5_000_000_000L));
            awaitShown(
                    window,
                    "3.4 GB kept now, for 2 chats."
                            + " No more than 5.0 GB at present: a tenth of what is free on this disk.");
            press(window, "2 GB", Section.DATA);
            assertThat(window.engine()
                            .last(Command.LimitCache.class)
                            .orElseThrow()
                            .mostBytes())
                    .isEqualTo(2_000_000_000L);
            press(window, "Clear", Section.DATA);
            assertThat(window.engine()
                            .last(Command.PruneCache.class)
                            .orElseThrow()
                            .owners())
                    .isEmpty();
            window.ui(() -> window.engine().keeps(0, 0, 2_000_000_000L));
            awaitShown(window, "Nothing is kept now.");
            Fx.run(stage::close);
        }
    }

    @Test
    void whoClosesThemGoesOnWriting(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            press(stage, KeyCode.COMMA, true, false);
            window.pressIcon("Close");
            Fx.settle(stage.getScene());
            assertThat(Fx.fx(() -> stage.getScene().getFocusOwner())).isInstanceOf(TextArea.class);
            Fx.run(stage::close);
        }
    }

    @Test
    void whatIsKeptOfAChatCanBeMadeToStay(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            window.send("One");
            UUID id = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
            window.answer("Two");
            window.ui(() -> window.app().kept().keep(id, true));
            Command.KeepCache kept =
                    window.engine().last(Command.KeepCache.class).orElseThrow();
            assertThat(kept.owner()).isEqualTo(id.toString());
            assertThat(kept.ready()).isTrue();
            window.send("Three");
            assertThat(window.engine().generate().cache())
                    .isEqualTo(new CachePolicy(id.toString(), CachePolicy.Keep.READY));
            assertThat(window.store().conversations().join().getFirst().keepReady())
                    .isTrue();
        }
    }

    @Test
    void whatIsKeptOfAChatGoesWithIt(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            window.send("One");
            UUID id = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
            assertThat(window.engine().generate().cache()).isEqualTo(CachePolicy.whileRoom(id.toString()));
            window.ui(() -> window.app().delete(id));
            assertThat(window.engine()
                            .last(Command.PruneCache.class)
                            .orElseThrow()
                            .owners())
                    .containsExactly(id.toString());
        }
    }

    @Test
    void aLongPasteBecomesAnAttachmentUnlessThatIsOff(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            String text = "Dear Sir or Madam, ".repeat(200);
            Fx.run(() -> {
                ClipboardContent content = new ClipboardContent();
                content.putString(text);
                Clipboard.getSystemClipboard().setContent(content);
            });
            TextArea area = Fx.fx(() -> (TextArea) window.shell().root().lookup(".prompt-area"));
            window.ui(area::paste);
            assertThat(textOf(area)).isEmpty();
            window.await(() -> window.app().chats().current().attachments().stream()
                    .anyMatch(a -> a.document().orElseThrow().text().equals(text)
                            && a.name().startsWith("Pasted: Dear Sir")
                            && a.tokens().isPresent()));
            window.ui(() -> window.app()
                    .chats()
                    .current()
                    .detach(window.app()
                            .chats()
                            .current()
                            .attachments()
                            .getFirst()
                            .id()));
            Fx.run(area::requestFocus);
            press(stage, KeyCode.V, true, true);
            assertThat(textOf(area)).isEqualTo(text);
            window.ui(area::clear);
            window.ui(() -> window.app().choices().changeWriting(w -> w.withLongPastesAttach(false)));
            window.ui(area::paste);
            assertThat(textOf(area)).isEqualTo(text);
            Fx.run(stage::close);
        }
    }

    @Test
    void controlEnterSendsWhereEnterBreaksTheLine(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            window.ui(() -> window.app().choices().changeWriting(w -> w.withEnterSends(false)));
            TextArea area = Fx.fx(() -> (TextArea) window.shell().root().lookup(".prompt-area"));
            Fx.run(area::requestFocus);
            Fx.run(() -> area.setText("one"));
            Fx.run(area::end);
            press(stage, KeyCode.ENTER, false, false);
            assertThat(textOf(area)).isEqualTo("one\n");
            press(stage, KeyCode.ENTER, true, false);
            window.await(() -> window.engine().last(Command.Generate.class).isPresent());
            Fx.run(stage::close);
        }
    }

    @Test
    void thePaletteDoesWhatItFindsAndGivesTheFocusBack(@TempDir Path folder) {
        try (WindowFixture window = ready(folder)) {
            Stage stage = stage(window);
            press(stage, KeyCode.L, true, false);
            Node composer = Fx.fx(() -> stage.getScene().getFocusOwner());
            press(stage, KeyCode.P, true, true);
            press(stage, KeyCode.ESCAPE, false, false);
            assertThat(Fx.fx(() -> stage.getScene().getFocusOwner())).isSameAs(composer);
            press(stage, KeyCode.P, true, true);
            Fx.run(() -> ((TextField) stage.getScene().getFocusOwner()).setText("larg"));
            press(stage, KeyCode.ENTER, false, false);
            assertThat(Fx.fx(() -> window.app()
                            .choices()
                            .settingsProperty()
                            .get()
                            .look()
                            .textPercent()))
                    .isEqualTo(110);
            press(stage, KeyCode.F1, false, false);
            assertThat(shows(window, "Keyboard shortcuts")).isTrue();
            press(stage, KeyCode.N, true, false);
            assertThat(shows(window, "Keyboard shortcuts")).isFalse();
            fire(stage, KeyCode.Q, true, false);
            assertThat(Fx.fx(stage::isShowing)).isFalse();
        }
    }

    private static WindowFixture ready(Path folder) {
        WindowFixture window = new WindowFixture(folder, Locale.ENGLISH);
        window.load();
        window.ui(window.engine()::loaded);
        return window;
    }

    private static void press(WindowFixture window, String text, Section section) {
        window.ui(() -> window.window().openSettings(section));
        Fx.settle(Fx.fx(() -> window.shell().root().getScene()));
        Fx.run(() -> Scenery.shown(window.shell().root()).stream()
                .filter(node -> node instanceof ButtonBase b && b.getText().equals(text))
                .map(ButtonBase.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
        window.ui(() -> {});
        Fx.settle(Fx.fx(() -> window.shell().root().getScene()));
    }

    private static String textOf(TextArea area) {
        return Fx.fx(() -> area.getText());
    }

    /// A page is built with the next pulse.
    private static void awaitShown(WindowFixture window, String text) {
        Instant end = Instant.now().plusSeconds(10);
        while (!shows(window, text)) assertThat(Instant.now()).as(text).isBefore(end);
    }

    private static boolean shows(WindowFixture window, String text) {
        BiPredicate<Node, String> says = (node, words) ->
                node instanceof Labeled labeled && labeled.getText().equals(words);
        return Fx.fx(() -> Scenery.shown(window.shell().root()).stream().anyMatch(node -> says.test(node, text)));
    }

    private static void press(Stage stage, KeyCode code, boolean control, boolean shift) {
        fire(stage, code, control, shift);
        Fx.settle(stage.getScene());
    }

    private static void fire(Stage stage, KeyCode code, boolean control, boolean shift) {
        Fx.run(() -> {
            Node owner = stage.getScene().getFocusOwner();
            Node target = owner == null ? stage.getScene().getRoot() : owner;
            Event.fireEvent(target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false));
        });
    }

    private static Stage stage(WindowFixture window) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(window.shell().root(), 1200, 800);
            Theme.apply(scene, ColorScheme.LIGHT);
            window.shell().listenToKeys(scene);
            Stage s = new Stage();
            s.setScene(scene);
            s.show();
            s.requestFocus();
            return s;
        });
        Fx.settle(stage.getScene());
        return stage;
    }
}
