package polymath.app.chat;

import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;

/// What a chat without messages shows around the composer: one line above it, three examples below.
final class EmptyChat {
    private final VBox greeting;
    private final HBox examples;

    EmptyChat(ChatViewModel chat, Strings strings, ChatView.Surroundings around) {
        Label line = new Label(strings.get("empty.title"));
        line.getStyleClass().add("greeting");
        greeting = new VBox(line);
        examples = new HBox(
                example(
                        strings,
                        "document",
                        () -> around.accept().accept(around.picker().documents())),
                example(strings, "ask", () -> chat.draftProperty().set(strings.get("empty.ask.message"))),
                example(strings, "text", () -> chat.draftProperty().set(strings.get("empty.text.message"))));
        examples.getStyleClass().add("examples");
    }

    Region greeting() {
        return greeting;
    }

    Region examples() {
        return examples;
    }

    private static Node example(Strings strings, String name, Runnable action) {
        VBox words = new VBox();
        words.getStyleClass().add("example-words");
        for (String part : List.of("title", "text"))
            words.getChildren().add(new PlainFlow(strings.get("empty." + name + "." + part), "example-" + part));
        Button card = new Button();
        card.setGraphic(words);
        card.getStyleClass().setAll("button", "example");
        card.setAccessibleRole(AccessibleRole.BUTTON);
        card.setAccessibleText(strings.get("empty." + name + ".title"));
        card.setMaxWidth(Double.MAX_VALUE);
        card.setOnAction(event -> action.run());
        // three equal columns, whatever the words
        card.setPrefWidth(100);
        words.prefWidthProperty().bind(card.widthProperty().subtract(32));
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }
}
