package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.storage.AnswerDetails;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;
import polymath.engine.api.Usage;

/// What can be done with an answer and what it took. Under the last answer it always shows; under the others while the
/// mouse is over the answer or a button has the focus. A choice of versions and a thumb stay in sight.
record FooterRow(MessageModel message, boolean last, MessageActions actions) implements VirtualColumn.Row {

    @Override
    public Object group() {
        return message.id();
    }

    @Override
    public double gap() {
        return 8;
    }

    @Override
    public double estimate(double width) {
        return 28;
    }

    @Override
    public Region build() {
        Strings strings = actions.strings();
        ChatViewModel chat = actions.chat();
        HBox buttons = new HBox();
        if (!message.text().isEmpty())
            buttons.getChildren()
                    .addAll(
                            Buttons.quiet(strings.get("copy"), () -> actions.copy(message)),
                            whileIdle(Buttons.quiet(strings.get("again"), () -> chat.again(message))),
                            Buttons.icon(
                                    Feather.INFO,
                                    strings.get("about.open"),
                                    () -> actions.about().accept(message)));
        buttons.getChildren()
                .add(whileIdle(
                        Buttons.icon(Feather.TRASH_2, strings.get("message.delete"), () -> chat.delete(message))));
        buttons.getStyleClass().add("message-buttons");
        buttons.setAlignment(Pos.CENTER_LEFT);
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Label details = new Label(message.details().map(this::words).orElse(""));
        details.getStyleClass().add("caption");
        HBox row = new HBox(new VersionArrows(message, chat, strings), buttons);
        if (!message.text().isEmpty())
            row.getChildren()
                    .add(new ThumbButtons(message, chat, strings, last ? Optional.empty() : Optional.of(group())));
        row.getChildren().addAll(space, details);
        row.getStyleClass().add("footer-row");
        row.setAlignment(Pos.CENTER_LEFT);
        if (!last) {
            HoverReveal.install(buttons, group());
            HoverReveal.install(details, group());
        }
        return row;
    }

    private Button whileIdle(Button button) {
        button.disableProperty().bind(actions.chat().phaseProperty().map(Phase::working));
        return button;
    }

    private String words(AnswerDetails details) {
        Usage usage = details.usage();
        Strings strings = actions.strings();
        List<String> parts = new ArrayList<>();
        parts.add(strings.get("details.tokens", usage.generatedTokens()));
        if (usage.secondsToFirstToken() > 0) parts.add(strings.get("details.read", usage.secondsToFirstToken()));
        if (usage.decodeTokensPerSecond() > 0) parts.add(strings.get("details.speed", usage.decodeTokensPerSecond()));
        return String.join(" · ", parts);
    }
}
