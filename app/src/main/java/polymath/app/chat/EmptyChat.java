package polymath.app.chat;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;
import polymath.app.ui.Tile;

/// What a chat without messages shows around the composer: one line above it, three examples below.
final class EmptyChat {
    private final VBox greeting;
    private final Region examples;

    EmptyChat(ChatViewModel chat, Strings strings, ChatView.Surroundings around) {
        Label line = new Label(strings.get("empty.title"));
        line.getStyleClass().add("greeting");
        greeting = new VBox(line);
        if (chat.temporary()) {
            Label temporary = new Label(strings.get("empty.temporary"), new FontIcon(Feather.EYE_OFF));
            temporary.getStyleClass().add("muted");
            greeting.getStyleClass().add("greeting-lines");
            greeting.getChildren().add(temporary);
        }
        examples = new Columns(
                example(
                        strings,
                        "document",
                        () -> around.accept().accept(around.picker().documents())),
                example(strings, "ask", () -> chat.draftProperty().set(strings.get("empty.ask.message"))),
                example(strings, "text", () -> chat.draftProperty().set(strings.get("empty.text.message"))));
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
        return card;
    }

    /// Columns of one width and height, whatever the words.
    private static final class Columns extends Region {
        private static final double GAP = 12;

        Columns(Node... cards) {
            getChildren().addAll(cards);
        }

        @Override
        protected double computePrefHeight(double width) {
            double column = columnWidth(width);
            return getChildren().stream()
                    .mapToDouble(card -> card.prefHeight(column))
                    .max()
                    .orElse(0);
        }

        @Override
        protected void layoutChildren() {
            double column = columnWidth(getWidth());
            for (int i = 0; i < getChildren().size(); i++)
                getChildren().get(i).resizeRelocate(i * (column + GAP), 0, column, getHeight());
        }

        private double columnWidth(double width) {
            int n = getChildren().size();
            return Math.floor((width - GAP * (n - 1)) / n);
        }
    }
}
