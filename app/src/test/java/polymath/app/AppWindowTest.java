package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.Phase;
import polymath.app.engine.EngineState;
import polymath.app.storage.Feedback;
import polymath.engine.api.Command;
import polymath.engine.api.FinishReason;

/// The window on a stage, driven by keys.
class AppWindowTest {

    @Test
    void everythingWorksFromTheKeyboard(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            press(stage, KeyCode.L, true, false);
            type(stage, "Hello");
            press(stage, KeyCode.ENTER, false, false);
            window.await(() -> window.engine().last(Command.Generate.class).isPresent());
            window.ui(() -> window.engine().writes("Good day.", 3));
            press(stage, KeyCode.ESCAPE, false, false);
            assertThat(window.engine().last(Command.Cancel.class)).isPresent();
            window.ui(() -> window.engine().finishes(FinishReason.CANCELLED));
            press(stage, KeyCode.C, true, true);
            assertThat(Fx.fx(() -> Clipboard.getSystemClipboard().getString())).isEqualTo("Good day.");

            press(stage, KeyCode.N, true, false);
            assertThat(Fx.fx(() -> window.app().chats().current().messages().size()))
                    .isZero();
            press(stage, KeyCode.K, true, false);
            assertThat(Fx.fx(() -> stage.getScene().getFocusOwner())).isInstanceOf(TextField.class);
            type(stage, "hell");
            window.await(() -> !window.app().history().hits().isEmpty());
            press(stage, KeyCode.ENTER, false, false);
            window.await(() -> window.app().chats().current().messages().size() == 2);

            Fx.run(window.window()::openPrompt);
            Fx.settle(stage.getScene());
            assertThat(Fx.fx(() -> window.window().root().lookup(".panel"))).isNotNull();
            press(stage, KeyCode.ESCAPE, false, false);
            assertThat(Fx.fx(() -> Optional.ofNullable(window.window().root().lookup(".panel"))))
                    .isEmpty();
            press(stage, KeyCode.B, true, false);
            assertThat(Fx.fx(() -> window.window().root().lookup(".sidebar").isVisible()))
                    .isFalse();
            Fx.run(stage::close);
        }
    }

    @Test
    void whoTypesAtOnceWritesAMessage(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            Stage stage = stage(window);
            Fx.run(window.window()::focusComposer); // as when the window opens
            window.loadDemo();
            Fx.settle(stage.getScene());
            type(stage, "Hello there");
            assertThat(Fx.fx(
                            () -> window.app().chats().current().draftProperty().get()))
                    .isEqualTo("Hello there");
            Fx.run(stage::close);
        }
    }

    @Test
    void messagesAreEditedDeletedAndAskedAgainFromTheKeyboard(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            ChatViewModel chat = window.app().chats().current();
            window.send("Hello");
            window.answer("Good day.");
            press(stage, KeyCode.R, true, false);
            window.answer("Hi.");
            assertThat(Fx.fx(() -> chat.messages().getLast().versions().number()))
                    .isEqualTo(2);

            press(stage, KeyCode.L, true, false);
            press(stage, KeyCode.UP, false, false);
            Fx.settle(stage.getScene());
            assertThat(Fx.fx(() -> chat.edit().message())).isPresent();
            type(stage, " there");
            assertThat(Fx.fx(() -> chat.edit().textProperty().get())).isEqualTo("Hello there");
            press(stage, KeyCode.ESCAPE, false, false);
            assertThat(Fx.fx(() -> chat.edit().message())).isEmpty();
            press(stage, KeyCode.UP, false, false);
            Fx.settle(stage.getScene());
            type(stage, " you");
            press(stage, KeyCode.ENTER, false, false);
            window.await(() -> chat.phaseProperty().get() == Phase.READING);
            window.answer("Yes, me.");
            assertThat(Fx.fx(() -> chat.messages().getFirst().text())).isEqualTo("Hello you");
            clickNamed(stage, ".prompt-stack .button", "Earlier version");
            window.await(() -> chat.messages().getLast().text().equals("Hi."));
            Fx.settle(stage.getScene());
            clickNamed(stage, ".footer-row .button", "Delete this and what follows");
            // the version is gone, the other one shows
            window.await(() -> chat.messages().getLast().text().equals("Good day."));
            press(stage, KeyCode.Z, true, false);
            window.await(() -> chat.messages().getLast().text().equals("Hi."));
            Fx.settle(stage.getScene());
            clickNamed(stage, ".footer-row .button", "About this answer");
            Fx.settle(stage.getScene());
            assertThat(Fx.fx(() -> window.window().root().lookup(".facts"))).isNotNull();
            clickNamed(stage, ".opinion .button", "Good answer");
            window.ui(() -> {});
            assertThat(Fx.fx(() ->
                            chat.messages().getLast().feedbackProperty().get().thumb()))
                    .isEqualTo(Feedback.Thumb.UP);
            Fx.run(stage::close);
        }
    }

    @Test
    void aClickReloadsTheModelOfADeadEngine(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation("An answer.");
            Stage stage = stage(window);
            window.ui(() -> window.app().model().engineChanged(EngineState.DIED, Optional.of(137)));
            Fx.settle(stage.getScene());
            click(stage, "Reload model");
            window.await(() -> window.engine().commands().stream()
                            .filter(Command.LoadModel.class::isInstance)
                            .count()
                    == 2);
            Fx.run(stage::close);
        }
    }

    @Test
    void shiftEnterBreaksTheLine(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            press(stage, KeyCode.L, true, false);
            type(stage, "one");
            press(stage, KeyCode.ENTER, false, true);
            type(stage, "two");
            assertThat(Fx.fx(
                            () -> window.app().chats().current().draftProperty().get()))
                    .isEqualTo("one\ntwo");
            double height = Fx.fx(() ->
                    stage.getScene().lookup(".prompt-area").getBoundsInLocal().getHeight());
            Fx.settle(stage.getScene());
            assertThat(Fx.fx(() -> stage.getScene()
                            .lookup(".prompt-area")
                            .getBoundsInLocal()
                            .getHeight()))
                    .isGreaterThanOrEqualTo(Math.max(40, height));
            Fx.run(stage::close);
        }
    }

    @Test
    void filesAreLoadedOrAttachedByTheirKind(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.ui(() -> window.app().accept(List.of(Path.of("/models/a.GGUF"))));
            assertThat(window.engine()
                            .last(Command.LoadModel.class)
                            .orElseThrow()
                            .path())
                    .isEqualTo("/models/a.GGUF");
            window.ui(window.engine()::loaded);
            Path notes = Files.writeString(folder.resolve("notes.md"), "A note.");
            window.ui(() -> window.app().accept(List.of(notes)));
            window.await(() -> window.app().chats().current().attachments().stream()
                    .anyMatch(a -> a.tokens().isPresent()));
        }
    }

    @Test
    void aDocumentIsSeenWhereverItWasDropped(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.loadDemo();
            window.press("Get the real model");
            assertThat(Fx.fx(() -> window.root().lookup(".no-model-page"))).isNotNull();
            Path notes = Files.writeString(folder.resolve("notes.md"), "A note.");
            window.ui(() -> window.app().openElsewhere(List.of(notes)));
            assertThat(Fx.fx(() -> window.root().lookup(".no-model-page"))).isNull();
            assertThat(Fx.fx(() -> window.root().lookup(".chat-view"))).isNotNull();
            window.ui(() -> window.window().openSettings());
            window.ui(() -> window.app().accept(List.of(notes)));
            assertThat(Fx.fx(() -> window.window().inSettings())).isFalse();
        }
    }

    @Test
    void ctrlFGoesThroughTheFindsOfAChat(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation(
                    "An *owl* here.\n\n" + "Much text. ".repeat(900) + "\n\n| owl | `Owl` |\n|-|-|\n| a | b |");
            Stage stage = stage(window);
            press(stage, KeyCode.F, true, false);
            type(stage, "owl");
            assertThat(finds(stage)).as("from where the reader is").isEqualTo("2 of 3");
            press(stage, KeyCode.ENTER, false, false);
            assertThat(finds(stage)).isEqualTo("3 of 3");
            press(stage, KeyCode.ENTER, false, false);
            assertThat(finds(stage)).isEqualTo("1 of 3");
            Bounds mark = Fx.fx(() -> stage.getScene().getRoot().lookupAll(".current-mark").stream()
                    .map(node -> node.localToScene(node.getBoundsInLocal()))
                    .filter(bounds -> bounds.getWidth() > 0)
                    .findFirst()
                    .orElseThrow());
            assertThat(mark.getMinY()).as("in view").isBetween(48.0, 500.0);
            press(stage, KeyCode.ENTER, false, true);
            assertThat(finds(stage)).isEqualTo("3 of 3");
            type(stage, "x");
            assertThat(finds(stage)).isEqualTo("Not found");
            press(stage, KeyCode.ESCAPE, false, false);
            assertThat(Fx.fx(() -> stage.getScene().lookup(".find-bar").isVisible()))
                    .isFalse();
            Fx.run(stage::close);
        }
    }

    private static String finds(Stage stage) {
        return Fx.fx(() -> ((Labeled) stage.getScene().lookup(".find-bar .label")).getText());
    }

    @Test
    void aHitIsOpenedAtItsMessageWithItsWordsMarked(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.openConversation("First words.\n\n" + "Much text. ".repeat(900) + "\n\nA dragonfruit at the end.");
            window.ui(window.app()::newChat);
            Stage stage = stage(window);
            press(stage, KeyCode.K, true, false);
            type(stage, "dragonf");
            window.await(() -> window.app().history().hits().size() == 2);
            Fx.settle(stage.getScene());
            press(stage, KeyCode.DOWN, false, false);
            press(stage, KeyCode.DOWN, false, false);
            press(stage, KeyCode.UP, false, false);
            press(stage, KeyCode.DOWN, false, false);
            press(stage, KeyCode.ENTER, false, false);
            window.await(() -> window.app().chats().current().messages().size() == 2);
            Fx.settle(stage.getScene());
            Fx.settle(stage.getScene());
            assertThat(Fx.fx(() -> stage.getScene().getRoot().lookupAll(".current-mark").stream()
                            .map(node -> node.localToScene(node.getBoundsInLocal()))
                            .filter(bounds -> bounds.getWidth() > 0)
                            .filter(bounds -> bounds.getMinY() > 48 && bounds.getMaxY() < 600)
                            .count()))
                    .isEqualTo(1);
            press(stage, KeyCode.ESCAPE, false, false);
            press(stage, KeyCode.ESCAPE, false, false);
            Fx.run(stage::close);
        }
    }

    @Test
    void theListWorksFromTheKeyboard(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            window.fillHistory();
            Stage stage = stage(window);
            alt(stage, KeyCode.DOWN);
            window.await(() -> shown(window).equals("Annual report, what changed"));
            alt(stage, KeyCode.DOWN);
            window.await(() -> shown(window).equals("Letter to the landlord"));
            alt(stage, KeyCode.UP);
            window.await(() -> shown(window).equals("Annual report, what changed"));
            press(stage, KeyCode.K, true, false);
            press(stage, KeyCode.DOWN, false, false);
            press(stage, KeyCode.HOME, false, false);
            press(stage, KeyCode.DOWN, false, false);
            press(stage, KeyCode.F2, false, false);
            assertThat(Fx.fx(() -> stage.getScene().getFocusOwner())).isInstanceOf(TextField.class);
            type(stage, "Report");
            press(stage, KeyCode.ENTER, false, false);
            assertThat(title(window)).as("also in the header").isEqualTo("Report");
            press(stage, KeyCode.DELETE, false, false);
            assertThat(Fx.fx(() -> window.app().history().entries().size())).isEqualTo(6);
            window.ui(window.app().history()::undoDelete);
            assertThat(Fx.fx(() -> window.app().history().entries().size())).isEqualTo(7);
            Fx.run(stage::close);
        }
    }

    private static String title(WindowFixture window) {
        return Fx.fx(() -> shown(window));
    }

    private static String shown(WindowFixture window) {
        return window.app().chats().current().titleProperty().get();
    }

    private static void alt(Stage stage, KeyCode code) {
        Fx.run(() -> {
            Node target = Optional.ofNullable(stage.getScene().getFocusOwner())
                    .orElse(stage.getScene().getRoot());
            Event.fireEvent(target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, true, false));
        });
        Fx.settle(stage.getScene());
    }

    @Test
    void everyControlHasAName(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation("An answer.");
            Stage stage = stage(window);
            Fx.run(window.window()::openPrompt);
            Fx.run(window.window()::findInChat);
            Fx.settle(stage.getScene());
            assertNamed(stage);
            Fx.run(() -> window.window()
                    .openAbout(window.app().chats().current().messages().getLast()));
            Fx.run(window.window()::editLast);
            Fx.settle(stage.getScene());
            assertNamed(stage);
            Fx.run(stage::close);
        }
    }

    private static void assertNamed(Stage stage) {
        for (Node node : Fx.fx(() -> stage.getScene().getRoot().lookupAll("*")))
            if (node.isFocusTraversable() && node.isVisible())
                assertThat(Fx.fx(() -> named(node))).as(String.valueOf(node)).isTrue();
    }

    private static boolean named(Node node) {
        String text = node.getAccessibleText();
        if (text != null && !text.isBlank()) return true;
        return switch (node) {
            case Button b -> !b.getText().isBlank();
            case Labeled l -> !l.getText().isBlank();
            case TextField f -> !f.getPromptText().isBlank();
            case TextArea a -> !a.getPromptText().isBlank();
            default -> node.getStyleClass().contains("virtual-column");
        };
    }

    private static Stage stage(WindowFixture window) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(window.shell().root(), 900, 600);
            polymath.app.ui.Theme.apply(scene, javafx.application.ColorScheme.LIGHT);
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

    /// Presses the last of the buttons with this name.
    private static void clickNamed(Stage stage, String where, String name) {
        Fx.run(() -> stage.getScene().getRoot().lookupAll(where).stream()
                .filter(node -> node instanceof Button b && name.equals(b.getAccessibleText()) && !b.isDisabled())
                .map(Button.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow()
                .fire());
        Fx.settle(stage.getScene());
    }

    private static void click(Stage stage, String text) {
        Fx.run(() -> {
            Node button = stage.getScene().getRoot().lookupAll(".button").stream()
                    .filter(node -> node instanceof Button b && b.getText().equals(text))
                    .findFirst()
                    .orElseThrow();
            Bounds place = button.localToScreen(button.getBoundsInLocal());
            Robot robot = new Robot();
            robot.mouseMove(place.getCenterX(), place.getCenterY());
            robot.mouseClick(MouseButton.PRIMARY);
        });
        Fx.settle(stage.getScene());
    }

    private static void press(Stage stage, KeyCode code, boolean control, boolean shift) {
        Fx.run(() -> {
            Node target = Optional.ofNullable(stage.getScene().getFocusOwner())
                    .orElse(stage.getScene().getRoot());
            Event.fireEvent(target, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false));
        });
        Fx.settle(stage.getScene());
    }

    private static void type(Stage stage, String text) {
        Fx.run(() -> text.chars().forEach(c -> {
            Node target = stage.getScene().getFocusOwner();
            String key = Character.toString(c);
            Event.fireEvent(
                    target, new KeyEvent(KeyEvent.KEY_TYPED, key, key, KeyCode.UNDEFINED, false, false, false, false));
        }));
        Fx.settle(stage.getScene());
    }
}
