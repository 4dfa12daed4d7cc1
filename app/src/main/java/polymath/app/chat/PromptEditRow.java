package polymath.app.chat;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.storage.Writing;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;

/// A message of the user while it is reworded: a field in its place. Enter sends, Esc leaves it as it was.
///
/// @param lines of the text when the row was made; the field keeps its height, longer text scrolls
record PromptEditRow(MessageModel message, int lines, double gap, MessageActions actions) implements VirtualColumn.Row {
    private static final double LINE = 24;

    PromptEditRow(MessageModel message, double gap, MessageActions actions) {
        this(message, linesOf(message.text()), gap, actions);
    }

    private static int linesOf(String text) {
        long lines = text.lines().mapToLong(line -> 1 + line.length() / 80).sum();
        return Math.clamp(lines + 1, 3, 12);
    }

    @Override
    public Object group() {
        return message.id();
    }

    @Override
    public double estimate(double width) {
        return lines * LINE + 80;
    }

    @Override
    public Region build() {
        Strings strings = actions.strings();
        ChatViewModel chat = actions.chat();
        // a message that is edited has its attachments already, so a long text pasted into it stays text
        PromptArea area = new PromptArea(new PromptArea.Uses(
                () -> new Writing(chat.choices().getValue().writing().enterSends(), false),
                chat::sendEdit,
                text -> {}));
        area.setAccessibleText(strings.get("edit.text"));
        area.textProperty().bindBidirectional(chat.edit().textProperty());
        area.setMinHeight(lines * LINE + 8);
        area.setMaxHeight(lines * LINE + 8);
        Label keeps = new Label(strings.get("edit.keeps"));
        keeps.getStyleClass().add("caption");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button cancel = Buttons.plain(strings.get("cancel"), chat.edit()::end);
        Button send = Buttons.primary(strings.get("composer.send"), chat::sendEdit);
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        send.setMinWidth(Region.USE_PREF_SIZE);
        HBox buttons = new HBox(keeps, space, cancel, send);
        buttons.getStyleClass().add("edit-buttons");
        buttons.setAlignment(Pos.CENTER_LEFT);
        VBox card = new VBox(area, buttons);
        card.getStyleClass().add("prompt-edit");
        card.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ESCAPE) return;
            event.consume();
            chat.edit().end();
        });
        // as soon as it is on screen: whoever edits wants to type
        area.sceneProperty().subscribe(scene -> {
            if (scene == null) return;
            area.requestFocus();
            area.end();
        });
        return card;
    }
}
