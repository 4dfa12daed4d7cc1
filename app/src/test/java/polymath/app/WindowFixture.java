package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.StackPane;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import polymath.app.chat.ChatView;
import polymath.app.chat.DocumentSource;
import polymath.app.chat.Phase;
import polymath.app.history.HistoryEntry;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.MessageState;
import polymath.app.storage.PresetStore;
import polymath.app.storage.SettingsStore;
import polymath.app.storage.StoredMessage;
import polymath.app.ui.BatchingExecutor;
import polymath.app.ui.FilePicker;
import polymath.app.ui.Strings;
import polymath.app.ui.Theme;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.Command;
import polymath.engine.api.EventBus;
import polymath.engine.api.FinishReason;
import polymath.engine.api.MemoryPlan;
import polymath.engine.api.Prompt;

/// The whole window without a stage, on a real store in a temporary folder and a [ScriptedEngine].
final class WindowFixture implements AutoCloseable {
    private static final Path OUT = Path.of("target", "screenshots");
    private static final FilePicker NO_PICKER = new FilePicker() {
        @Override
        public Optional<Path> model() {
            return Optional.empty();
        }

        @Override
        public List<Path> documents() {
            return List.of();
        }

        @Override
        public Optional<Path> exportTo(String name, List<String> extensions) {
            return Optional.empty();
        }

        @Override
        public Optional<Path> importFrom() {
            return Optional.empty();
        }
    };
    private static final DocumentSource PLAIN = (file, watcher) -> {
        try {
            return new Attachment(String.valueOf(file.getFileName()), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new DocumentSource.RefusedException(String.valueOf(e.getMessage()));
        }
    };

    /// What the window takes for the demo model.
    static final Path DEMO = Path.of("/models/demo.gguf");

    private final EventBus bus = new EventBus();
    private final ScriptedEngine engine = new ScriptedEngine(bus);
    private final Path file;
    private final ConversationStore store;
    private final SettingsStore settings;
    private final PresetStore presets;
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final ScriptedDownload downloads = new ScriptedDownload();
    private final AppModel app;
    private final WindowShell shell;

    WindowFixture(Path folder, Locale locale) {
        this(folder, locale, PLAIN);
    }

    /// @param documents reads what is dropped
    WindowFixture(Path folder, Locale locale, DocumentSource documents) {
        file = folder.resolve("history.sqlite");
        store = ConversationStore.open(file);
        settings = SettingsStore.open(folder.resolve("settings.json"));
        presets = PresetStore.open(folder.resolve("presets.json"));
        app = Fx.fx(() -> new AppModel(new AppModel.Services(
                bus,
                store,
                settings,
                presets,
                new BatchingExecutor(Platform::runLater),
                background,
                Clock.system(ZoneId.systemDefault()),
                documents,
                Optional::empty,
                Optional.of(DEMO),
                downloads,
                new AppModel.Place(locale, Path.of("/home/ada/.local/share/polymath")))));
        shell = Fx.fx(() -> new WindowShell(app, strings -> new AppWindow(app, strings, NO_PICKER, address -> {})));
    }

    AppModel app() {
        return app;
    }

    AppWindow window() {
        return shell.window();
    }

    WindowShell shell() {
        return shell;
    }

    /// In the window's language.
    Strings strings() {
        return Strings.of(app.choices().locale().getValue());
    }

    ScriptedEngine engine() {
        return engine;
    }

    ConversationStore store() {
        return store;
    }

    /// Shows the window on a stage of its own; the caller closes it.
    Stage stage(double width, double height) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(shell.root(), width, height);
            Theme.apply(scene, ColorScheme.LIGHT);
            Stage shown = new Stage();
            shown.setScene(scene);
            shown.show();
            return shown;
        });
        Fx.settle(stage.getScene());
        return stage;
    }

    /// Runs on the FX thread, then waits until what it caused there is done.
    void ui(Runnable action) {
        Fx.run(action);
        store.conversations().join();
        Fx.run(() -> {});
        Fx.run(() -> {});
    }

    void await(Callable<Boolean> condition) {
        Instant end = Instant.now().plus(Duration.ofSeconds(10));
        while (!Fx.fx(condition))
            assertThat(Instant.now()).as("waited ten seconds").isBefore(end);
    }

    /// Begins to load a model.
    void load() {
        ui(() -> app.model().load(Path.of(ScriptedEngine.MODEL.path())));
        ui(engine::loading);
    }

    /// Loads what the window takes for the demo model.
    void loadDemo() {
        loadDemo(ScriptedEngine.PLAN);
    }

    /// On a computer with the memory of this plan.
    void loadDemo(MemoryPlan plan) {
        ui(() -> app.model().loadDemo());
        ui(() -> engine.loaded(ScriptedEngine.demo(DEMO.toString()), plan));
    }

    Parent root() {
        return shell.root();
    }

    ScriptedDownload downloads() {
        return downloads;
    }

    /// Presses the button with this text.
    void press(String text) {
        ui(() -> shell.root().lookupAll(".button").stream()
                .map(ButtonBase.class::cast)
                .filter(b -> text.equals(b.getText()) && b.isVisible())
                .findFirst()
                .orElseThrow()
                .fire());
    }

    /// Presses the button of which screen readers say this.
    void pressIcon(String name) {
        ui(() -> shell.root().lookupAll(".button").stream()
                .map(ButtonBase.class::cast)
                .filter(b -> name.equals(b.getAccessibleText()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no button " + name))
                .fire());
    }

    void send(String text) {
        ui(() -> {
            app.chats().current().draftProperty().set(text);
            app.chats().current().send();
        });
        await(() -> engine.last(Command.Generate.class)
                .filter(g -> g.prompt() instanceof Prompt.Chat chat
                        && chat.messages().getLast().content().equals(text))
                .isPresent());
    }

    /// The answer being made comes in whole.
    void answer(String text) {
        ui(() -> engine.writes(text, 20));
        ui(() -> engine.finishes(FinishReason.END_OF_TURN));
        await(() -> app.chats().current().phaseProperty().get() == Phase.IDLE);
        ui(() -> {});
    }

    void fillHistory() {
        Duration day = Duration.ofDays(1);
        stored("Explain the internet to a medieval farmer", "", day.multipliedBy(6), "Once upon a time.");
        stored("Thesis, chapter 2 against chapter 4 and the notes from spring", "", day.multipliedBy(5), "Both.");
        stored("Refactor the parser in three steps", "", day, "First, name the states of the parser.");
        stored("Bananas and dragonfruit", "", day, "Both are berries.");
        stored("Minutes of the works council", "", day, "Three decisions were made.");
        stored("Letter to the landlord", "", Duration.ofMinutes(50), "Dear Mr. Weber,");
        stored("Annual report, what changed", "", Duration.ofMinutes(40), "Revenue rose.");
        ui(() -> app.history().refresh(() -> {}));
        ui(() -> app.history().marked(app.history().entries().getFirst().id(), HistoryEntry.Mark.UNREAD));
    }

    void openConversation(String answer) {
        Conversation conversation = stored(
                "Read a CSV in Java",
                "You are a careful senior engineer. Answer in plain words, show code only when it helps, and say when you"
                        + " are not sure.",
                Duration.ofMinutes(2),
                answer);
        ui(() -> app.history().refresh(() -> {}));
        ui(() -> app.open(app.history().entry(conversation.id()).orElseThrow()));
        await(() -> !app.chats().current().messages().isEmpty());
        ui(() -> {});
    }

    void scrollTo(int message) {
        Fx.run(() -> snapshot(ColorScheme.LIGHT, 1440, 900));
        ui(() -> ((ChatView) shell.root().lookup(".chat-view"))
                .jumpTo(app.chats().current().messages().get(message).id(), text -> List.of()));
    }

    private Conversation stored(String title, String prompt, Duration ago, String answer) {
        Instant then = Instant.now().minus(ago);
        Conversation conversation = store.create(prompt).join();
        UUID id = conversation.id();
        store.rename(id, title).join();
        store.append(new StoredMessage(
                        UUID.randomUUID(),
                        id,
                        ChatMessage.Role.USER,
                        "How do I read a CSV in Java without a library, and when should I not?",
                        MessageState.COMPLETE,
                        then,
                        Optional.empty(),
                        List.of()))
                .join();
        store.append(new StoredMessage(
                        UUID.randomUUID(),
                        id,
                        ChatMessage.Role.ASSISTANT,
                        answer,
                        MessageState.COMPLETE,
                        then,
                        Optional.of(new AnswerDetails(ScriptedEngine.usage(), "END_OF_TURN", "Phi-3.5-MoE")),
                        List.of()))
                .join();
        backdate(title, then);
        return conversation;
    }

    /// The store takes the time from the clock; pictures of a list by day need a past.
    private void backdate(String title, Instant then) {
        try (Connection database = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement update =
                        database.prepareStatement("UPDATE conversation SET updated_at = ? WHERE title = ?")) {
            update.setLong(1, then.toEpochMilli());
            update.setString(2, title);
            update.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    void shootBoth(String name) throws IOException {
        shoot(name + "-light", ColorScheme.LIGHT, 1440, 900);
        shoot(name + "-dark", ColorScheme.DARK, 1440, 900);
    }

    void shoot(String name, ColorScheme scheme, int width, int height) throws IOException {
        WritableImage image = Fx.fx(() -> snapshot(scheme, width, height));
        Png.write(image, OUT.resolve(name + ".png"));
        assertThat(image.getWidth()).isEqualTo(width);
    }

    /// A scene takes its size from its constructor or its window, so each picture has a scene of its own; and a root of
    /// its own, because the toolkit keeps what it worked out of styles by root.
    private WritableImage snapshot(ColorScheme scheme, int width, int height) {
        StackPane root = new StackPane(shell.root());
        Scene scene = new Scene(root, width, height);
        Theme.apply(scene, Appearance.of(app.choices().settingsProperty().get(), scheme, Color.web("#4A8FE2")));
        scene.snapshot(null); // the first layout may ask for another one
        // a scroll pane paints from a bitmap that only a stage's frames renew
        root.lookupAll(".viewport").forEach(viewport -> viewport.setCache(false));
        WritableImage image = scene.snapshot(null);
        root.getChildren().clear();
        return image;
    }

    @Override
    public void close() {
        Fx.run(app::close);
        store.close();
        settings.close();
        presets.close();
        background.close();
    }
}
