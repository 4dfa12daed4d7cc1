package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.application.ColorScheme;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.DocumentSource;
import polymath.app.chat.Phase;
import polymath.app.storage.Attachment;
import polymath.app.storage.PageMark;
import polymath.app.summary.DepthChoice;
import polymath.engine.api.Command;
import polymath.engine.api.Failure;
import polymath.engine.api.FailureCode;
import polymath.engine.api.Prompt;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// Shows documents before they are read and summaries in their states, and writes what they look like to
/// `target/screenshots`.
class SummaryPicturesTest {
    private static final int PAGES = 212;

    private static final String FIRST = """
            - Revenue rose by 6 % to 4.2 billion, most of it from the new ferries. [p. 3]
            - Harbour dues were raised twice, in March and in October. [p. 7, 9]
            - The board calls the year “a year of repairs”. [p. 11]""";
    private static final String SECOND = """
            - Forty ships were overhauled, two more than planned. [p. 26]
            - The yard in Rostock was closed; 310 of its 344 people were taken over. [p. 31]""";

    @Test
    void aDocumentThatFitsSaysWhatItTakes(@TempDir Path folder) throws IOException {
        try (WindowFixture window = unmeasured(folder, Locale.ENGLISH, 18_000)) {
            attach(window);
            assertThat(captions(window))
                    .anySatisfy(line -> assertThat(line).startsWith("212 pages · 16,642 tokens · 51 % of the context"))
                    .contains("2.2 GB of memory · reading time known after the first answer", "Will be read whole.");
            window.shoot("document-unmeasured", ColorScheme.LIGHT, 1440, 900);
            // an answer is measured
            window.send("How many ships?");
            window.answer("Forty.");
            window.ui(() -> window.app().newChat());
            attach(window);
            assertThat(captions(window)).anySatisfy(line -> assertThat(line).endsWith("about 30\u00a0s to read"));
            window.shootBoth("document-whole");
        }
    }

    @Test
    void aDocumentTooLongIsOfferedInSectionsAndSummarized(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.ENGLISH, 98_000)) {
            window.openConversation("Yes.");
            window.ui(() -> window.app().newChat());
            attach(window);
            assertThat(Fx.fx(() ->
                            window.app().chats().current().canSendBinding().get()))
                    .isFalse();
            window.shootBoth("document-sections");
            window.press("Ask about passages");
            window.await(() -> window.app().chats().current().canSendBinding().get()
                    || window.app().chats().current().attachments().stream()
                            .allMatch(a -> a.outlook().isPresent()));
            window.shoot("document-passages", ColorScheme.LIGHT, 1440, 900);
            window.press("Choose differently");
            window.await(() -> window.app().chats().current().attachments().stream()
                    .allMatch(a -> a.outlook().isPresent()));
            window.press("Choose pages…");
            window.shootBoth("document-choose-pages");
            window.ui(() -> ((TextField) window.root().lookup(".page-range .text-field")).setText("12–40"));
            window.press("Read these");
            window.await(() -> window.app().chats().current().attachments().stream()
                    .allMatch(a -> a.outlook().isPresent()));
            window.shoot("document-pages", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> window.app().newChat());
            window.ui(() -> {
                ChatViewModel old = window.app().chats().current();
                List.copyOf(old.attachments()).forEach(a -> old.detach(a.id()));
            });
            attach(window);
            ChatViewModel chat = Fx.fx(() -> window.app().chats().current());
            window.press("By section");
            window.await(() -> window.engine().last(Command.Summarize.class).isPresent());
            window.ui(() -> window.engine().plans(plan()));
            window.shootBoth("summary-plan");
            window.ui(() -> window.engine().readsStep(3_000, 10_900, 8.5));
            window.ui(() -> window.engine().summarizes(0, FIRST));
            window.ui(() -> window.engine().summarizes(1, SECOND));
            window.ui(() -> window.engine().readsStep(4_900, 10_900, 13.9));
            assertThat(captions(window))
                    .anySatisfy(line -> assertThat(line).startsWith("2 of 9 sections done · about"));
            window.shootBoth("summary-section-3");
            window.shoot("summary-section-3-900x600", ColorScheme.LIGHT, 900, 600);
            window.ui(() -> window.engine().writesStep("- The fleet's age fell to eleven years. [p. 50]\n"));
            window.shoot("summary-writing", ColorScheme.LIGHT, 1440, 900);
            window.ui(window.window()::toggleQueue);
            window.shoot("summary-queue-one", ColorScheme.LIGHT, 1440, 900);
            window.ui(window.window()::toggleQueue);
            window.ui(chat::stop);
            window.ui(() -> window.engine().failsSummary(Failure.of(FailureCode.CANCELLED)));
            window.await(() -> chat.phaseProperty().get() == Phase.IDLE);
            window.ui(() -> {});
            window.shootBoth("summary-paused");
            window.press("Resume");
            window.await(() -> window.engine().summarize().finished().size() == 2);
            for (int i = 2; i < 9; i++) {
                int step = i;
                window.ui(() -> window.engine().summarizes(step, SECOND));
            }
            window.ui(() -> window.engine().finishesSummary());
            window.await(() -> chat.phaseProperty().get() == Phase.IDLE);
            window.ui(() -> {});
            window.scrollTo(1);
            window.shootBoth("summary-done");
            // the context does not hold the document: what follows is asked about the summary
            window.send("How many ships?");
            Prompt.Chat prompt = (Prompt.Chat) window.engine().generate().prompt();
            assertThat(prompt.messages()).allMatch(m -> m.documents().isEmpty());
            assertThat(prompt.messages().get(prompt.messages().size() - 2).content())
                    .contains("Forty ships were overhauled");
        }
    }

    @Test
    void severalDocumentsWaitTheirTurn(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.ENGLISH, 18_000)) {
            window.ui(() -> window.app()
                    .accept(List.of(Path.of("annual-report.pdf"), Path.of("minutes.pdf"), Path.of("contract.pdf"))));
            window.await(() -> window.app().chats().current().attachments().stream()
                    .allMatch(a -> a.outlook().isPresent()));
            window.shoot("documents-several", ColorScheme.LIGHT, 1440, 900);
            window.press("A few lines");
            window.await(() -> window.engine().last(Command.Summarize.class).isPresent());
            window.ui(() -> window.engine()
                    .plans(List.of(new SummaryStep(0, SummaryStep.Kind.WHOLE, "p. 1", "p. 212", 18_000))));
            window.ui(() -> window.engine().readsStep(9_000, 18_100, 9));
            window.ui(window.window()::toggleQueue);
            window.shootBoth("summary-queue");
            assertThat(Fx.fx(() -> window.app().summaries().items())).hasSize(3);
            assertThat(Fx.fx(() -> window.app().awake().getValue())).isTrue();
            window.ui(() -> window.app().choices().changeSummaries(s -> s.withKeepAwake(false)));
            assertThat(Fx.fx(() -> window.app().awake().getValue())).isFalse();
        }
    }

    @Test
    void german(@TempDir Path folder) throws IOException {
        try (WindowFixture window = window(folder, Locale.GERMAN, 98_000)) {
            attach(window);
            window.shoot("german-document-sections", ColorScheme.LIGHT, 900, 600);
            ChatViewModel chat = Fx.fx(() -> window.app().chats().current());
            window.ui(() -> chat.summarize(
                    SummaryDepth.PAGE, name -> DepthChoice.message(name, SummaryDepth.PAGE, window.strings())));
            window.await(() -> window.engine().last(Command.Summarize.class).isPresent());
            window.ui(() -> window.engine().plans(plan()));
            window.ui(() -> window.engine().summarizes(0, FIRST));
            window.ui(() -> window.engine().readsStep(4_900, 10_900, 13.9));
            window.shoot("german-summary", ColorScheme.DARK, 900, 600);
            window.ui(() -> window.engine().failsSummary(Failure.of(FailureCode.MODEL_BAD_NUMBERS, "blk.3")));
            window.shoot("german-summary-failed", ColorScheme.LIGHT, 1440, 900);
            window.ui(() -> window.window().openSettings(polymath.app.settings.SettingsView.Section.DOCUMENTS));
            window.shoot("german-settings-documents", ColorScheme.LIGHT, 1440, 900);
        }
    }

    /// With a model that was never measured.
    private static WindowFixture unmeasured(Path folder, Locale locale, int tokens) {
        DocumentSource source = (file, watcher) -> document(String.valueOf(file.getFileName()), tokens);
        WindowFixture window = new WindowFixture(folder, locale, source);
        window.load();
        window.ui(window.engine()::loaded);
        return window;
    }

    /// With a model loaded, and a reader that finds so many tokens in every file.
    private static WindowFixture window(Path folder, Locale locale, int tokens) {
        DocumentSource source = (file, watcher) -> document(String.valueOf(file.getFileName()), tokens);
        WindowFixture window = new WindowFixture(folder, locale, source);
        window.fillHistory();
        window.load();
        window.ui(window.engine()::loaded);
        return window;
    }

    private static Attachment document(String name, int tokens) {
        String page = "Forty ships came into the harbour that year. ".repeat(Math.max(1, tokens * 4 / PAGES / 45));
        StringBuilder text = new StringBuilder();
        List<PageMark> marks = new ArrayList<>();
        for (int i = 1; i <= PAGES; i++) {
            marks.add(new PageMark(i, "p. " + i, Optional.empty(), text.length()));
            text.append(page).append('\n');
        }
        return new Attachment(name, text.toString(), marks, List.of());
    }

    private static void attach(WindowFixture window) {
        window.ui(() -> window.app().accept(List.of(Path.of("annual-report.pdf"))));
        window.await(() -> window.app().chats().current().attachments().stream()
                .anyMatch(a -> a.outlook().isPresent()));
        window.ui(() -> {});
    }

    private static List<SummaryStep> plan() {
        List<SummaryStep> steps = new ArrayList<>();
        for (int i = 0; i < 9; i++)
            steps.add(new SummaryStep(
                    i,
                    SummaryStep.Kind.SECTION,
                    "p. " + (i * 24 + 1),
                    "p. " + Math.min(PAGES, i * 24 + 24),
                    10_800 - 400 * (i % 3)));
        return steps;
    }

    private static List<String> captions(WindowFixture window) {
        return Fx.fx(() -> window.shell().root().lookupAll(".caption").stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList());
    }
}
