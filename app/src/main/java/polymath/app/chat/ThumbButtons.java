package polymath.app.chat;

import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.util.Subscription;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.storage.Feedback;
import polymath.app.storage.Feedback.Thumb;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// Thumb up, thumb down; pressed again, neither.
final class ThumbButtons extends HBox {
    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");

    private final MessageModel message;
    private final ChatViewModel chat;
    private final Strings strings;
    private final Optional<Object> hiddenGroup;
    private final Button up;
    private final Button down;
    private Subscription feedback = Subscription.EMPTY;

    /// @param hiddenGroup rows over which the mouse must be for thumbs to show that nobody pressed; none: always
    ThumbButtons(MessageModel message, ChatViewModel chat, Strings strings, Optional<Object> hiddenGroup) {
        this.message = message;
        this.chat = chat;
        this.strings = strings;
        this.hiddenGroup = hiddenGroup;
        getStyleClass().add("message-buttons");
        setAlignment(Pos.CENTER_LEFT);
        up = thumb(Feather.THUMBS_UP, Thumb.UP, "feedback.up");
        down = thumb(Feather.THUMBS_DOWN, Thumb.DOWN, "feedback.down");
        getChildren().addAll(up, down);
        sceneProperty().subscribe(scene -> {
            feedback.unsubscribe();
            opacityProperty().unbind();
            if (scene != null) feedback = message.feedbackProperty().subscribe(this::show);
        });
    }

    private Button thumb(Feather icon, Thumb thumb, String name) {
        return Buttons.icon(icon, strings.get(name), () -> {
            Feedback now = message.feedbackProperty().get();
            chat.rate(message, now.withThumb(now.thumb() == thumb ? Thumb.NEITHER : thumb));
        });
    }

    private void show(Feedback now) {
        mark(up, now.thumb() == Thumb.UP, "feedback.up");
        mark(down, now.thumb() == Thumb.DOWN, "feedback.down");
        opacityProperty().unbind();
        setOpacity(1);
        if (now.thumb() == Thumb.NEITHER) hiddenGroup.ifPresent(group -> HoverReveal.bind(this, group));
    }

    private void mark(Button button, boolean chosen, String name) {
        button.pseudoClassStateChanged(CHOSEN, chosen);
        button.setAccessibleText(strings.get(chosen ? name + ".chosen" : name));
    }
}
