package polymath.app.chat;

import java.util.function.BiFunction;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.storage.MessageState;
import polymath.app.ui.Buttons;
import polymath.app.ui.Card;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;

/// Says why an answer ended before its end, and what can be done.
///
/// @param last whether it may be asked for again
record OutcomeRow(MessageModel message, boolean last, double gap, MessageActions actions) implements VirtualColumn.Row {

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
        Strings strings = actions.strings();
        boolean partial = !message.text().isEmpty();
        return switch (message.state()) {
            case STOPPED -> stopped(partial);
            case LIMIT ->
                new Card(
                        Card.Tone.WARN,
                        strings.get("outcome.limit.title"),
                        strings.get(message.contextFull() ? "outcome.limit.context" : "outcome.limit.length"),
                        buttons());
            case INTERRUPTED ->
                new Card(
                        Card.Tone.WARN,
                        strings.get("outcome.interrupted.title"),
                        strings.get(partial ? "outcome.interrupted.partial" : "outcome.interrupted.empty"),
                        buttons());
            default ->
                new Card(
                        Card.Tone.ERROR,
                        strings.get("outcome.failed.title"),
                        message.failure().map(strings::failure).orElse(strings.get("outcome.failed.unknown")),
                        buttons());
        };
    }

    private Region stopped(boolean partial) {
        Label text = new Label(actions.strings().get(partial ? "outcome.stopped.partial" : "outcome.stopped.empty"));
        text.getStyleClass().add("caption");
        HBox line = new HBox(new FontIcon(Feather.SQUARE), text);
        if (last) line.getChildren().add(partial ? goOn(Buttons::quiet) : again(Buttons::quiet));
        line.getStyleClass().add("stopped-line");
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /// What helps first: a new chat where this one is full, going on where there is something to go on from.
    private Button[] buttons() {
        if (!last) return new Button[0];
        if (message.contextFull())
            return new Button[] {Buttons.plain(actions.strings().get("goOnInNew"), actions.goOnInNew())};
        boolean partial = !message.text().isBlank();
        if (message.state() == MessageState.LIMIT) return new Button[] {goOn(Buttons::plain)};
        return partial
                ? new Button[] {goOn(Buttons::plain), again(Buttons::plain)}
                : new Button[] {again(Buttons::plain)};
    }

    private Button goOn(BiFunction<String, Runnable, Button> kind) {
        return kind.apply(actions.strings().get("goOn"), () -> actions.chat().goOn(message));
    }

    private Button again(BiFunction<String, Runnable, Button> kind) {
        return kind.apply(
                actions.strings().get("tryAgain"), () -> actions.chat().again(message));
    }
}
