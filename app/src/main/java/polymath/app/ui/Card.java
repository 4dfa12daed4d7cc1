package polymath.app.ui;

import java.util.Locale;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A tinted card that says what happened and offers what to do next.
public final class Card extends HBox {

    /// How serious it is; shown by tint, edge and words, never by colour alone.
    public enum Tone {
        NEUTRAL,
        WARN,
        ERROR
    }

    /// @param headline in one line, may be empty
    /// @param sentence what happened, what was kept
    public Card(Tone tone, String headline, String sentence, Button... actions) {
        getStyleClass().setAll("card", "tone-" + tone.name().toLowerCase(Locale.ROOT));
        setAlignment(Pos.CENTER_LEFT);
        VBox words = new VBox();
        words.getStyleClass().add("card-words");
        words.setMinWidth(0);
        if (!headline.isEmpty()) words.getChildren().add(new PlainFlow(headline, "card-headline"));
        words.getChildren().add(new PlainFlow(sentence, "card-sentence"));
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().add(words);
        for (Button action : actions) {
            action.setMinWidth(Region.USE_PREF_SIZE);
            getChildren().add(action);
        }
    }
}
