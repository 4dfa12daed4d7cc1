package polymath.app;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import polymath.app.chat.ChatChoices;
import polymath.app.chat.ChatListener;
import polymath.app.chat.ChatServices;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.DocumentSource;
import polymath.app.chat.OpenChats;
import polymath.app.chat.Readiness;
import polymath.app.download.Download;
import polymath.app.engine.EngineState;
import polymath.app.engine.ModelCheck;
import polymath.app.engine.ReadingTime;
import polymath.app.history.HistoryEntry;
import polymath.app.history.HistoryViewModel;
import polymath.app.models.DownloadViewModel;
import polymath.app.models.ModelCatalog;
import polymath.app.models.ModelFilesViewModel;
import polymath.app.models.ModelState;
import polymath.app.models.ModelViewModel;
import polymath.app.prompt.PresetsViewModel;
import polymath.app.prompt.PromptViewModel;
import polymath.app.settings.CacheViewModel;
import polymath.app.settings.CheckViewModel;
import polymath.app.settings.ContextCost;
import polymath.app.settings.SettingsViewModel;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.Preset;
import polymath.app.storage.PresetLibrary;
import polymath.app.storage.PresetStore;
import polymath.app.storage.PromptVariables;
import polymath.app.storage.Settings;
import polymath.app.storage.SettingsStore;
import polymath.app.storage.StoreStatus;
import polymath.app.storage.Summaries;
import polymath.app.summary.SummaryQueue;
import polymath.app.summary.SummaryViewModel;
import polymath.app.transfer.TransferViewModel;
import polymath.app.ui.Later;
import polymath.app.ui.Strings;
import polymath.engine.api.EventBus;

/// The view models of the window and what one of them does to another. Belongs to the UI executor.
final class AppModel implements AutoCloseable {

    /// What the window stands on.
    ///
    /// @param ui runs what touches properties, in order
    /// @param background runs what blocks
    /// @param restartEngine starts the engine anew with the model it had, if it had one
    /// @param demo the model that comes with Polymath, if it is there
    /// @param downloads fetches files
    record Services(
            EventBus bus,
            ConversationStore store,
            SettingsStore settings,
            PresetStore presets,
            Executor ui,
            Executor background,
            Clock clock,
            DocumentSource documents,
            Supplier<Optional<UUID>> restartEngine,
            Optional<Path> demo,
            Download.Source downloads,
            Place place) {}

    /// Where the program runs.
    ///
    /// @param language the operating system's
    /// @param data folder with history and models
    record Place(Locale language, Path data) {
        /// Where models are fetched to, unless the user chose another folder.
        Path models() {
            return data.resolve("models");
        }
    }

    /// Work that ended by itself: what a user who looks elsewhere may want to know.
    ///
    /// @param title of the chat
    record Ending(String title, boolean failed) {}

    private final Services services;
    private final ModelViewModel model;
    private final DownloadViewModel download;
    private final ModelFilesViewModel modelFiles;
    private final HistoryViewModel history;
    private final OpenChats chats;
    private final PromptViewModel prompt;
    private final TransferViewModel transfer;
    private final SettingsViewModel choices;
    private final CacheViewModel cache;
    private final KeptChats kept;
    private final CheckViewModel check;
    private final MeasuredPace pace;
    private final SummaryQueue summaries;
    private final Set<SummaryViewModel> ended = new HashSet<>(); // of those in the queue
    private Optional<String> nextPrompt = Optional.empty();
    private Consumer<Ending> whenEnded = ending -> {};
    private Runnable whenAttached = () -> {};
    /// Held here: a mapped value that nobody holds is collected, and with it what it tells its listeners.
    private final ObservableValue<Readiness> readiness;

    private final ObservableValue<String> modelName;
    private final ObservableValue<Boolean> canSummarize;
    private final ObservableValue<Boolean> awake;

    private final ReadOnlyObjectWrapper<Optional<StoreStatus>> storeTrouble =
            new ReadOnlyObjectWrapper<>(this, "storeTrouble", Optional.empty());

    AppModel(Services services) {
        this.services = services;
        model = new ModelViewModel(
                services.bus(), services.ui(), services.settings(), services.restartEngine(), services.demo());
        choices = new SettingsViewModel(
                services.settings(),
                new SettingsViewModel.Surroundings(
                        services.place().language(),
                        services.place().data(),
                        Runtime.getRuntime().availableProcessors(),
                        model.stateProperty().map(this::costOf),
                        model::loadAgain));
        modelFiles = new ModelFilesViewModel(new ModelFilesViewModel.Services(
                () -> services.settings().settings().models(),
                change -> choices.change(s -> s.withModels(change.apply(s.models()))),
                model,
                services.demo(),
                services.place().models(),
                services.ui(),
                services.background()));
        download = new DownloadViewModel(new DownloadViewModel.Services(
                ModelCatalog.ours(),
                () -> modelFiles.folderProperty().get(),
                services.downloads(),
                services.ui(),
                services.background(),
                model::load));
        history = new HistoryViewModel(services.store(), services.ui(), services.clock());
        transfer = new TransferViewModel(
                services.store(), services.ui(), services.background(), () -> history.refresh(() -> {}));
        cache = new CacheViewModel(services.bus(), services.ui(), choices);
        kept = new KeptChats(history, cache);
        check = new CheckViewModel(model.file(), ModelCheck::of, services.ui(), services.background());
        prompt = new PromptViewModel(
                services.bus(),
                services.ui(),
                new PresetsViewModel(services.presets(), services.ui(), services.background(), services.clock()),
                this::variables);
        readiness = model.stateProperty().map(AppModel::readinessOf);
        modelName = model.stateProperty().map(AppModel::nameOf);
        canSummarize = readiness.map(now -> now == Readiness.READY || now == Readiness.DIED);
        pace = new MeasuredPace(
                services.bus(),
                services.store(),
                services.ui(),
                model.stateProperty(),
                choices.cost(),
                () -> model.loadedWith().kvType());
        summaries = new SummaryQueue(new SummaryQueue.Services(
                services.bus(),
                services.ui(),
                canSummarize,
                pace.property(),
                modelName,
                () -> chatChoices().sampling(),
                ChatChoices::varied,
                this::summaryChanged));
        awake = Bindings.createBooleanBinding(
                () -> summaries.workingProperty().get()
                        && choices.settingsProperty().get().summaries().keepAwake(),
                summaries.workingProperty(),
                choices.settingsProperty());
        chats = new OpenChats(
                new ChatServices(
                        services.bus(),
                        services.store(),
                        services.ui(),
                        services.background(),
                        System::nanoTime,
                        services.documents(),
                        readiness,
                        modelName,
                        new HistoryUpdates(),
                        Bindings.createObjectBinding(
                                this::chatChoices, choices.settingsProperty(), choices.locale(), model.stateProperty()),
                        pace.property(),
                        summaries,
                        kept),
                this::newPrompt);
        chats.currentProperty().addListener((property, old, now) -> shown(now));
    }

    ModelViewModel model() {
        return model;
    }

    DownloadViewModel download() {
        return download;
    }

    ModelFilesViewModel modelFiles() {
        return modelFiles;
    }

    HistoryViewModel history() {
        return history;
    }

    OpenChats chats() {
        return chats;
    }

    PromptViewModel prompt() {
        return prompt;
    }

    TransferViewModel transfer() {
        return transfer;
    }

    /// The summaries that are not finished.
    SummaryQueue summaries() {
        return summaries;
    }

    /// Has an answer's or a summary's end told.
    void whenEnded(Consumer<Ending> told) {
        whenEnded = told;
    }

    /// Has it told that documents come into the chat, wherever they were dropped.
    void whenAttached(Runnable told) {
        whenAttached = told;
    }

    private void ended(UUID conversation, boolean failed) {
        String title = history.entry(conversation)
                .map(entry -> entry.titleProperty().get())
                .orElse("");
        whenEnded.accept(new Ending(title, failed));
    }

    /// Whether the computer is to be kept from falling asleep.
    ObservableValue<Boolean> awake() {
        return awake;
    }

    /// Writes a conversation to a file.
    void export(HistoryEntry entry, Path file, Strings strings) {
        transfer.export(entry.conversation(), chats.storeOf(entry.id()), file, strings);
    }

    /// What the user chose.
    SettingsViewModel choices() {
        return choices;
    }

    KeptChats kept() {
        return kept;
    }

    CheckViewModel check() {
        return check;
    }

    /// What the engine keeps of what it read.
    CacheViewModel cache() {
        return cache;
    }

    /// @param exitStatus of the engine's process if it died
    void engineChanged(EngineState now, Optional<Integer> exitStatus) {
        model.engineChanged(now, exitStatus);
        if (now == EngineState.RUNNING) cache.tellEngine();
    }

    SettingsStore settings() {
        return services.settings();
    }

    /// What is wrong with the history file, if something is.
    ReadOnlyObjectProperty<Optional<StoreStatus>> storeTroubleProperty() {
        return storeTrouble.getReadOnlyProperty();
    }

    /// Reads the history, goes back to the conversation of last time and loads the model.
    ///
    /// @param modelFile the model to load; without one, that of last time or the demo
    /// @param documents for a new chat, which is then the one on screen
    void start(Optional<Path> modelFile, List<Path> documents) {
        Optional<UUID> last = services.settings().settings().lastConversation().filter(id -> documents.isEmpty());
        history.refresh(() -> last.flatMap(history::entry).ifPresent(this::open));
        Later.on(
                services.ui(),
                services.store().status(),
                status -> storeTrouble.set(
                        status.state() == StoreStatus.State.READY ? Optional.empty() : Optional.of(status)),
                error -> {});
        summaries.restore(services.store().summaries());
        download.restore();
        modelFile.ifPresentOrElse(model::load, model::loadLast);
        accept(documents);
    }

    /// Takes what another start of the program was to open: documents go into a chat in which nothing was said yet.
    void openElsewhere(List<Path> files) {
        boolean documents = files.stream().anyMatch(f -> !isModel(f));
        if (documents && !chats.current().messages().isEmpty()) newChat();
        accept(files);
    }

    void open(HistoryEntry entry) {
        chats.open(entry.conversation());
    }

    void newChat() {
        chats.startNew();
    }

    void newTemporaryChat() {
        chats.startTemporary();
    }

    /// Goes a number of lines down in the list, or up.
    void openNeighbour(int step) {
        history.neighbour(step).ifPresent(this::open);
    }

    /// Gives a conversation another title, wherever it is open.
    void rename(UUID conversation, String title) {
        chats.opened(conversation)
                .ifPresentOrElse(chat -> chat.rename(title), () -> history.rename(conversation, title));
    }

    void delete(UUID conversation) {
        chats.forget(conversation);
        // also where its chat was not opened; undone, they can be resumed
        summaries.items().stream()
                .filter(summary -> summary.conversation().equals(conversation))
                .toList()
                .forEach(summaries::remove);
        history.delete(conversation);
        cache.forget(conversation);
    }

    /// Takes files and folders from a dialog or from a drop: a model is loaded, anything else is attached.
    void accept(List<Path> files) {
        files.stream().filter(AppModel::isModel).forEach(model::load);
        List<Path> documents = files.stream().filter(f -> !isModel(f)).toList();
        if (documents.isEmpty()) return;
        whenAttached.run();
        ChatViewModel chat = chats.current();
        if (DroppedFiles.plain(documents)) {
            documents.forEach(chat::attach);
        } else {
            services.background().execute(() -> {
                DroppedFiles dropped = DroppedFiles.in(documents);
                services.ui().execute(() -> chat.attach(dropped.files(), dropped.found()));
            });
        }
    }

    /// Begins to edit the system prompt of the chat on screen.
    void editPrompt() {
        ChatViewModel chat = chats.current();
        int tokens =
                chat.messages().isEmpty() ? 0 : chat.contextProperty().get().usedTokens();
        ReadingTime reading = chat.messages().reversed().stream()
                .flatMap(m -> m.details().stream())
                .filter(d -> d.usage().prefillTokensPerSecond() > 0)
                .findFirst()
                .map(d -> ReadingTime.from(d.usage()))
                .orElse(new ReadingTime(0));
        prompt.begin(new PromptViewModel.Chat(
                chat.id(),
                chat.systemPromptProperty().get(),
                tokens,
                reading,
                chat::setSystemPrompt,
                text -> nextPrompt = Optional.of(text)));
    }

    /// The preset that a chat's system prompt is or was made from; empty for none.
    Optional<Preset> presetOf(ChatViewModel chat) {
        PresetLibrary library = prompt.presets().library();
        String text = chat.systemPromptProperty().get();
        if (text.isBlank()) return Optional.empty();
        return library.saying(text).or(() -> chat.id().flatMap(library::modifiedIn));
    }

    @Override
    public void close() {
        chats.close();
        summaries.close();
        pace.close();
        prompt.close();
        check.close();
        cache.close();
        download.close();
        model.close();
    }

    static boolean isModel(Path file) {
        return Main.isModel(file.toString());
    }

    /// What was kept for the next chat, the preset for new chats, or the plain text for them.
    private String newPrompt() {
        String text = nextPrompt
                .or(() -> prompt.presets().textForNewChats())
                .orElseGet(() -> services.settings().settings().systemPrompt());
        nextPrompt = Optional.empty();
        return text;
    }

    private ChatChoices chatChoices() {
        Settings now = choices.settingsProperty().get();
        Summaries summaries = now.summaries();
        if (model.stateProperty().get() instanceof ModelState.Ready ready)
            summaries = summaries.withWholeTokens(
                    Math.max(Summaries.FEWEST_TOKENS, ready.model().wholeTokens(summaries.wholeTokens())));
        return new ChatChoices(
                now.answers(), now.writing(), summaries, variables().language());
    }

    private PromptVariables variables() {
        return new PromptVariables(
                LocalDate.now(services.clock()),
                Strings.of(choices.locale().getValue()).locale());
    }

    private Optional<ContextCost> costOf(ModelState state) {
        return state instanceof ModelState.Ready ready
                ? Optional.of(ContextCost.of(ready.plan(), model.loadedWith().kvType(), ready.model()))
                : Optional.empty();
    }

    /// The list shows what a summary does, whether its chat is open or not.
    private void summaryChanged(SummaryViewModel summary) {
        boolean failed = summary.state() == SummaryViewModel.State.FAILED;
        if (!failed && summary.state() != SummaryViewModel.State.DONE) ended.remove(summary);
        else if (ended.add(summary)) ended(summary.conversation(), failed);
        history.marked(
                summary.conversation(),
                switch (summary.state()) {
                    case WAITING, RUNNING -> HistoryEntry.Mark.WORKING;
                    case PAUSED -> HistoryEntry.Mark.NONE;
                    case FAILED -> HistoryEntry.Mark.FAILED;
                    case DONE -> HistoryEntry.Mark.UNREAD;
                });
    }

    private void shown(ChatViewModel chat) {
        history.select(chat.id());
        if (!chat.temporary()) services.settings().change(s -> s.withLastConversation(chat.id()));
    }

    private static Readiness readinessOf(ModelState state) {
        return switch (state) {
            case ModelState.None none -> Readiness.NONE;
            case ModelState.Loading loading -> Readiness.LOADING;
            case ModelState.Ready ready -> Readiness.READY;
            case ModelState.Died died -> Readiness.DIED;
        };
    }

    private static String nameOf(ModelState state) {
        return state instanceof ModelState.Ready ready ? ready.model().name() : "";
    }

    /// Keeps the list in step with what chats do.
    private final class HistoryUpdates implements ChatListener {
        @Override
        public void started(Conversation conversation) {
            history.started(conversation);
            prompt.started(conversation.id());
            shown(chats.current());
        }

        @Override
        public void startedTemporary(Conversation conversation) {
            history.startedTemporary(conversation);
            shown(chats.current());
        }

        @Override
        public void touched(UUID id) {
            history.touched(id);
        }

        @Override
        public void titled(UUID id, String title) {
            history.titled(id, title);
        }

        @Override
        public void activity(UUID id, Activity activity) {
            if (activity == Activity.FINISHED || activity == Activity.FAILED) ended(id, activity == Activity.FAILED);
            history.marked(
                    id,
                    switch (activity) {
                        case NONE -> HistoryEntry.Mark.NONE;
                        case WORKING -> HistoryEntry.Mark.WORKING;
                        case FINISHED -> HistoryEntry.Mark.UNREAD;
                        case FAILED -> HistoryEntry.Mark.FAILED;
                    });
        }
    }
}
