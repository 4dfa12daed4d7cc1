package polymath.app.chat;

import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.text.Text;
import polymath.app.ui.SafeText;

/// The field a message is written in. It grows with its text; Enter sends, Shift+Enter breaks the line.
final class PromptArea extends TextArea {
    private static final double LINE = 24;
    private static final double PADDING = 8;

    private double highest = 10 * LINE;

    PromptArea(Runnable send) {
        getStyleClass().add("prompt-area");
        // see SafeText.hasRightToLeft: such text scrolls sideways instead of wrapping
        wrapTextProperty().bind(textProperty().map(text -> !SafeText.hasRightToLeft(text)));
        setPrefRowCount(1);
        addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() != KeyCode.ENTER) return;
            event.consume();
            if (event.isShiftDown()) replaceSelection("\n");
            else send.run();
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
