package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javafx.application.Platform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.MessageModel;
import polymath.app.chat.Phase;
import polymath.app.documents.ReaderLaunch;
import polymath.app.documents.ReaderProcess;
import polymath.app.engine.EngineLaunch;
import polymath.app.engine.EngineProcess;
import polymath.app.models.ModelState;
import polymath.app.storage.AnswerDetails;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.Coverage;
import polymath.app.storage.MessageState;
import polymath.app.storage.PresetStore;
import polymath.app.storage.SettingsStore;
import polymath.app.summary.SummaryViewModel;
import polymath.app.ui.BatchingExecutor;
import polymath.app.ui.Strings;
import polymath.engine.api.EventBus;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.Usage;

/// The first start as a user has it, with nothing in the place of anything: the window's view models, the engine and
/// the
/// document reader in their processes, and the demo model that is shipped.
@Timeout(180)
class DemoModelTest {
    static final Path DEMO = Path.of("..", "assets", "demo-model", "polymath-demo.gguf");

    @TempDir
    Path folder;

    @Test
    void aFirstChatIsAnsweredAndItsFollowUpReusesWhatWasRead() {
        try (Program program = new Program(folder)) {
            program.start();
            MessageModel first = program.ask("What can you do?");
            assertThat(first.text()).contains("sums").contains("summaries");
            MessageModel second = program.ask("What is 347 + 285?");
            assertThat(second.text()).endsWith("632.");
            Usage usage = second.details().orElseThrow().usage();
            assertThat(usage.cachedTokens())
                    .as("tokens of the first question and answer that are not read again")
                    .isGreaterThanOrEqualTo(
                            first.details().orElseThrow().usage().promptTokens());
            assertThat(usage.promptTokens() - usage.cachedTokens())
                    .as("tokens read for the second question")
                    .isLessThan(40);
        }
    }

    @Test
    void aDroppedDocumentIsSummarizedWithThePagesOfItsFacts() throws IOException {
        Path file = SampleDocuments.larkfield(folder);
        try (Program program = new Program(folder)) {
            program.start();
            program.attach(file);
            assertThat(program.ask("").text().lines()).containsExactlyElementsOf(SampleDocuments.LARKFIELD_BULLETS);
            assertThat(program.ask("What does the document say about the northern crane?")
                            .text())
                    .isEqualTo("Margaret Dawes repaired the northern crane on 12 June. [p. 2]");
        }
    }

    /// Sixty pages, each with one fact among sentences that say nothing.
    @Test
    void aLongDocumentIsSummarizedBySectionWithThePagesOfItsFacts() throws IOException {
        List<String> facts = SampleDocuments.facts(60);
        try (Program program = new Program(folder)) {
            program.start();
            program.attach(SampleDocuments.longReport(folder, facts));
            MessageModel summary = program.summarize(SummaryDepth.SECTIONS);
            List<String> bullets = summary.text().lines().toList();
            long found = IntStream.range(0, facts.size())
                    .filter(i -> bullets.contains("- " + facts.get(i) + " [p. " + (i + 1) + "]"))
                    .count();
            assertThat(found)
                    .as("facts word for word with their pages:\n%s", summary.text())
                    .isGreaterThanOrEqualTo(54);
            Coverage.Part read = summary.summary()
                    .flatMap(SummaryViewModel::details)
                    .flatMap(AnswerDetails::coverage)
                    .orElseThrow()
                    .parts()
                    .getFirst();
            assertThat(read.isComplete()).isTrue();
            assertThat(read.total()).isEqualTo(60);
        }
    }

    /// Polymath without its window.
    private static final class Program implements AutoCloseable {
        private final EventBus bus = new EventBus();
        private final ConversationStore store;
        private final SettingsStore settings;
        private final PresetStore presets;
        private final EngineProcess engine;
        private final DocumentFiles documents =
                new DocumentFiles(new ReaderProcess(ReaderLaunch.ofThisProgram()), () -> Strings.of(Locale.ENGLISH));
        private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
        private final AppModel app;

        Program(Path folder) {
            assertThat(DEMO).as("the model that is shipped").isRegularFile();
            store = ConversationStore.open(folder.resolve("history.sqlite"));
            settings = SettingsStore.open(folder.resolve("settings.json"));
            presets = PresetStore.open(folder.resolve("presets.json"));
            engine =
                    new EngineProcess(bus, EngineLaunch.ofThisProgram(folder.resolve("logs"), folder.resolve("cache")));
            app = Fx.fx(() -> new AppModel(new AppModel.Services(
                    bus,
                    store,
                    settings,
                    presets,
                    new BatchingExecutor(Platform::runLater),
                    background,
                    Clock.system(ZoneId.systemDefault()),
                    documents,
                    engine::reload,
                    Optional.of(DEMO.toAbsolutePath().normalize()),
                    new ScriptedDownload(),
                    new AppModel.Place(Locale.ENGLISH, folder))));
        }

        void start() {
            Fx.run(() -> app.start(Optional.empty(), List.of()));
            await(() -> app.model().stateProperty().get() instanceof ModelState.Ready);
        }

        void attach(Path file) {
            Fx.run(() -> app.accept(List.of(file)));
            await(() -> chat().attachments().stream().anyMatch(a -> a.tokens().isPresent()));
        }

        MessageModel ask(String text) {
            Fx.run(() -> {
                chat().draftProperty().set(text);
                chat().send();
            });
            await(() -> chat().phaseProperty().get() == Phase.IDLE
                    && !chat().messages().isEmpty()
                    && chat().messages().getLast().isAnswer());
            MessageModel answer = Fx.fx(() -> chat().messages().getLast());
            assertThat(answer.state()).isEqualTo(MessageState.COMPLETE);
            return answer;
        }

        MessageModel summarize(SummaryDepth depth) {
            Fx.run(() -> chat().summarize(depth, name -> "Summarize " + name));
            await(() -> !chat().messages().isEmpty()
                    && chat().messages().getLast().state() == MessageState.COMPLETE
                    && chat().messages().getLast().isAnswer());
            return Fx.fx(() -> chat().messages().getLast());
        }

        private ChatViewModel chat() {
            return app.chats().current();
        }

        private static void await(Callable<Boolean> condition) {
            Instant end = Instant.now().plus(Duration.ofSeconds(60));
            while (!Fx.fx(condition)) {
                assertThat(Instant.now()).as("waited a minute").isBefore(end);
            }
        }

        @Override
        public void close() {
            Fx.run(app::close);
            documents.close();
            engine.close();
            store.close();
            settings.close();
            presets.close();
            background.close();
        }
    }
}
