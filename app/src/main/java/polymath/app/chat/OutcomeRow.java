package polymath.app.chat;

import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.Buttons;
import polymath.app.ui.Card;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;
import polymath.engine.api.FinishReason;

/// Says why an answer ended before its end, and what can be done.
///
/// @param last whether it may be asked for again
record OutcomeRow(MessageModel message, ChatViewModel chat, boolean last, double gap, Strings strings)
        implements VirtualColumn.Row {

    @Override
    public Object group() {
        return message.id();
    }

    @Override
    public double estimate(double width) {
        return 64;
    }

    @Override
    public Region build() {
        boolean partial = !message.text().isEmpty();
        return switch (message.state()) {
            case STOPPED -> stopped(partial);
            case LIMIT -> new Card(Card.Tone.WARN, strings.get("outcome.limit.title"), limit());
            case INTERRUPTED ->
                new Card(
                        Card.Tone.WARN,
                        strings.get("outcome.interrupted.title"),
                        strings.get(partial ? "outcome.interrupted.partial" : "outcome.interrupted.empty"),
                        actions());
            default ->
                new Card(
                        Card.Tone.ERROR,
                        strings.get("outcome.failed.title"),
                        message.failure().map(strings::failure).orElse(strings.get("outcome.failed.unknown")),
                        actions());
        };
    }

    private Region stopped(boolean partial) {
        Label text = new Label(strings.get(partial ? "outcome.stopped.partial" : "outcome.stopped.empty"));
        text.getStyleClass().add("caption");
        HBox line = new HBox(new FontIcon(Feather.SQUARE), text);
        line.getStyleClass().add("stopped-line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private String limit() {
        Optional<FinishReason> reason = message.details().flatMap(d -> d.reason());
        return strings.get(
                reason.equals(Optional.of(FinishReason.CONTEXT_FULL))
                        ? "outcome.limit.context"
                        : "outcome.limit.length");
    }

    private Button[] actions() {
        return last ? new Button[] {Buttons.plain(strings.get("tryAgain"), chat::again)} : new Button[0];
    }
}
