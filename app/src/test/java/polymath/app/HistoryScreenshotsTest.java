package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javafx.application.ColorScheme;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.storage.Attachment;
import polymath.app.storage.StoredMessage;
import polymath.engine.api.FinishReason;

/// Shows the history in its states and writes what it looks like to `target/screenshots`.
class HistoryScreenshotsTest {

    @Test
    void foldersPinsAndATemporaryChat(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.ENGLISH)) {
            arrange(window);
            window.openConversation(text("csv.md"));
            both(window, "history-folders");
            window.ui(window.window()::newTemporaryChat);
            both(window, "temporary-empty");
            window.send("What do I tell my doctor about the headaches?");
            window.ui(() -> window.engine().reads(20, 20));
            window.ui(() -> window.engine()
                    .writes("Tell them when it began, how often it comes, and what makes it better or worse.", 20));
            window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
            both(window, "temporary-chat");
        }
    }

    @Test
    void searching(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.ENGLISH)) {
            arrange(window);
            UUID id = window.app().history().entries().getLast().id();
            window.store()
                    .append(StoredMessage.prompt(
                            id,
                            "What does the report say?",
                            List.of(new Attachment(
                                    "annual-report-2025.txt",
                                    "Costs fell. ".repeat(40)
                                            + "The parser team grew to nine people, and the parser is fast now."))))
                    .join();
            window.openConversation(text("csv.md"));
            search(window, "parse");
            window.await(() -> window.app().history().hits().size() > 3);
            both(window, "search-results");
            window.ui(() -> window.window()
                    .openHit(window.app().history().hits().stream()
                            .filter(hit -> hit.title().startsWith("Read a CSV"))
                            .reduce((first, second) -> second)
                            .orElseThrow()));
            both(window, "search-jump");
            search(window, "xylophone");
            window.await(
                    () -> !window.app().history().search().searchingProperty().get());
            both(window, "search-no-hits");
        }
    }

    @Test
    void findingInAChat(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.ENGLISH)) {
            arrange(window);
            window.openConversation(text("csv.md"));
            window.ui(window.window()::findInChat);
            window.ui(() -> ((TextField) window.window().root().lookup(".find-bar .text-field")).setText("line"));
            both(window, "find-bar");
            window.ui(() -> ((TextField) window.window().root().lookup(".find-bar .text-field")).setText("lineage"));
            window.shoot("find-bar-nothing", ColorScheme.LIGHT, 900, 600);
        }
    }

    @Test
    void german(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.GERMAN)) {
            arrange(window);
            window.ui(window.window()::newTemporaryChat);
            window.shoot("german-temporary", ColorScheme.LIGHT, 900, 600);
            search(window, "xylophone");
            window.await(
                    () -> !window.app().history().search().searchingProperty().get());
            window.shoot("german-search-no-hits", ColorScheme.DARK, 900, 600);
            search(window, "");
            Path damaged = java.nio.file.Files.writeString(folder.resolve("conversations.json"), "[{\"mapping\": [");
            window.ui(() -> window.app().transfer().importFrom(damaged));
            window.await(() -> window.app().transfer().outcomeProperty().get().isPresent());
            window.shoot("german-import-refused", ColorScheme.LIGHT, 900, 600);
        }
    }

    private static WindowFixture window(Path folder, Locale locale) {
        WindowFixture window = new WindowFixture(folder, locale);
        window.fillHistory();
        window.load();
        window.ui(window.engine()::loaded);
        return window;
    }

    /// By title, so that a test shows what it says.
    private static void arrange(WindowFixture window) {
        window.ui(() -> {
            window.app().history().setPinned(id(window, "Letter"), true);
            window.app().history().folders().move(id(window, "Refactor"), Optional.of("Work"));
            window.app().history().folders().move(id(window, "Minutes"), Optional.of("Work"));
            window.app()
                    .history()
                    .folders()
                    .move(id(window, "Thesis"), Optional.of("Thesis, with a name longer than the list"));
            window.app().history().folders().toggle("Thesis, with a name longer than the list");
        });
    }

    private static UUID id(WindowFixture window, String title) {
        return window.app().history().entries().stream()
                .filter(entry -> entry.titleProperty().get().startsWith(title))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static void search(WindowFixture window, String query) {
        window.ui(() -> window.app().history().queryProperty().set(query));
    }

    private static void both(WindowFixture window, String name) throws IOException {
        window.shoot(name + "-light", ColorScheme.LIGHT, 1440, 900);
        window.shoot(name + "-dark", ColorScheme.DARK, 1440, 900);
    }

    private static String text(String name) throws IOException {
        try (var in = HistoryScreenshotsTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
