package polymath.app.ui;

import java.util.Locale;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// A tinted card that says what happened and offers what to do next: beside the words, or below them where that leaves
/// the words too little room.
public final class Card extends Region {
    /// Of the width, at most, that the buttons take beside the words.
    private static final double MOST_BESIDE = 0.45;

    private static final double GAP = 16;

    private final VBox words = new VBox();
    private final HBox actions;

    /// How serious it is; shown by tint, edge and words, never by colour alone.
    public enum Tone {
        NEUTRAL,
        WARN,
        ERROR
    }

    /// @param headline in one line, may be empty
    /// @param sentence what happened, what was kept
    public Card(Tone tone, String headline, String sentence, Button... buttons) {
        getStyleClass().setAll("card", "tone-" + tone.name().toLowerCase(Locale.ROOT));
        words.getStyleClass().add("card-words");
        if (!headline.isEmpty()) words.getChildren().add(new PlainFlow(headline, "card-headline"));
        words.getChildren().add(new PlainFlow(sentence, "card-sentence"));
        actions = new HBox(GAP, buttons);
        actions.setAlignment(Pos.CENTER_LEFT);
        for (Button button : buttons) button.setMinWidth(USE_PREF_SIZE);
        getChildren().add(words);
        if (buttons.length > 0) getChildren().add(actions);
    }

    private boolean hasActions() {
        return getChildren().contains(actions);
    }

    /// Whether the buttons stand beside the words.
    private boolean beside(double width) {
        return actions.prefWidth(-1) <= MOST_BESIDE * width;
    }

    private double wordsWidth(double width) {
        return hasActions() && beside(width) ? width - GAP - actions.prefWidth(-1) : width;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        Insets insets = getInsets();
        return insets.getLeft() + insets.getRight() + (hasActions() ? actions.prefWidth(-1) : 0);
    }

    @Override
    protected double computePrefWidth(double height) {
        Insets insets = getInsets();
        double all = words.prefWidth(-1) + (hasActions() ? GAP + actions.prefWidth(-1) : 0);
        return insets.getLeft() + all + insets.getRight();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        Insets insets = getInsets();
        double inner = (width < 0 ? prefWidth(-1) : width) - insets.getLeft() - insets.getRight();
        double text = words.prefHeight(wordsWidth(inner));
        double height = text;
        if (hasActions()) {
            double buttons = actions.prefHeight(-1);
            height = beside(inner) ? Math.max(text, buttons) : text + GAP + buttons;
        }
        return insets.getTop() + height + insets.getBottom();
    }

    @Override
    protected double computeMaxHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double x = insets.getLeft();
        double y = insets.getTop();
        double inner = getWidth() - x - insets.getRight();
        double height = getHeight() - y - insets.getBottom();
        double textWidth = wordsWidth(inner);
        double text = words.prefHeight(textWidth);
        if (!hasActions() || beside(inner)) {
            words.resizeRelocate(x, snapPositionY(y + (height - text) / 2), textWidth, text);
        } else {
            words.resizeRelocate(x, y, textWidth, text);
        }
        double width = actions.prefWidth(-1);
        double buttons = actions.prefHeight(-1);
        double top = beside(inner) ? y + (height - buttons) / 2 : y + text + GAP;
        actions.resizeRelocate(
                snapPositionX(beside(inner) ? x + inner - width : x), snapPositionY(top), width, buttons);
    }
}
