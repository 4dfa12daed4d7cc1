package polymath.app.chat;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import polymath.app.ui.Buttons;
import polymath.app.ui.PlainFlow;
import polymath.app.ui.Strings;
import polymath.app.ui.Tile;

/// What a chat without messages shows around the composer: a greeting above it, three examples below. With the demo
/// model the greeting says how little that can do, and leads to the real one.
final class EmptyChat {
    private final ChatViewModel chat;
    private final Strings strings;
    private final ChatView.Surroundings around;
    private final VBox greeting = new VBox();
    private final Columns examples = new Columns();

    EmptyChat(ChatViewModel chat, Strings strings, ChatView.Surroundings around) {
        this.chat = chat;
        this.strings = strings;
        this.around = around;
        greeting.getStyleClass().add("empty-greeting");
        greeting.setAlignment(Pos.CENTER_LEFT);
    }

    Region greeting() {
        return greeting;
    }

    Region examples() {
        return examples;
    }

    /// @param demo whether the demo model will answer
    void show(boolean demo) {
        Label line = new Label(strings.get(demo ? "demo.title" : "empty.title"));
        line.getStyleClass().add("greeting");
        greeting.getChildren().setAll(line);
        if (chat.temporary()) {
            Label temporary = new Label(strings.get("empty.temporary"), new FontIcon(Feather.EYE_OFF));
            temporary.getStyleClass().add("muted");
            greeting.getChildren().add(temporary);
        }
        Node document = example(
                "empty.document", () -> around.accept().accept(around.picker().documents()));
        if (demo) {
            PlainFlow what = new PlainFlow(strings.get("demo.what"), "body");
            what.setTextAlignment(TextAlignment.LEFT);
            greeting.getChildren().addAll(what, Buttons.plain(strings.get("demo.real"), around.realModel()));
            examples.show(document, asking("demo.ask"), asking("demo.sum"));
        } else {
            examples.show(document, asking("empty.ask"), asking("empty.text"));
        }
    }

    private Node asking(String key) {
        return example(key, () -> chat.draftProperty().set(strings.get(key + ".message")));
    }

    private Node example(String key, Runnable action) {
        String title = strings.get(key + ".title");
        return new Tile(
                "example",
                title,
                action,
                new PlainFlow(title, "example-title"),
                new PlainFlow(strings.get(key + ".text"), "example-text"));
    }

    /// Columns of one width and height, whatever the words.
    private static final class Columns extends Region {
        private static final double GAP = 12;

        void show(Node... cards) {
            getChildren().setAll(cards);
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
            int n = Math.max(1, getChildren().size());
            return Math.floor((width - GAP * (n - 1)) / n);
        }
    }
}
