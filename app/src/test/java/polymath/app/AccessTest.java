package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.application.ColorScheme;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polymath.app.engine.EngineState;
import polymath.app.settings.SettingsView.Section;
import polymath.app.summary.DepthChoice;
import polymath.app.ui.Strings;
import polymath.app.ui.Theme;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// Walks the scene graph of every state: every control says what it is, every text can be read, none is forgotten in
/// translation, and the focus can be seen.
class AccessTest {
    private static final Set<String> FOCUS_STATES = Set.of("chat", "prompt", "settings ANSWERS", "settings LOOK");
    private static final double READABLE = 4.5;
    private static final Set<AccessibleRole> NO_ROLE = Set.of(AccessibleRole.NODE, AccessibleRole.PARENT);
    /// What the user, the model and the machine brought, and so is not translated.
    private static final List<String> DATA = List.of(
            "Read a CSV",
            "You are a careful",
            "How do I read a CSV",
            "An answer.",
            "Again?",
            "Annual report",
            "Letter to",
            "Minutes",
            "Bananas",
            "Refactor",
            "Thesis",
            "Explain",
            "Phi-3.5-MoE",
            "8 cores",
            "Careful engineer",
            "You are careful",
            "notes.md",
            "/home/ada",
            "English",
            "Deutsch",
            "{date}",
            "{language}",
            "Ctrl",
            "F1",
            "F2",
            "Half an answer",
            "p. ");

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class)
    void everyControlHasARoleAndANameAndEveryTextCanBeRead(ColorScheme scheme, @TempDir Path folder) {
        Set<String> faults = new LinkedHashSet<>();
        inEveryState(folder, Locale.ENGLISH, scheme, (state, nodes) -> {
            for (Node node : nodes) {
                if (isControl(node) && NO_ROLE.contains(node.getAccessibleRole()))
                    faults.add(state + ": no role: " + node);
                if (isControl(node) && Scenery.name(node).isBlank()) faults.add(state + ": no name: " + node);
                if (node instanceof Text text
                        && !text.getText().isBlank()
                        && !text.isDisabled()
                        && Scenery.contrast(text) < READABLE)
                    faults.add("%s: “%s” %s on %s, %.1f"
                            .formatted(
                                    state,
                                    text.getText(),
                                    text.getFill(),
                                    Scenery.ground(text),
                                    Scenery.contrast(text)));
            }
        });
        assertThat(faults).isEmpty();
    }

    @Test
    void noTextIsForgottenInTranslation(@TempDir Path folder) {
        Set<String> forgotten = new LinkedHashSet<>();
        inEveryState(folder, Strings.PSEUDO, ColorScheme.LIGHT, (state, nodes) -> {
            for (Node node : nodes)
                for (String text : Scenery.texts(node))
                    if (text.chars().anyMatch(Character::isLetter)
                            && !text.contains("[")
                            && DATA.stream().noneMatch(text::contains))
                        forgotten.add(state + ": “" + text + "” in " + node);
        });
        assertThat(forgotten).isEmpty();
    }

    @Test
    void theFocusCanBeSeenWhereverTabLeads(@TempDir Path folder) {
        try (WindowFixture window = ready(folder, Locale.ENGLISH)) {
            Stage stage = stage(window, ColorScheme.LIGHT);
            states(window).forEach((state, enter) -> {
                if (!FOCUS_STATES.contains(state)) return;
                window.ui(enter);
                Fx.settle(stage.getScene());
                Scenery.assertFocusShows(stage.getScene(), state);
            });
            Fx.run(stage::close);
        }
    }

    @Test
    void aScreenReaderIsToldAtMostEveryTenthPart(@TempDir Path folder) {
        try (WindowFixture window = ready(folder, Locale.ENGLISH)) {
            window.openConversation("An answer.");
            window.send("Again?");
            List<String> said = new ArrayList<>();
            window.ui(() -> window.shell()
                    .root()
                    .lookup(".prompt-area")
                    .accessibleTextProperty()
                    .addListener((property, old, now) -> said.add(now)));

            for (int i = 1; i <= 100; i++) {
                int read = i * 100;
                window.ui(() -> window.engine().reads(read, 10_000));
            }
            assertThat(said).hasSize(10).contains("Message. Reading, 40 percent");
            window.ui(() -> window.engine().writes("Yes", 1));
            window.ui(() -> window.engine().writes(", indeed.", 3));
            window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
            assertThat(said)
                    .endsWith("Message. Writing the answer", "Message. The answer is finished")
                    .hasSize(12);
        }
    }

    private interface Check {
        void on(String state, List<Node> nodes);
    }

    private static void inEveryState(Path folder, Locale locale, ColorScheme scheme, Check check) {
        try (WindowFixture window = new WindowFixture(folder, locale)) {
            Stage stage = stage(window, scheme);
            look(stage, "no model", check);
            prepare(window);
            states(window).forEach((state, enter) -> {
                window.ui(enter);
                for (int i = 0; i < 4; i++) window.ui(() -> {}); // what is stored first
                look(stage, state, check);
            });
            Fx.run(stage::close);
        }
    }

    private static void look(Stage stage, String state, Check check) {
        Fx.settle(stage.getScene());
        Fx.run(() -> check.on(state, Scenery.shown(stage.getScene().getRoot())));
    }

    /// In an order in which each can be reached from the one before.
    private static Map<String, Runnable> states(WindowFixture window) {
        Map<String, Runnable> states = new LinkedHashMap<>();
        AppWindow view = window.window();
        states.put("empty", () -> {});
        states.put(
                "chat", () -> window.app().open(window.app().history().entries().getFirst()));
        states.put("prompt", () -> {
            view.openPrompt();
            window.app()
                    .prompt()
                    .choose(window.app().prompt().presets().library().presets().getFirst());
            window.app().prompt().textProperty().set("You are careful on {date}.");
        });
        states.put("presets", view::openPresets);
        states.put(
                "preset deleted",
                () -> window.app()
                        .prompt()
                        .presets()
                        .delete(window.app()
                                .prompt()
                                .presets()
                                .library()
                                .presets()
                                .getLast()));
        for (Section section : Section.values()) states.put("settings " + section, () -> view.openSettings(section));
        states.put("palette", view::openPalette);
        states.put("shortcuts", () -> {
            view.closeOverlay();
            view.openShortcuts();
        });
        states.put("document", () -> {
            view.closeOverlay();
            view.focusComposer();
            window.app().newChat();
            window.app().chats().current().attachText("notes.md", "A long text. ".repeat(20_000));
        });
        states.put(
                "summary asked",
                () -> window.app()
                        .chats()
                        .current()
                        .summarize(
                                SummaryDepth.SHORT,
                                name -> DepthChoice.message(name, SummaryDepth.SHORT, window.strings())));
        states.put("summary", () -> {
            window.engine()
                    .plans(List.of(
                            new SummaryStep(0, SummaryStep.Kind.SECTION, "p. 1", "p. 4", 3_000),
                            new SummaryStep(1, SummaryStep.Kind.SECTION, "p. 5", "p. 9", 3_000)));
            window.engine().summarizes(0, "An answer.");
            window.engine().readsStep(1_000, 3_000, 2);
        });
        states.put("summary queue", view::toggleQueue);
        states.put("summary failed", () -> {
            view.toggleQueue();
            window.engine().failsSummary(Failure.of(FailureCode.MODEL_BAD_NUMBERS, "p. 5"));
        });
        states.put(
                "summary resumed",
                () -> window.app()
                        .chats()
                        .current()
                        .again(window.app().chats().current().messages().getLast()));
        states.put("summary done", () -> {
            window.engine().summarizes(1, "An answer.");
            window.engine().finishesSummary();
        });
        states.put("reading", () -> {
            view.closeOverlay();
            view.focusComposer();
            window.app().chats().current().draftProperty().set("Again?");
            window.app().chats().current().send();
        });
        states.put("writing", () -> {
            window.engine().reads(10, 10);
            window.engine().writes("Half an answer", 4);
        });
        states.put("failed", () -> window.engine().fails(Failure.of(FailureCode.PROMPT_TOO_LONG, 41_230, 32_768)));
        states.put("engine died", () -> window.app().model().engineChanged(EngineState.DIED, Optional.of(137)));
        return states;
    }

    private static WindowFixture ready(Path folder, Locale locale) {
        WindowFixture window = new WindowFixture(folder, locale);
        prepare(window);
        return window;
    }

    private static void prepare(WindowFixture window) {
        window.fillHistory();
        window.load();
        window.ui(window.engine()::loaded);
        window.ui(() -> {
            window.app().prompt().presets().create("Careful engineer", "You are careful.");
            window.app().prompt().presets().create("Minutes", "");
        });
        window.openConversation("An answer.");
        window.ui(() -> window.app().newChat());
    }

    private static boolean isControl(Node node) {
        return node.isFocusTraversable() || node instanceof ButtonBase || node instanceof TextInputControl;
    }

    private static Stage stage(WindowFixture window, ColorScheme scheme) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(window.shell().root(), 1200, 800);
            Theme.apply(scene, scheme);
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
