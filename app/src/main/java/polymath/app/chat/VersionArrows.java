package polymath.app.chat;

import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;

/// "2/3" between arrows: which version of a message is shown. Takes no room while there is only one.
final class VersionArrows extends HBox {

    VersionArrows(MessageModel message, ChatViewModel chat, Strings strings) {
        getStyleClass().add("version-arrows");
        setAlignment(Pos.CENTER_LEFT);
        setMinWidth(USE_PREF_SIZE);
        setMaxWidth(USE_PREF_SIZE);
        Button earlier = arrow(Feather.CHEVRON_LEFT, strings.get("version.earlier"), -1, message, chat);
        Button later = arrow(Feather.CHEVRON_RIGHT, strings.get("version.later"), 1, message, chat);
        Label place = new Label();
        place.getStyleClass().add("caption");
        place.textProperty()
                .bind(message.versionsProperty().map(v -> strings.get("version.of", v.number(), v.count())));
        getChildren().addAll(earlier, place, later);
        visibleProperty().bind(message.versionsProperty().map(v -> v.count() > 1));
        managedProperty().bind(visibleProperty());
    }

    private static Button arrow(Feather icon, String name, int step, MessageModel message, ChatViewModel chat) {
        Button button = Buttons.icon(icon, name, () -> chat.showVersion(message, step));
        button.disableProperty()
                .bind(Bindings.createBooleanBinding(
                        () -> chat.phaseProperty().get().working()
                                || message.versions().step(step).isEmpty(),
                        chat.phaseProperty(),
                        message.versionsProperty()));
        return button;
    }
}
