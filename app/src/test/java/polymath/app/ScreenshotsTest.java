package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.ColorScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.Phase;
import polymath.app.engine.EngineState;
import polymath.app.storage.Feedback;
import polymath.engine.api.Command;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.FinishReason;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

/// Shows the window in its states, with the real views, view models and store, and writes what it looks like to
/// `target/screenshots`.
class ScreenshotsTest {

    @Test
    void firstWindow(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.shoot("no-model-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("no-model-dark", ColorScheme.DARK, 1440, 900);
            window.shoot("no-model-900x600", ColorScheme.LIGHT, 900, 600);
            window.ui(() -> window.app().accept(java.util.List.of(Path.of("/models/holiday.gguf"))));
            window.ui(() -> window.engine()
                    .loadFails(Failure.of(FailureCode.MODEL_NOT_GGUF, "/models/holiday.gguf", "a JPEG picture")));
            window.shoot("no-model-refused", ColorScheme.LIGHT, 1440, 900);
        }
    }

    @Test
    void emptyChat(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.shoot("empty-loading", ColorScheme.LIGHT, 1440, 900);
            window.ui(window.engine()::loaded);
            window.shoot("empty-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("empty-dark", ColorScheme.DARK, 1440, 900);
            window.shoot("empty-900x600", ColorScheme.DARK, 900, 600);
            Path report = Files.writeString(folder.resolve("annual-report.txt"), "Revenue rose 6 %. ".repeat(2_000));
            window.ui(() -> window.app().accept(java.util.List.of(report)));
            window.await(() -> window.app().chats().current().attachments().stream()
                    .allMatch(a -> a.tokens().isPresent()));
            window.shoot("attached", ColorScheme.LIGHT, 1440, 900);
        }
    }

    @Test
    void demo(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.loadDemo();
            window.shoot("demo-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("demo-dark-900x600", ColorScheme.DARK, 900, 600);
            window.press("Get the real model");
            window.shoot("real-model-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("real-model-dark", ColorScheme.DARK, 900, 600);
        }
        try (WindowFixture window = new WindowFixture(folder, Locale.GERMAN)) {
            window.loadDemo();
            window.shoot("demo-german", ColorScheme.LIGHT, 900, 600);
        }
    }

    @Test
    void conversation(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation(text("csv.md"));
            window.shoot("conversation-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("conversation-dark", ColorScheme.DARK, 1440, 900);
            window.shoot("conversation-light-900x600", ColorScheme.LIGHT, 900, 600);
            window.shoot("conversation-dark-900x600", ColorScheme.DARK, 900, 600);
            window.ui(window.window()::openPrompt);
            window.shoot("prompt-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("prompt-dark", ColorScheme.DARK, 1440, 900);
            window.shoot("prompt-900x600", ColorScheme.LIGHT, 900, 600);
            window.ui(() -> assertThat(window.window().escape()).isTrue());
            window.ui(() -> window.app().history().queryProperty().set("parse"));
            window.await(() -> !window.app().history().hits().isEmpty());
            window.shoot("search", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> window.app().history().queryProperty().set("xylophone"));
            window.await(() -> window.app().history().hits().isEmpty());
            window.shoot("search-nothing", ColorScheme.DARK, 1440, 900);
        }
    }

    @Test
    void longAnswer(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation(text("long.md"));
            window.shoot("long-answer-end", ColorScheme.LIGHT, 1440, 900);
            window.scrollTo(0);
            window.shoot("long-answer-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("long-answer-dark", ColorScheme.DARK, 1440, 900);
        }
    }

    @Test
    void working(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation(text("csv.md"));
            window.send("And how would a parser deal with a line break inside quotes? Show me the smallest example.");
            window.shoot("starting", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> window.engine().reads(300, 1_412));
            window.shoot("reading", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> window.engine().reads(1_412, 1_412));
            window.ui(() -> window.engine().writes("A parser keeps one bit of memory: *am I inside quotes?* ", 12));
            window.ui(() -> window.engine().writes("While it is, a line break is an ordinary character", 24));
            window.shoot("streaming-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("streaming-dark", ColorScheme.DARK, 1440, 900);
            window.ui(() -> window.app().chats().current().stop());
            window.ui(() -> window.engine().finishes(FinishReason.CANCELLED));
            window.shoot("stopped", ColorScheme.LIGHT, 1440, 900);
        }
    }

    @Test
    void trouble(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation("Yes.");
            window.send("Are you sure?");
            window.ui(() -> window.engine().fails(Failure.of(FailureCode.PROMPT_TOO_LONG, 41_230, 32_768)));
            window.shoot("failed", ColorScheme.LIGHT, 1440, 900);
            window.send("And now?");
            window.ui(() -> window.engine().reads(20, 20));
            window.ui(() -> window.engine().writes("Now it is clearer: the answer depends on", 9));
            window.ui(() -> {
                window.engine().fails(Failure.of(FailureCode.ENGINE_DIED, 137));
                window.app().model().engineChanged(EngineState.DIED, Optional.of(137));
            });
            window.shoot("engine-died-light", ColorScheme.LIGHT, 1440, 900);
            window.shoot("engine-died-dark", ColorScheme.DARK, 1440, 900);
        }
    }

    @Test
    void versions(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation(text("csv.md"));
            ChatViewModel chat = window.app().chats().current();
            window.send("And if a field holds a line break?");
            window.answer("Then a line is not a record any more: read on until the quotes are closed.");
            window.ui(chat::again);
            window.answer("Count the quotes: while their number is odd, the record goes on with the next line.");
            window.ui(() -> chat.rate(chat.messages().getLast(), new Feedback(Feedback.Thumb.UP, "")));
            window.shootBoth("versions");
            window.ui(() -> window.window().openAbout(chat.messages().getLast()));
            window.shootBoth("about");
            window.shoot("about-900x600", ColorScheme.LIGHT, 900, 600);
            window.ui(() -> assertThat(window.window().escape()).isTrue());
            window.ui(window.window()::editLast);
            window.shootBoth("edit");
            window.ui(() -> {
                chat.edit().textProperty().set("And if a field holds a line break or a quote?");
                chat.sendEdit();
            });
            window.await(() -> chat.phaseProperty().get() == Phase.READING);
            window.answer("Then it stands in quotes, and a quote within it is doubled.");
            window.shoot("edited-light", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> chat.delete(chat.messages().getLast()));
            window.await(
                    () -> chat.messages().size() == 3 && !chat.loadingProperty().get());
            window.shootBoth("deleted-message");
        }
    }

    @Test
    void answersThatEndedEarly(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.openConversation("Yes.");
            ChatViewModel chat = window.app().chats().current();
            window.send("Tell me all about parsers.");
            window.ui(() -> window.engine().writes("A parser reads text and finds its structure. The first", 12));
            window.ui(() -> window.engine().finishes(FinishReason.MAX_TOKENS));
            window.shootBoth("longest-answer");
            window.ui(() -> chat.goOn(chat.messages().getLast()));
            window.ui(() -> window.engine().reads(60, 140));
            window.shoot("going-on", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> window.engine().writes(" one was written in 1957", 7));
            window.ui(() -> window.engine().finishes(FinishReason.CONTEXT_FULL));
            window.shootBoth("context-full");
            window.ui(window.window()::goOnInNew);
            window.await(() -> window.engine().last(Command.Summarize.class).isPresent());
            window.ui(() -> window.engine().plans(List.of(new SummaryStep(0, Kind.WHOLE, "line 1", "line 40", 900))));
            window.ui(() -> window.engine().summarizes(0, "- Parsers were asked about. [line 1]"));
            window.ui(window.engine()::finishesSummary);
            window.shoot("gone-on-in-new", ColorScheme.LIGHT, 1440, 900);
        }
    }

    @Test
    void german(@TempDir Path folder) throws IOException {
        try (WindowFixture window = new WindowFixture(folder, Locale.GERMAN)) {
            window.shoot("german-no-model", ColorScheme.LIGHT, 900, 600);
            window.fillHistory();
            window.load();
            window.ui(window.engine()::loaded);
            window.shoot("german-empty", ColorScheme.LIGHT, 1440, 900);
            window.openConversation(text("csv.md"));
            ChatViewModel chat = window.app().chats().current();
            window.ui(() -> window.window().openAbout(chat.messages().getLast()));
            window.shoot("german-about", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> assertThat(window.window().escape()).isTrue());
            window.ui(window.window()::editLast);
            window.shoot("german-edit", ColorScheme.DARK, 900, 600);
            window.ui(chat.edit()::end);
            window.ui(window.window()::openPrompt);
            window.shoot("german-prompt", ColorScheme.DARK, 900, 600);
            window.ui(window.window()::openPrompt);
            window.ui(() ->
                    window.app().delete(window.app().history().entries().get(2).id()));
            window.shoot("german-deleted", ColorScheme.LIGHT, 1440, 900);
        }
    }

    private static String text(String name) throws IOException {
        try (var in = ScreenshotsTest.class.getResourceAsStream(name)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
