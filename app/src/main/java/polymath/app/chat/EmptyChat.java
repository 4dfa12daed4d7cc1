package polymath.app.chat;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;
import polymath.app.ui.Tile;

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
        String title = strings.get("empty." + name + ".title");
        Tile card = new Tile(
                "example",
                title,
                action,
                new PlainFlow(title, "example-title"),
                new PlainFlow(strings.get("empty." + name + ".text"), "example-text"));
        card.setPrefWidth(1); // equal columns, whatever the words
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }
}
