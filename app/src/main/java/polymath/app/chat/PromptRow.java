package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.citation.Spot;
import polymath.app.storage.Attachment;
import polymath.app.summary.DepthChoice;
import polymath.app.ui.Buttons;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.RowText;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;
import polymath.app.viewer.DocumentWords;

/// The user's words: a card as wide as its text, at the right edge of the column, below the documents that came with
/// it.
///
/// @param expanded shows all of a long text
/// @param versioned whether there are other wordings to choose from
record PromptRow(
        MessageModel message, boolean expanded, boolean versioned, double gap, MessageActions actions, Runnable expand)
        implements VirtualColumn.Row {
    private static final int SHORT_CHARS = 1_500;
    private static final int SHORT_LINES = 24;
    private static final int NAME_CHARS = 60;
    /// Beyond this even an expanded text is cut: it is one node, and nobody scrolls through it here.
    private static final int LONG_CHARS = 24_000;

    @Override
    public Object group() {
        return message.id();
    }

    @Override
    public List<String> texts() {
        String text = message.text();
        return List.of(text.substring(0, Math.min(LONG_CHARS, text.length())));
    }

    @Override
    public RowText copied() {
        return RowText.of(message.text().isEmpty() ? List.of() : List.of(message.text()));
    }

    @Override
    public double estimate(double width) {
        int chars = Math.min(message.lengthProperty().get(), expanded ? LONG_CHARS : SHORT_CHARS);
        return 24 * Math.ceil(1 + chars * 7.5 / (0.8 * width))
                + (versioned ? 60 : 24)
                + 56 * message.attachments().size();
    }

    @Override
    public Region build() {
        Strings strings = actions.strings();
        VBox stack = new VBox();
        stack.getStyleClass().add("prompt-stack");
        stack.setAlignment(Pos.TOP_RIGHT);
        for (int i = 0; i < message.attachments().size(); i++) {
            Attachment attachment = message.attachments().get(i);
            DocumentChip chip =
                    new DocumentChip(attachment.name(), DocumentWords.about(attachment, Optional.empty(), strings));
            chip.remark(DocumentWords.remarks(attachment, strings));
            chip.action(
                    Feather.BOOK_OPEN,
                    strings.get("document.show", SafeText.line(attachment.name(), NAME_CHARS)),
                    () -> actions.show().accept(Spot.beginning(attachment)));
            if (!actions.chat().temporary())
                actions.chat()
                        .id()
                        .ifPresent(chat -> chip.offer(
                                new KeepReadyButton(chat, actions.chat().kept(), strings)));
            chip.offer(summarize(i, strings));
            stack.getChildren().add(chip);
        }
        String text = message.text();
        String shown = expanded ? text.substring(0, Math.min(LONG_CHARS, text.length())) : beginning(text);
        if (!shown.isEmpty()) {
            VBox card = new VBox(new PlainFlow(shown.length() < text.length() ? shown + " …" : shown, "body"));
            card.getStyleClass().add("prompt-card");
            if (shown.length() < text.length() && !expanded) {
                Button all = Buttons.quiet(strings.get("prompt.showAll", text.length()), expand);
                card.getChildren().add(all);
            }
            stack.getChildren().add(card);
        }
        if (versioned) stack.getChildren().add(new VersionArrows(message, actions.chat(), strings));
        return new RightAligned(stack, tools(strings));
    }

    private Button summarize(int position, Strings strings) {
        Button button = Buttons.icon(Feather.ALIGN_LEFT, strings.get("summarize.open"), () -> {});
        String name = SafeText.line(message.attachments().get(position).name(), NAME_CHARS);
        button.setOnAction(event -> DepthChoice.menu(
                        strings,
                        depth -> actions.chat()
                                .summarize(message, position, depth, n -> DepthChoice.message(name, depth, strings)))
                .show(button, Side.BOTTOM, 0, 4));
        button.disableProperty().bind(actions.chat().phaseProperty().map(Phase::working));
        return button;
    }

    private Region tools(Strings strings) {
        ChatViewModel chat = actions.chat();
        Button edit = Buttons.icon(Feather.EDIT_2, strings.get("message.edit"), () -> chat.beginEdit(message));
        Button copy = Buttons.icon(Feather.COPY, strings.get("message.copy"), () -> actions.copy(message));
        Button delete = Buttons.icon(Feather.TRASH_2, strings.get("message.delete"), () -> chat.delete(message));
        edit.disableProperty().bind(chat.phaseProperty().map(Phase::working));
        delete.disableProperty().bind(chat.phaseProperty().map(Phase::working));
        HBox tools = new HBox(edit, copy, delete);
        tools.getStyleClass().add("message-buttons");
        HoverReveal.install(tools, group());
        return tools;
    }

    private static String beginning(String text) {
        int end = Math.min(SHORT_CHARS, text.length());
        int lines = 0;
        for (int i = 0; i < end; i++) if (text.charAt(i) == '\n' && ++lines == SHORT_LINES) return text.substring(0, i);
        if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) end--;
        return text.substring(0, end);
    }

    /// Gives its content as much of the width as it wants, up to four fifths, at the right; the tools stand beside it.
    private static final class RightAligned extends Region {
        private static final double GAP = 8;

        private final Region content;
        private final Region tools;

        RightAligned(Region content, Region tools) {
            this.content = content;
            this.tools = tools;
            getChildren().addAll(tools, content);
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            return content.prefHeight(share(width));
        }

        @Override
        protected void layoutChildren() {
            double width = share(getWidth());
            content.resizeRelocate(getWidth() - width, 0, width, getHeight());
            double beside = Math.ceil(tools.prefWidth(-1));
            tools.resizeRelocate(
                    Math.max(0, getWidth() - width - GAP - beside), 8, beside, Math.ceil(tools.prefHeight(-1)));
        }

        private double share(double width) {
            return Math.min(Math.floor(width * 0.8), Math.ceil(content.prefWidth(-1)));
        }
    }
}
