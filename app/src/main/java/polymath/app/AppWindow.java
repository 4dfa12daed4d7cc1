package polymath.app;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;
import polymath.app.chat.AnswerPanel;
import polymath.app.chat.ChatText;
import polymath.app.chat.ChatView;
import polymath.app.chat.ChatViewModel;
import polymath.app.chat.MessageModel;
import polymath.app.citation.Spot;
import polymath.app.history.HistoryEntry;
import polymath.app.history.HistoryView;
import polymath.app.models.DownloadStatus;
import polymath.app.models.FilesPage;
import polymath.app.models.ModelBanner;
import polymath.app.models.ModelState;
import polymath.app.models.ModelStatus;
import polymath.app.models.NoModelPage;
import polymath.app.prompt.PromptView;
import polymath.app.settings.SettingsView;
import polymath.app.storage.Attachment;
import polymath.app.storage.Preset;
import polymath.app.storage.SearchHit;
import polymath.app.storage.StoreStatus;
import polymath.app.storage.TextFinder;
import polymath.app.summary.QueueStatus;
import polymath.app.summary.QueueView;
import polymath.app.summary.SummaryViewModel;
import polymath.app.ui.BlockActions;
import polymath.app.ui.Card;
import polymath.app.ui.Clipping;
import polymath.app.ui.FilePicker;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.UndoToast;
import polymath.app.viewer.DocumentPanel;

/// Everything in the window: puts the views together and decides which of them is on screen. FX thread only.
final class AppWindow {
    private final AppModel app;
    private final Strings strings;
    private final FilePicker picker;
    private final BlockActions actions;
    private final ChatFiles files;
    private final HistoryView sidebar;
    private final PromptView promptPanel;
    private final QueueView queuePanel;
    private final NoModelPage welcome;
    private final SettingsView settings;
    private final Shortcuts shortcuts;
    private final WindowOverlays overlays;
    private final Subscription following;
    private final StackPane page = new StackPane();
    private final VBox main = new VBox();
    private final WindowFrame frame;
    private final StackPane root;
    private final StackPane dropTarget = new StackPane();
    private final ObservableValue<Boolean> demo;
    private Optional<ChatView> chatView = Optional.empty();
    private boolean askingForModel;

    /// @param open shows an address in the user's browser
    AppWindow(AppModel app, Strings strings, FilePicker picker, Consumer<URI> open) {
        this.app = app;
        this.strings = strings;
        this.picker = picker;
        actions = new BlockActions(strings, open, Clipping::copy);
        files = new ChatFiles(app, strings, picker);
        demo = app.model().stateProperty().map(app.model()::isDemo);
        sidebar = new HistoryView(
                app.history(),
                strings,
                new HistoryView.Actions(
                        this::newChat,
                        this::newTemporaryChat,
                        app::open,
                        app::rename,
                        app::delete,
                        app.kept()::keep,
                        this::openHit,
                        files::export,
                        files::importChats),
                new VBox(
                        new QueueStatus(app.summaries(), strings, this::toggleQueue),
                        new DownloadStatus(app.download(), strings, () -> askForModel(true)),
                        new ModelStatus(app.model(), strings, this::chooseFromStatus)));
        queuePanel = new QueueView(app.summaries(), strings, this::openSummary, this::closePanel);
        promptPanel = new PromptView(app.prompt(), strings, picker, this::closePanel);
        Consumer<Path> openFolder = folder -> open.accept(folder.toUri());
        settings = new SettingsView(
                new SettingsView.Parts(
                        app.choices(),
                        app.cache(),
                        app.check(),
                        FilesPage.of(
                                app.modelFiles(),
                                app.download(),
                                strings,
                                new FilesPage.Actions(this::chooseModel, openFolder, picker))),
                strings,
                this::focusComposer,
                openFolder);
        shortcuts = new Shortcuts(this, strings);
        overlays = new WindowOverlays(app, this, strings);
        welcome = new NoModelPage(
                app.model(),
                app.download(),
                strings,
                new NoModelPage.Actions(
                        this::chooseModel,
                        open,
                        () -> openSettings(SettingsView.Section.FILES),
                        () -> askForModel(false)));
        VBox.setVgrow(page, Priority.ALWAYS);
        main.getStyleClass().add("main");
        frame = new WindowFrame(sidebar, main);
        frame.setSidebarOpen(app.settings().settings().sidebarOpen());
        UndoToast toast = new UndoToast(
                app.history().deletedProperty().map(this::deletedWords),
                strings,
                app.history()::undoDelete,
                app.history()::forgetDeleted);
        TransferToast transferred = new TransferToast(app.transfer(), strings);
        for (Node low : List.of(toast, transferred)) {
            StackPane.setAlignment(low, Pos.BOTTOM_LEFT);
            StackPane.setMargin(low, new Insets(0, 0, 80, 24));
        }
        Label drop = new Label(strings.get("drop.hint"));
        dropTarget.getChildren().add(drop);
        dropTarget.getStyleClass().add("drop-target");
        dropTarget.setVisible(false);
        dropTarget.setMouseTransparent(true);
        root = new StackPane(frame, toast, transferred, overlays.layer(), dropTarget);
        root.getStyleClass().add("app-root");
        root.setOnDragOver(this::dragOver);
        root.setOnDragExited(event -> dropTarget.setVisible(false));
        root.setOnDragDropped(this::dropped);
        app.whenAttached(this::showConversation);
        following = Subscription.combine(
                app.history().queryProperty().subscribe(query -> {
                    if (query.isBlank()) chatView.ifPresent(ChatView::closeFind); // what a hit marked
                }),
                app.storeTroubleProperty().subscribe(this::showStoreTrouble),
                app.chats().currentProperty().subscribe(this::showChat),
                app.model().stateProperty().subscribe(this::modelChanged));
    }

    Region root() {
        return root;
    }

    Shortcuts shortcuts() {
        return shortcuts;
    }

    /// Lets go of the view models, which live on.
    void dispose() {
        following.unsubscribe();
        chatView.ifPresent(ChatView::dispose);
    }

    void newChat() {
        app.newChat();
        focusComposer();
    }

    void newTemporaryChat() {
        app.newTemporaryChat();
        focusComposer();
    }

    void nextChat() {
        app.openNeighbour(1);
    }

    void previousChat() {
        app.openNeighbour(-1);
    }

    void focusComposer() {
        if (inSettings()) closeSettings();
        if (onWelcome()) welcome.focusButton();
        else chatView.ifPresent(ChatView::focusComposer);
    }

    void focusSearch() {
        setSidebar(true);
        sidebar.focusSearch();
    }

    void findInChat() {
        chatView.ifPresent(ChatView::find);
    }

    /// Asks where to and writes the chat on screen.
    void exportChat() {
        app.chats().current().id().ifPresent(id -> files.export(Optional.of(id)));
    }

    void openFiles() {
        app.accept(picker.documents());
    }

    void toggleSidebar() {
        setSidebar(!frame.sidebarOpen());
    }

    void chooseModel() {
        picker.model().ifPresent(app.model()::load);
    }

    boolean inSettings() {
        return page.getChildren().contains(settings);
    }

    /// Shows the settings, or the chat again.
    void openSettings() {
        if (inSettings()) {
            focusComposer();
            return;
        }
        frame.setPanel(Optional.empty());
        page.getChildren().setAll(settings);
        settings.focusSections();
    }

    /// Back to where the language was changed, in another language.
    void openLookSettings() {
        openSettings(SettingsView.Section.LOOK);
    }

    void openSettings(SettingsView.Section section) {
        settings.open(section);
        if (!inSettings()) openSettings();
    }

    String nameOf(SettingsView.Section section) {
        return settings.name(section);
    }

    /// @param step larger by one, smaller by one, or as it was drawn
    void changeTextSize(int step) {
        app.choices().changeLook(look -> look.withTextPercent(SettingsView.textSize(look.textPercent(), step)));
    }

    /// As if the window had been closed by its frame.
    void quit() {
        Window window = root.getScene().getWindow();
        window.fireEvent(new WindowEvent(window, WindowEvent.WINDOW_CLOSE_REQUEST));
    }

    void closeOverlay() {
        overlays.close();
    }

    void openPalette() {
        overlays.openPalette();
    }

    void openShortcuts() {
        overlays.openShortcuts();
    }

    void openPresets() {
        if (!frame.shows(promptPanel)) openPrompt();
        promptPanel.showLibrary();
    }

    /// Puts a preset before the user as the chat's system prompt; it counts once it is applied.
    void takePreset(Preset preset) {
        if (!frame.shows(promptPanel)) openPrompt();
        app.prompt().choose(preset);
    }

    void openPrompt() {
        if (inSettings()) closeSettings();
        if (frame.shows(promptPanel)) {
            closePanel();
            return;
        }
        app.editPrompt();
        promptPanel.showEditor();
        frame.setPanel(Optional.of(promptPanel));
        promptPanel.focusText();
    }

    void copyLastAnswer() {
        app.chats().current().messages().reversed().stream()
                .filter(m -> m.isAnswer() && !m.text().isEmpty())
                .findFirst()
                .map(MessageModel::text)
                .ifPresent(Clipping::copy);
    }

    void copyChat() {
        String text = ChatText.of(app.chats().current().messages(), strings);
        if (!text.isEmpty()) Clipping.copy(text);
    }

    void copyDiagnostics() {
        Clipping.copy(
                Diagnostics.of(app.model().stateProperty().get(), app.settings().settings()));
    }

    void answerAgain() {
        app.chats().current().again();
    }

    /// Begins to reword the last message of the user.
    void editLast() {
        chatView.ifPresent(ChatView::editLast);
    }

    /// Brings back what was deleted last.
    ///
    /// @return whether there was something
    boolean undoDelete() {
        ChatViewModel chat = app.chats().current();
        boolean message = chat.deletionProperty().get().isPresent();
        boolean conversation = app.history().deletedProperty().get().isPresent();
        if (message) chat.undoDelete();
        else app.history().undoDelete();
        return message || conversation;
    }

    private Optional<String> deletedWords(Optional<HistoryEntry> deleted) {
        return deleted.map(entry -> strings.get(
                "history.deleted", SafeText.line(entry.titleProperty().get(), 40)));
    }

    /// Closes the panel or what a search marked, if there is one, otherwise stops what the chat is doing.
    ///
    /// @return whether there was something to close or stop
    boolean escape() {
        if (inSettings()) {
            focusComposer();
            return true;
        }
        if (frame.panel().isPresent()) {
            closePanel();
            return true;
        }
        if (chatView.map(ChatView::closeFind).orElse(false)) return true;
        ChatViewModel chat = app.chats().current();
        boolean working = chat.phaseProperty().get().working();
        chat.stop();
        return working;
    }

    private void setSidebar(boolean open) {
        frame.setSidebarOpen(open);
        if (!frame.narrow()) app.settings().change(s -> s.withSidebarOpen(open));
    }

    private void closeSettings() {
        page.getChildren().remove(settings);
        showPage();
    }

    /// Shows what is known of an answer of the chat on screen.
    void openAbout(MessageModel message) {
        ChatViewModel chat = app.chats().current();
        frame.setPanel(Optional.of(new AnswerPanel(message, chat, strings, this::closePanel)));
    }

    /// Shows a document of the chat on screen as the model gets it.
    void showDocument(Spot spot) {
        DocumentPanel panel = frame.panel()
                .filter(DocumentPanel.class::isInstance)
                .map(DocumentPanel.class::cast)
                .orElseGet(() -> new DocumentPanel(strings, this::closePanel));
        panel.show(spot);
        if (!frame.shows(panel)) frame.setPanel(Optional.of(panel));
        panel.focusText();
    }

    /// Shows the document that was added last to the chat on screen.
    void showLastDocument() {
        app.chats().current().lastDocument().map(Spot::beginning).ifPresent(spot -> {
            if (inSettings()) closeSettings();
            showDocument(spot);
        });
    }

    /// Shows the summaries that are not finished, or takes their list away.
    void toggleQueue() {
        if (inSettings()) closeSettings();
        if (frame.shows(queuePanel)) closePanel();
        else frame.setPanel(Optional.of(queuePanel));
    }

    private void openSummary(SummaryViewModel summary) {
        app.history().entry(summary.conversation()).ifPresent(app::open);
        chatView.filter(view -> view.chat().id().equals(Optional.of(summary.conversation())))
                .ifPresent(view ->
                        view.chat().reveal(summary.answer(), () -> view.jumpTo(summary.answer(), t -> List.of())));
    }

    /// Goes on from the chat in front, if anything was said in it.
    void goOnInNew() {
        ChatViewModel chat = app.chats().current();
        if (!chat.messages().isEmpty()) goOnInNew(chat);
    }

    private void goOnInNew(ChatViewModel full) {
        String name = SafeText.line(full.titleProperty().get(), 60);
        Attachment earlier =
                Attachment.earlierChat(strings.get("earlierChat", name), ChatText.of(full.messages(), strings));
        app.chats()
                .goOnInNew(
                        full,
                        earlier,
                        strings.get("earlierChat.title", name),
                        strings.get("earlierChat.summarize", name));
        focusComposer();
    }

    private void closePanel() {
        frame.setPanel(Optional.empty());
        focusComposer();
    }

    void openHit(SearchHit hit) {
        String query = app.history().queryProperty().get();
        app.history().entry(hit.conversationId()).ifPresent(app::open);
        TextMatcher words = text -> TextFinder.wordsIn(text, query).stream()
                .map(range -> new TextMatcher.Place(range.start(), range.end()))
                .toList();
        hit.messageId()
                .ifPresent(id -> chatView.ifPresent(view -> view.chat().reveal(id, () -> view.jumpTo(id, words))));
    }

    private void showChat(ChatViewModel chat) {
        askingForModel = false;
        chatView.ifPresent(ChatView::dispose);
        closeOverlay();
        frame.setPanel(Optional.empty());
        frame.hideSidebarOver();
        ObservableValue<String> promptName = Bindings.createStringBinding(
                () -> promptName(chat),
                chat.systemPromptProperty(),
                app.prompt().presets().libraryProperty());
        chatView = Optional.of(new ChatView(
                chat,
                actions,
                new ChatView.Surroundings(
                        picker,
                        app::accept,
                        this::toggleSidebar,
                        this::openPrompt,
                        this::openAbout,
                        this::showDocument,
                        message -> files.exportSummary(message, chat),
                        () -> goOnInNew(chat),
                        demo,
                        () -> askForModel(true),
                        promptName),
                new ModelBanner(app.model(), strings, this::chooseModel)));
        page.getChildren().remove(settings);
        showPage();
    }

    private String promptName(ChatViewModel chat) {
        String text = chat.systemPromptProperty().get().strip();
        return app.presetOf(chat)
                .map(p -> p.text().strip().equals(text) ? p.name() : strings.get("header.prompt.modified", p.name()))
                .orElse("");
    }

    private void showPage() {
        if (inSettings()) return;
        if (onWelcome()) page.getChildren().setAll(welcome);
        else chatView.ifPresent(view -> page.getChildren().setAll(view));
    }

    private boolean onWelcome() {
        ChatViewModel chat = app.chats().current();
        return askingForModel
                || (app.model().stateProperty().get() instanceof ModelState.None
                        && chat.id().isEmpty()
                        && chat.attachments().isEmpty());
    }

    /// From the demo one click leads to the real model; who has that may want another file.
    private void chooseFromStatus() {
        if (demo.getValue()) askForModel(true);
        else chooseModel();
    }

    /// In place of the settings or the page about the model.
    private void showConversation() {
        page.getChildren().remove(settings);
        askForModel(false);
    }

    private void askForModel(boolean ask) {
        askingForModel = ask;
        showPage();
        focusComposer();
    }

    private void modelChanged(ModelState state) {
        if (state instanceof ModelState.Loading) askingForModel = false;
        boolean waited = page.getChildren().contains(welcome);
        showPage();
        if (waited && !onWelcome()) focusComposer();
    }

    private void showStoreTrouble(Optional<StoreStatus> trouble) {
        main.getChildren().setAll(page);
        trouble.ifPresent(status -> main.getChildren()
                .addFirst(new Card(
                        Card.Tone.WARN,
                        strings.get("store." + status.state() + ".title"),
                        strings.get(
                                "store." + status.state(),
                                status.path(),
                                status.quarantine().map(Path::toString).orElse(""),
                                status.reason()))));
    }

    private void dragOver(DragEvent event) {
        if (!event.getDragboard().hasFiles()) return;
        event.acceptTransferModes(TransferMode.COPY);
        dropTarget.setVisible(true);
        event.consume();
    }

    private void dropped(DragEvent event) {
        dropTarget.setVisible(false);
        List<Path> files =
                event.getDragboard().getFiles().stream().map(File::toPath).toList();
        app.accept(files);
        event.setDropCompleted(!files.isEmpty());
        event.consume();
    }
}
