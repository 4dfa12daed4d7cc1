package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.application.ColorScheme;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import polymath.app.storage.Attachment;
import polymath.app.ui.Strings;
import polymath.app.ui.Theme;
import polymath.engine.api.Command;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;

/// What the window makes of answers about documents.
class DocumentAnswersTest {
    @TempDir
    java.nio.file.Path folder;

    private static Stage stage(WindowFixture window) {
        Stage stage = Fx.fx(() -> {
            Scene scene = new Scene(window.shell().root(), 1200, 800);
            Theme.apply(scene, ColorScheme.LIGHT);
            window.shell().listenToKeys(scene);
            Stage s = new Stage();
            s.setScene(scene);
            s.show();
            return s;
        });
        Fx.settle(stage.getScene());
        return stage;
    }

    private static WindowFixture asked(java.nio.file.Path folder, Attachment... documents) {
        WindowFixture window = new WindowFixture(folder, Locale.ENGLISH, SampleDocuments.source(documents));
        window.load();
        window.ui(window.engine()::loaded);
        SampleDocuments.attach(window, documents);
        window.send("What does it say?");
        return window;
    }

    private static List<Text> texts(WindowFixture window, String styleClass) {
        return Fx.fx(() -> shown(window, styleClass));
    }

    /// In the order one reads them.
    private static List<Text> shown(WindowFixture window, String styleClass) {
        return Scenery.shown(window.shell().root()).stream()
                .filter(node -> node instanceof Text && node.getStyleClass().contains(styleClass))
                .map(Text.class::cast)
                .sorted(Comparator.<Text>comparingDouble(
                                t -> t.localToScene(t.getBoundsInLocal()).getMinY())
                        .thenComparingDouble(
                                t -> t.localToScene(t.getBoundsInLocal()).getMinX()))
                .toList();
    }

    private static void awaitTexts(WindowFixture window, Stage stage, String styleClass, String... words) {
        window.await(() -> {
            stage.getScene().getRoot().layout();
            return shown(window, styleClass).stream()
                    .map(Text::getText)
                    .toList()
                    .equals(List.of(words));
        });
    }

    private static void press(WindowFixture window, Text link) {
        window.ui(() ->
                link.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false)));
    }

    private static String litText(WindowFixture window) {
        return Fx.fx(() -> Scenery.shown(window.shell().root().lookup(".document-panel")).stream()
                .filter(node -> node.getStyleClass().contains("current-mark")
                        && !node.getBoundsInLocal().isEmpty())
                .flatMap(node -> node.getParent().getChildrenUnmodifiable().stream())
                .filter(Text.class::isInstance)
                .map(node -> ((Text) node).getText())
                .collect(Collectors.joining()));
    }

    @Test
    void theBookmarkBesideADocumentKeepsItsChatReady(@TempDir java.nio.file.Path folder) {
        try (WindowFixture window = asked(folder, SampleDocuments.harbour())) {
            window.answer("Anna Weber [p. 1].");
            Stage stage = stage(window);
            UUID chat = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
            window.pressIcon(window.strings().get("document.keepReady"));
            Command.KeepCache kept =
                    window.engine().last(Command.KeepCache.class).orElseThrow();
            assertThat(kept.owner()).isEqualTo(chat.toString());
            assertThat(kept.ready()).isTrue();
            assertThat(window.app()
                            .history()
                            .entry(chat)
                            .orElseThrow()
                            .keepReadyProperty()
                            .get())
                    .isTrue();
            window.pressIcon(window.strings().get("document.keepReady.not"));
            assertThat(window.engine()
                            .last(Command.KeepCache.class)
                            .orElseThrow()
                            .ready())
                    .isFalse();
            Fx.run(stage::close);
        }
    }

    @Test
    void aMarkLeadsToThePassageOnItsPage() {
        Attachment report = SampleDocuments.harbour();
        try (WindowFixture window = asked(folder, report)) {
            Stage stage = stage(window);
            window.answer("* The harbour handled 5.4 million tonnes [p. 1].\n"
                    + "* It shipped 1.3 million cars [p. 2, 3].\n* A tower was built [p. 99].");
            awaitTexts(window, stage, "page-link", "p. 1", "p. 2", "3");
            List<Text> links = texts(window, "page-link");
            assertThat(links)
                    .allMatch(
                            link -> link.getAccessibleRole() == AccessibleRole.HYPERLINK && link.isFocusTraversable());
            assertThat(links.getLast().getAccessibleText()).isEqualTo("3, Show p. 3");

            press(window, links.get(1));
            Fx.settle(stage.getScene());
            assertThat(litText(window)).startsWith("About 1.3 million cars were shipped");
            press(window, texts(window, "page-link").get(2));
            Fx.settle(stage.getScene());
            assertThat(litText(window)).isEmpty();
            assertThat(Fx.fx(() -> Scenery.shown(window.shell().root()).stream()
                            .filter(node -> node.getStyleClass().contains("lit"))
                            .count()))
                    .isGreaterThan(1);
            Fx.run(stage::close);
        }
    }

    @Test
    void aMarkThatLeadsNowhereIsStruckAndSaysWhy() {
        try (WindowFixture window = asked(folder, SampleDocuments.harbour())) {
            Stage stage = stage(window);
            window.answer("A tower was built [p. 99]. A picture shows it [p. 4]. See [slide 1].");
            awaitTexts(window, stage, "dead-link", "p. 99", "p. 4", "slide 1");
            List<Text> dead = texts(window, "dead-link");
            assertThat(dead).allMatch(text -> text.isStrikethrough() && !text.isFocusTraversable());
            assertThat(dead.stream().map(Node::getAccessibleText).toList())
                    .containsExactly(
                            "p. 99, There is no p. 99 in the documents of this chat",
                            "p. 4, p. 4 has no text that could be read",
                            "slide 1, There is no slide 1 in the documents of this chat");
            Fx.run(stage::close);
        }
    }

    @Test
    void ofTwoDocumentsTheOneThatFitsIsOpened() {
        Attachment airport = SampleDocuments.document(
                "airport.pdf", "p.", List.of("Ninety planes a day landed at the airport of Bremen.", "Cargo."));
        try (WindowFixture window = asked(folder, SampleDocuments.harbour(), airport)) {
            Stage stage = stage(window);
            window.answer("Ninety planes landed a day [p. 1]. Forty ships called each week [p. 1].");
            awaitTexts(window, stage, "page-link", "p. 1", "p. 1");
            press(window, texts(window, "page-link").getFirst());
            Fx.settle(stage.getScene());
            assertThat(litText(window)).startsWith("Ninety planes");
            press(window, texts(window, "page-link").getLast());
            Fx.settle(stage.getScene());
            assertThat(litText(window)).contains("Forty ships a week called");
            Fx.run(stage::close);
        }
    }

    @Test
    void withoutDocumentsAMarkIsText() {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            window.send("Is there a mark?");
            window.answer("It is on [p. 12].");
            Fx.settle(stage.getScene());
            assertThat(texts(window, "page-link")).isEmpty();
            assertThat(texts(window, "dead-link")).isEmpty();
            Fx.run(stage::close);
        }
    }

    private static List<String> evidence(WindowFixture window) {
        return Fx.fx(() -> Scenery.shown(window.shell().root()).stream()
                .filter(node -> node.getStyleClass().contains("evidence-line"))
                .sorted(Comparator.comparingDouble(n -> n.localToScene(0, 0).getY()))
                .map(node -> (node.getStyleClass().contains("doubtful") ? "! " : "")
                        + ((Parent) node).getChildrenUnmodifiable().getLast().getAccessibleText())
                .toList());
    }

    @Test
    void anAnswerSaysWhatWasReadForIt() {
        Attachment report = SampleDocuments.harbour();
        Attachment airport = SampleDocuments.document("airport.pptx", "slide", List.of("Ninety planes.", "Cargo."));
        UUID chat;
        try (WindowFixture window = asked(folder, report)) {
            Stage stage = stage(window);
            window.answer("It was a good year.");
            Fx.settle(stage.getScene());
            assertThat(evidence(window)).containsExactly("! Read: pages 1–3, 5–12 of 12 · not read: page 4");
            chat = Fx.fx(() -> window.app().chats().current().id().orElseThrow());
            Fx.run(stage::close);
        }
        try (WindowFixture window = new WindowFixture(folder, Locale.GERMAN, SampleDocuments.source(airport))) {
            window.load();
            window.ui(window.engine()::loaded);
            Stage stage = stage(window);
            window.ui(() -> window.app().history().refresh(() -> {}));
            window.await(() -> window.app().history().entry(chat).isPresent());
            window.ui(() -> window.app().open(window.app().history().entry(chat).orElseThrow()));
            window.await(() -> !window.app().chats().current().messages().isEmpty());
            Fx.settle(stage.getScene());
            assertThat(evidence(window)).containsExactly("! Gelesen: Seiten 1–3, 5–12 von 12 · nicht gelesen: Seite 4");

            SampleDocuments.attach(window, airport);
            window.send("And this?");
            window.answer("Planes.");
            Fx.settle(stage.getScene());
            assertThat(evidence(window).getLast())
                    .isEqualTo("! Gelesen: harbour-report-2023.pdf, Seiten 1–3, 5–12 von 12 · nicht gelesen: Seite 4;"
                            + " airport.pptx, Folien 1–2 von 2");
            Fx.run(stage::close);
        }
    }

    @Test
    void whatWasReadWholeIsNoDoubtAndWhatFailedSaysItToo() {
        Attachment airport = SampleDocuments.document("airport.pptx", "slide", List.of("Ninety planes.", "Cargo."));
        try (WindowFixture window = asked(folder, airport)) {
            Stage stage = stage(window);
            window.answer("Planes.");
            Fx.settle(stage.getScene());
            assertThat(evidence(window)).containsExactly("Read: slides 1–2 of 2");
            window.send("And cargo?");
            window.ui(() -> window.engine().writes("Cargo", 1));
            window.ui(() -> window.engine().fails(Failure.of(FailureCode.ENGINE_DIED, 137)));
            Fx.settle(stage.getScene());
            assertThat(evidence(window)).containsExactly("Read: slides 1–2 of 2", "Read: slides 1–2 of 2");
            Fx.run(stage::close);
        }
    }

    @Test
    void whatIsNotOnItsPageIsMarkedAndCounted() {
        try (WindowFixture window = asked(folder, SampleDocuments.harbour())) {
            Stage stage = stage(window);
            window.ui(() -> window.engine().writes("It was dredged to 12.5 metres for 3,250,000 euros [p. 1]", 9));
            Fx.settle(stage.getScene());
            assertThat(texts(window, "doubt")).isEmpty(); // not before it is written
            window.ui(() -> window.engine()
                    .writes(
                            ", says Paul Jansen [p. 1]. A ramp was built [p. 31].\n\n"
                                    + "| Quarter | Cars | Page |\n|---|---|---|\n| First | 310,000 | [p. 2] |\n"
                                    + "| Second | 352,000 | [p. 2] |\n| Third | 298,500 | [p. 3] |\n",
                            60));
            window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
            awaitTexts(window, stage, "doubt", "12.5", "Paul Jansen", "352,000", "298,500");
            assertThat(texts(window, "doubt").stream()
                            .map(Node::getAccessibleText)
                            .toList())
                    .containsExactly(
                            "12.5, Not found on p. 1",
                            "Paul Jansen, Not found on p. 1",
                            "352,000, Not found on p. 2",
                            "298,500, Not found on p. 3, but on p. 2");
            assertThat(evidence(window))
                    .containsExactly(
                            "! Read: pages 1–3, 5–12 of 12 · not read: page 4",
                            "! 3 figures and 1 name were not found on the pages named: 12.5 · Paul Jansen · 352,000 ·"
                                    + " 298,500",
                            "! 1 mark leads to no page with text: p. 31");
            // a line is drawn under both that stand in the paragraph
            Text first = texts(window, "doubt").getFirst();
            assertThat(Fx.fx(() -> List.copyOf(((Path) first.getParent().lookup(".doubt-lines")).getElements())))
                    .filteredOn(MoveTo.class::isInstance)
                    .hasSize(2);
            Fx.run(stage::close);
        }
    }

    @Test
    void whatIsOnItsPageIsNotMarked() {
        try (WindowFixture window = asked(folder, SampleDocuments.harbour())) {
            Stage stage = stage(window);
            window.answer("It was dredged to 11.5 metres for 3.25 million euros, says Anna Weber [p. 1].");
            awaitTexts(window, stage, "page-link", "p. 1");
            assertThat(texts(window, "doubt")).isEmpty();
            assertThat(evidence(window)).hasSize(1);
            Fx.run(stage::close);
        }
    }

    private static WindowFixture inDoubt(java.nio.file.Path folder, Locale locale) {
        WindowFixture window = new WindowFixture(folder, locale, SampleDocuments.source(SampleDocuments.harbour()));
        window.load();
        window.ui(window.engine()::loaded);
        SampleDocuments.attach(window, SampleDocuments.harbour());
        window.send("What?");
        window.answer("Emden paid 12.5 [p. 1] and 13.5 [p. 31].");
        return window;
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class)
    void everythingHasANameAndCanBeRead(ColorScheme scheme) {
        try (WindowFixture window = inDoubt(folder, Locale.ENGLISH)) {
            Stage stage = stage(window);
            Fx.run(() -> Theme.apply(stage.getScene(), scheme));
            awaitTexts(window, stage, "doubt", "12.5", "13.5");
            press(window, texts(window, "page-link").getFirst());
            Fx.settle(stage.getScene());
            List<String> faults = Fx.fx(() -> Scenery.shown(stage.getScene().getRoot()).stream()
                    .filter(node ->
                            (node.isFocusTraversable() && Scenery.name(node).isBlank())
                                    || (node instanceof Text text
                                            && !text.getText().isBlank()
                                            && !text.isDisabled()
                                            && Scenery.contrast(text) < 4.5))
                    .map(Node::toString)
                    .toList());
            assertThat(faults).isEmpty();
            Scenery.assertFocusShows(stage.getScene(), "an answer about a document");
            Fx.run(stage::close);
        }
    }

    @Test
    void nothingIsForgottenInTranslation() {
        try (WindowFixture window = inDoubt(folder, Strings.PSEUDO)) {
            Stage stage = stage(window);
            awaitTexts(window, stage, "doubt", "12.5", "13.5");
            press(window, texts(window, "page-link").getFirst());
            Fx.settle(stage.getScene());
            String report = SampleDocuments.harbour().text();
            List<String> forgotten =
                    Fx.fx(() -> Scenery.shown(window.shell().root().lookup(".document-panel")).stream()
                            .flatMap(node -> Scenery.texts(node).stream())
                            .filter(text -> text.chars().anyMatch(Character::isLetter))
                            .filter(text -> !text.contains("[") && !report.contains(text.strip()))
                            .filter(text -> !text.equals("harbour-report-2023.pdf"))
                            .toList());
            assertThat(forgotten).isEmpty();
            assertThat(evidence(window)).isNotEmpty().allMatch(text -> text.contains("["));
            Fx.run(stage::close);
        }
    }
}
