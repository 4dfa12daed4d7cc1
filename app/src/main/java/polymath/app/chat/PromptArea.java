package polymath.app.chat;

import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.TextArea;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import polymath.app.storage.Writing;
import polymath.app.ui.SafeText;

/// The field a message is written in. It grows with its text. Enter sends and Shift+Enter breaks the line, or, if the
/// user chose so, Ctrl+Enter sends and Enter breaks it.
final class PromptArea extends TextArea {
    private static final double LINE = 24;
    private static final double PADDING = 8;

    private static final KeyCombination PASTE_PLAIN =
            new KeyCodeCombination(KeyCode.V, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private double highest = 10 * LINE;

    /// What the field asks of the composer.
    ///
    /// @param writing what the user chose
    /// @param send called when a message is finished
    /// @param attach takes a long text that was pasted
    record Uses(Supplier<Writing> writing, Runnable send, Consumer<String> attach) {}

    private final Uses uses;

    PromptArea(Uses uses) {
        this.uses = uses;
        getStyleClass().add("prompt-area");
        // see SafeText.hasRightToLeft: such text scrolls sideways instead of wrapping
        wrapTextProperty().bind(textProperty().map(text -> !SafeText.hasRightToLeft(text)));
        setPrefRowCount(1);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                event.consume();
                if (sends(event)) uses.send().run();
                else replaceSelection("\n");
            } else if (PASTE_PLAIN.match(event)) {
                event.consume();
                super.paste();
            }
        });
        // Tab leaves the field: the whole window must be reachable from the keyboard
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.TAB || event.isControlDown()) return;
            event.consume();
            fireEvent(new KeyEvent(
                    event.getSource(),
                    event.getTarget(),
                    KeyEvent.KEY_PRESSED,
                    "",
                    "\t",
                    KeyCode.TAB,
                    event.isShiftDown(),
                    true,
                    event.isAltDown(),
                    event.isMetaDown()));
        });
        textProperty().addListener(observable -> requestParentLayout());
    }

    /// @param action what the Up key does while there is no text to move in
    void onUpWhenEmpty(Runnable action) {
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.UP || !getText().isEmpty()) return;
            event.consume();
            action.run();
        });
    }

    private boolean sends(KeyEvent event) {
        return uses.writing().get().enterSends() ? !event.isShiftDown() : event.isShortcutDown();
    }

    /// A long text goes beside the message, so that the message stays readable; Ctrl+Shift+V pastes it here all the
    /// same.
    @Override
    public void paste() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text != null
                && text.length() > Writing.LONG_PASTE_CHARS
                && uses.writing().get().longPastesAttach()) uses.attach().accept(text);
        else super.paste();
    }

    /// @param height at which it starts to scroll
    void setHighest(double height) {
        highest = Math.max(LINE, height);
    }

    /// The height its text takes at this width.
    double textHeight() {
        double lines = lookupAll(".text").stream()
                .filter(node -> node instanceof Text text && text.getText().equals(getText()))
                .mapToDouble(node -> node.getLayoutBounds().getHeight())
                .max()
                .orElse(LINE);
        return Math.clamp(Math.ceil(lines) + PADDING, LINE + PADDING, highest);
    }

    @Override
    protected double computePrefHeight(double width) {
        return textHeight();
    }

    @Override
    protected double computeMinHeight(double width) {
        return LINE + PADDING;
    }
}
