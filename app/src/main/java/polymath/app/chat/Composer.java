package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.citation.Spot;
import polymath.app.storage.Attachment;
import polymath.app.summary.DepthChoice;
import polymath.app.ui.Buttons;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.TokenWords;
import polymath.app.viewer.DocumentWords;
import polymath.engine.api.Document;
import polymath.engine.api.SummaryDepth;

/// Where a message is written: documents above the text, the context bar below it, and one button that sends or stops.
final class Composer extends VBox {
    /// English has about three words to four tokens; the number is rounded, so it need not be better than that.

    private static final int PASTED_NAME_CHARS = 32;
    private static final int NAME_CHARS = 60;

    private final ChatViewModel chat;
    private final Strings strings;
    private final ChatView.Surroundings around;
    private final PromptArea area;
    private final FlowPane chips = new FlowPane();
    private final StackPane depths = new StackPane();
    private final SpokenState spoken;
    private final Subscription bindings;

    /// @param editLast begins to reword the last message
    Composer(ChatViewModel chat, Strings strings, ChatView.Surroundings around, Runnable editLast) {
        this.chat = chat;
        this.strings = strings;
        this.around = around;
        getStyleClass().add("composer");
        area = new PromptArea(
                new PromptArea.Uses(() -> chat.choices().getValue().writing(), chat::send, this::attachPasted));
        area.onUpWhenEmpty(editLast);
        spoken = new SpokenState(chat, strings);
        // the field has the focus while one waits, so it is the field that says how far things are
        area.accessibleTextProperty()
                .bind(spoken.wordsProperty()
                        .map(words -> words.isEmpty()
                                ? strings.get("composer.prompt")
                                : strings.get("composer.prompt") + ". " + words));
        area.textProperty().bindBidirectional(chat.draftProperty());
        chips.getStyleClass().add("chips-row");
        Button add = Buttons.icon(
                Feather.PLUS,
                strings.get("composer.attach"),
                () -> around.accept().accept(around.picker().documents()));
        add.getStyleClass().add("outlined");
        Label room = new Label();
        room.getStyleClass().add("caption");
        room.textProperty().bind(Bindings.createStringBinding(this::roomWords, chat.contextProperty(), chat.choices()));
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox row = new HBox(add, room, space, sendOrStop());
        row.getStyleClass().add("composer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        ContextBar bar = new ContextBar(chat.contextProperty(), strings);
        getChildren().addAll(chips, depths, area, bar, row);
        bindings = Subscription.combine(
                chat.attachments().subscribe(this::showChips),
                chat.pace().subscribe(now -> showChips()),
                chat.choices().subscribe(now -> showChips()),
                chat.draftProperty().subscribe(text -> showChips()));
        area.promptTextProperty()
                .bind(Bindings.createStringBinding(
                        () -> strings.get(
                                chat.attachments().isEmpty() || tooLong()
                                        ? "composer.prompt"
                                        : "composer.prompt.document"),
                        chat.attachments()));
        showChips();
    }

    void dispose() {
        bindings.unsubscribe();
        spoken.dispose();
        area.textProperty().unbindBidirectional(chat.draftProperty());
    }

    void focusText() {
        area.requestFocus();
        area.end();
    }

    /// @param height the text may take before it scrolls
    void setHighest(double height) {
        area.setHighest(height);
    }

    private Button sendOrStop() {
        Button button = Buttons.primary("", () -> {
            if (chat.phaseProperty().get().working()) chat.stop();
            else chat.send();
        });
        button.getStyleClass().add("send");
        button.textProperty()
                .bind(chat.phaseProperty().map(p -> strings.get(p.working() ? "composer.stop" : "composer.send")));
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> !chat.phaseProperty().get().working()
                                && !chat.canSendBinding().get(),
                        chat.phaseProperty(),
                        chat.canSendBinding()));
        return button;
    }

    private void showChips() {
        chips.getChildren().clear();
        for (PendingAttachment entry : chat.attachments()) chips.getChildren().add(chip(entry));
        chips.setManaged(!chips.getChildren().isEmpty());
        chips.setVisible(chips.isManaged());
        showDepths();
    }

    private DocumentChip chip(PendingAttachment entry) {
        OutlookWords words = new OutlookWords(
                chat.pace().getValue(), chat.choices().getValue().summaries().wholeTokens(), strings);
        String about = entry.document().map(d -> words.size(d, entry.outlook())).orElseGet(() -> reading(entry.at()));
        DocumentChip chip = new DocumentChip(entry.name(), about);
        entry.outlook().ifPresent(outlook -> {
            chip.tell(words.cost(outlook), false);
            boolean whole = outlook.way(words.wholeTokens()) == DocumentOutlook.Way.WHOLE;
            Optional<String> only = entry.document().flatMap(d -> DocumentWords.onlyPages(d, strings));
            only.ifPresent(sentence -> chip.tell(sentence, true));
            if (entry.document().filter(Attachment::inPassages).isPresent())
                chip.tell(strings.get("outlook.passages"), true);
            else if (!whole || only.isEmpty()) chip.tell(words.way(outlook), !whole);
        });
        entry.document().ifPresent(d -> {
            chip.remark(DocumentWords.remarks(d, strings));
            chip.action(
                    Feather.BOOK_OPEN,
                    strings.get("document.show", SafeText.line(d.name(), NAME_CHARS)),
                    () -> around.show().accept(Spot.beginning(d)));
        });
        chip.action(Feather.X, strings.get("composer.remove"), () -> chat.detach(entry.id()));
        return chip;
    }

    /// Summaries are offered where nothing else is asked, and where there is nothing else that can be done.
    private void showDepths() {
        List<PendingAttachment> read = chat.attachments().stream()
                .filter(p -> p.document().isPresent())
                .toList();
        boolean tooLong = read.stream().anyMatch(p -> p.outlook().isPresent() && !p.fits());
        boolean offer =
                !read.isEmpty() && (tooLong || chat.draftProperty().get().isBlank());
        depths.setManaged(offer);
        depths.setVisible(offer);
        if (!offer) return;
        DepthChoice choice = new DepthChoice(read.size() > 1, strings, this::summarize);
        choice.disableProperty().bind(chat.phaseProperty().map(Phase::working));
        if (tooLong) {
            List<PendingAttachment> oversized =
                    read.stream().filter(p -> !p.fits()).toList();
            choice.also(
                    strings.get("outlook.passages.choose"), () -> oversized.forEach(p -> chat.askByPassages(p.id())));
            if (oversized.size() == 1)
                choice.also(strings.get("outlook.pages.choose"), () -> showPages(oversized.getFirst()));
        }
        List<UUID> narrowed = read.stream()
                .filter(p -> p.document().filter(Attachment::isNarrowed).isPresent())
                .map(PendingAttachment::id)
                .toList();
        if (!narrowed.isEmpty()) choice.also(strings.get("outlook.again"), () -> narrowed.forEach(chat::askAsAWhole));
        depths.getChildren().setAll(choice);
    }

    private void showPages(PendingAttachment entry) {
        Document document = entry.document().orElseThrow().document();
        PageRangeChoice choice = new PageRangeChoice(
                document, strings, (first, last) -> chat.askAboutPages(entry.id(), first, last), this::showDepths);
        depths.getChildren().setAll(choice);
        choice.focusField();
    }

    private boolean tooLong() {
        return chat.attachments().stream().anyMatch(p -> p.outlook().isPresent() && !p.fits());
    }

    private void summarize(SummaryDepth depth) {
        chat.summarize(depth, name -> DepthChoice.message(SafeText.line(name, NAME_CHARS), depth, strings));
        focusText();
    }

    private String reading(PendingAttachment.At at) {
        return at.pages() > 0
                ? strings.get("chip.reading.page", Math.max(1, at.page()), at.pages())
                : strings.get("chip.reading");
    }

    private void attachPasted(String text) {
        chat.attachText(strings.get("composer.pasted", SafeText.line(text, PASTED_NAME_CHARS)), text);
    }

    private String roomWords() {
        ContextUse use = chat.contextProperty().get();
        boolean enter = chat.choices().getValue().writing().enterSends();
        if (!use.known()) return strings.get(enter ? "composer.hint" : "composer.hint.control");
        int over = use.usedTokens() - use.limitTokens();
        if (over > 0 && use.draftTokens() > 0)
            return strings.get("composer.room.over", Math.max(10, TokenWords.rounded(over)));
        long words = TokenWords.rounded(use.freeTokens());
        return words == 0 ? strings.get("composer.room.none") : strings.get("composer.room", words);
    }
}
