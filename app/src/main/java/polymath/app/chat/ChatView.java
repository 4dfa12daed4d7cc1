package polymath.app.chat;

import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import polymath.app.citation.Spot;
import polymath.app.storage.StorageException;
import polymath.app.ui.BlockActions;
import polymath.app.ui.Buttons;
import polymath.app.ui.Bytes;
import polymath.app.ui.Card;
import polymath.app.ui.FilePicker;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.UndoToast;

/// A chat: header, messages and composer. While there are no messages the composer stands in the middle, with a
/// greeting above it and examples below.
public final class ChatView extends Region {
    private static final double MEASURE = 720;
    private static final double SIDE = 24;
    private static final double HEADER = 48;
    private static final double BOTTOM = 24;
    private static final double GAP = 24;
    private static final int NAME_CHARS = 80;

    private final ChatViewModel chat;
    private final Runnable goOnInNew;
    private final Strings strings;
    private final ChatHeader header;
    private final TranscriptView transcript;
    private final Composer composer;
    private final VBox cards = new VBox();
    private final EmptyChat empty;
    private final UndoToast toast;
    private final Subscription bindings;

    /// What the chat asks of the window around it.
    ///
    /// @param accept takes files the user picked
    /// @param about shows what is known of an answer
    /// @param show opens a document at a place
    /// @param export asks where to and writes the summary that an answer is to a file
    /// @param goOnInNew starts a new chat that goes on where this one is full
    /// @param demo whether it is the small demo model that will answer
    /// @param realModel shows how to come to the real one
    /// @param promptName what the chat's system prompt is called; empty if it has no name
    public record Surroundings(
            FilePicker picker,
            Consumer<List<Path>> accept,
            Runnable toggleSidebar,
            Runnable openPrompt,
            Consumer<MessageModel> about,
            Consumer<Spot> show,
            Consumer<MessageModel> export,
            Runnable goOnInNew,
            ObservableValue<Boolean> demo,
            Runnable realModel,
            ObservableValue<String> promptName) {}

    /// @param banner stands above the composer, such as what happened to the model
    public ChatView(ChatViewModel chat, BlockActions actions, Surroundings around, Node banner) {
        this.chat = chat;
        strings = actions.strings();
        goOnInNew = around.goOnInNew();
        getStyleClass().add("chat-view");
        header = new ChatHeader(chat, strings, around);
        transcript = new TranscriptView(
                new MessageActions(chat, actions, around.goOnInNew(), around.about(), around.show(), around.export()));
        composer = new Composer(chat, strings, around, this::editLast);
        empty = new EmptyChat(chat, strings, around);
        toast = new UndoToast(
                chat.deletionProperty().map(deletion -> deletion.map(this::words)),
                strings,
                chat::undoDelete,
                chat::forgetDeletion);
        cards.getStyleClass().add("banner-stack");
        bindings = Subscription.combine(
                chat.messages().subscribe(this::requestLayout),
                chat.loadingProperty().subscribe(now -> requestLayout()),
                chat.noticeProperty().subscribe(now -> showCards(banner)),
                around.demo().subscribe(demo -> {
                    empty.show(demo);
                    requestLayout();
                }),
                chat.edit().messageProperty().subscribe((before, now) -> {
                    if (now.isEmpty()) composer.focusText();
                }));
        getChildren().addAll(transcript, empty.greeting(), empty.examples(), cards, composer, header, toast);
    }

    /// Lets go of the chat, which goes on without a view.
    public void dispose() {
        bindings.unsubscribe();
        transcript.dispose();
        composer.dispose();
        toast.dispose();
    }

    /// Begins to reword the last message of the user and brings it into view.
    public void editLast() {
        chat.editLast();
        chat.edit().message().map(MessageModel::id).ifPresent(id -> transcript.jumpTo(id, text -> List.of()));
    }

    public void focusComposer() {
        composer.focusText();
    }

    /// Brings a message into view, such as one a search found, with these words marked.
    public void jumpTo(UUID messageId, TextMatcher words) {
        transcript.jumpTo(messageId, words);
    }

    /// Opens the bar that searches this chat; an empty chat has none.
    public void find() {
        if (transcript.isVisible()) transcript.find();
    }

    /// Takes away the bar, and what a search marked.
    ///
    /// @return whether there was something to take away
    public boolean closeFind() {
        return transcript.closeFind();
    }

    public ChatViewModel chat() {
        return chat;
    }

    private void showCards(Node banner) {
        cards.getChildren().setAll(banner);
        chat.noticeProperty().get().ifPresent(notice -> {
            Button close = Buttons.quiet(strings.get("dismiss"), chat::dismissNotice);
            cards.getChildren()
                    .add(
                            switch (notice) {
                                case Notice.AnswerNotStored n -> {
                                    Button save = Buttons.plain(strings.get("storage.saveNow"), chat::saveAgain);
                                    yield new Card(Card.Tone.WARN, "", words(n), save, close);
                                }
                                case Notice.GrownLong n -> {
                                    Button goOn = Buttons.plain(strings.get("goOnInNew"), goOnInNew);
                                    yield new Card(Card.Tone.NEUTRAL, "", words(n), goOn, close);
                                }
                                default -> new Card(Card.Tone.WARN, "", words(notice), close);
                            });
        });
    }

    private String words(Deletion deletion) {
        return strings.get(
                deletion.answer() ? "message.deleted.answer" : "message.deleted.prompt", deletion.following());
    }

    private String words(Notice notice) {
        return switch (notice) {
            case Notice.DocumentRefused n -> n.sentence();
            case Notice.FilesLeftOut n ->
                n.found() == 0
                        ? strings.get("notice.noFiles")
                        : strings.get("notice.filesLeftOut", n.taken(), n.found());
            case Notice.GrownLong n -> strings.get("notice.grownLong");
            case Notice.NotStored n -> strings.get("storage." + n.code()) + room(n.code());
            case Notice.AnswerNotStored n -> strings.get("storage.answer") + room(n.code());
        };
    }

    /// What is free on the disk with the history, if that is the trouble.
    private String room(StorageException.Code code) {
        if (code != StorageException.Code.DISK_FULL) return "";
        return chat.store()
                .folder()
                .map(folder -> " "
                        + strings.get(
                                "storage.free",
                                Bytes.of(folder.toFile().getUsableSpace(), strings),
                                SafeText.line(folder.toString(), NAME_CHARS)))
                .orElse("");
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double column = Math.max(80, Math.min(MEASURE, width - 2 * SIDE));
        double left = snapPositionX((width - column) / 2);
        header.resizeRelocate(0, 0, width, HEADER);
        composer.setHighest(height * 0.4 - 80);
        placeToast(left, column, height);
        boolean blank = chat.messages().isEmpty() && !chat.loadingProperty().get();
        transcript.setVisible(!blank);
        empty.greeting().setVisible(blank);
        empty.examples().setVisible(blank);
        double composerHeight = snapSizeY(composer.prefHeight(column));
        double cardsHeight = snapSizeY(cards.prefHeight(column));
        double above = cardsHeight == 0 ? 0 : cardsHeight + 12;
        if (blank) {
            double greeting = snapSizeY(empty.greeting().prefHeight(column));
            double examples = snapSizeY(empty.examples().prefHeight(column));
            double total = greeting + GAP + above + composerHeight + GAP + examples;
            double y = snapPositionY(Math.max(HEADER + GAP, HEADER + (height - HEADER - total) * 0.42));
            empty.greeting().resizeRelocate(left, y, column, greeting);
            y += greeting + GAP;
            cards.resizeRelocate(left, y, column, cardsHeight);
            composer.resizeRelocate(left, y + above, column, composerHeight);
            empty.examples().resizeRelocate(left, y + above + composerHeight + GAP, column, examples);
            return;
        }
        double y = height - BOTTOM - composerHeight;
        composer.resizeRelocate(left, y, column, composerHeight);
        cards.resizeRelocate(left, y - above, column, cardsHeight);
        transcript.resizeRelocate(0, HEADER, width, Math.max(0, y - above - 12 - HEADER));
    }

    private void placeToast(double left, double column, double height) {
        double wide = Math.min(column, Math.ceil(toast.prefWidth(-1)));
        double high = Math.ceil(toast.prefHeight(wide));
        double above = BOTTOM + composer.prefHeight(column) + 12;
        toast.resizeRelocate(
                snapPositionX(left + (column - wide) / 2), snapPositionY(height - above - high), wide, high);
    }
}
