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
import polymath.app.ui.BlockActions;
import polymath.app.ui.Buttons;
import polymath.app.ui.Card;
import polymath.app.ui.FilePicker;
import polymath.app.ui.Strings;

/// A chat: header, messages and composer. While there are no messages the composer stands in the middle, with a
/// greeting above it and examples below.
public final class ChatView extends Region {
    private static final double MEASURE = 720;
    private static final double SIDE = 24;
    private static final double HEADER = 48;
    private static final double BOTTOM = 24;
    private static final double GAP = 24;

    private final ChatViewModel chat;
    private final Strings strings;
    private final ChatHeader header;
    private final TranscriptView transcript;
    private final Composer composer;
    private final VBox cards = new VBox();
    private final EmptyChat empty;
    private final Subscription bindings;

    /// What the chat asks of the window around it.
    ///
    /// @param accept takes files the user picked
    /// @param promptName what the chat's system prompt is called; empty if it has no name
    public record Surroundings(
            FilePicker picker,
            Consumer<List<Path>> accept,
            Runnable toggleSidebar,
            Runnable openPrompt,
            ObservableValue<String> promptName) {}

    /// @param banner stands above the composer, such as what happened to the model
    public ChatView(ChatViewModel chat, BlockActions actions, Surroundings around, Node banner) {
        this.chat = chat;
        strings = actions.strings();
        getStyleClass().add("chat-view");
        header = new ChatHeader(chat, strings, around);
        transcript = new TranscriptView(chat, actions);
        composer = new Composer(chat, strings, around.picker(), around.accept());
        empty = new EmptyChat(chat, strings, around);
        cards.getStyleClass().add("banner-stack");
        bindings = Subscription.combine(
                chat.messages().subscribe(this::requestLayout),
                chat.loadingProperty().subscribe(now -> requestLayout()),
                chat.noticeProperty().subscribe(now -> showCards(banner)));
        getChildren().addAll(transcript, empty.greeting(), empty.examples(), cards, composer, header);
    }

    /// Lets go of the chat, which goes on without a view.
    public void dispose() {
        bindings.unsubscribe();
        transcript.dispose();
        composer.dispose();
    }

    public void focusComposer() {
        composer.focusText();
    }

    public void scrollTo(UUID messageId) {
        transcript.scrollTo(messageId);
    }

    public ChatViewModel chat() {
        return chat;
    }

    private void showCards(Node banner) {
        cards.getChildren().setAll(banner);
        chat.noticeProperty().get().ifPresent(notice -> {
            Button close = Buttons.quiet(strings.get("dismiss"), chat::dismissNotice);
            cards.getChildren().add(new Card(Card.Tone.WARN, "", words(notice), close));
        });
    }

    private String words(Notice notice) {
        return switch (notice) {
            case Notice.DocumentTooLong n ->
                strings.get("notice.tooLong", n.name(), n.documentTokens(), n.neededTokens(), n.limitTokens());
            case Notice.DocumentRefused n -> n.sentence();
            case Notice.NotStored n -> strings.get("storage." + n.code());
        };
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double column = Math.max(80, Math.min(MEASURE, width - 2 * SIDE));
        double left = snapPositionX((width - column) / 2);
        header.resizeRelocate(0, 0, width, HEADER);
        composer.setHighest(height * 0.4 - 80);
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
}
