package polymath.app.ui;

import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

/// Draws one [Block] with the quotes and list marker around it.
final class BlockView extends Region {
    private static final double QUOTE_STEP = 16;
    private static final double QUOTE_BAR = 2;
    private static final double LIST_STEP = 24;
    /// Deeper levels are not moved further in: the text must keep its width.
    private static final int DEEPEST = 8;

    private final Region content;
    private final Label marker;
    private final List<Region> bars;
    private final double left;

    private BlockView(Region content, Block.Frame frame) {
        this.content = content;
        int quotes = Math.min(DEEPEST, frame.quotes());
        marker = new Label(frame.marker());
        marker.getStyleClass().setAll("marker");
        bars = java.util.stream.Stream.generate(Region::new).limit(quotes).toList();
        bars.forEach(bar -> bar.getStyleClass().setAll("quote-bar"));
        left = quotes * QUOTE_STEP + Math.min(DEEPEST, frame.indent()) * LIST_STEP;
        if (quotes > 0) getStyleClass().add("quoted");
        getChildren().addAll(bars);
        if (!frame.marker().isEmpty()) getChildren().add(marker);
        getChildren().add(content);
    }

    /// @param writing shows a caret at the block's end
    /// @param notes on each of its flows, see [BlockRow]
    static BlockView of(Block block, boolean writing, List<List<TextNote>> notes, BlockActions actions) {
        Region content = switch (block) {
            case Block.Paragraph p -> prose(p.spans(), "body", writing, first(notes), actions);
            case Block.Heading h -> prose(h.spans(), "h" + Math.min(4, h.level()), writing, first(notes), actions);
            case Block.Code c -> code(c, writing, actions);
            case Block.Table t -> new TableGrid(t, notes, actions.open());
            case Block.Rule ignored -> rule();
        };
        return new BlockView(content, block.frame());
    }

    private static List<TextNote> first(List<List<TextNote>> notes) {
        return notes.isEmpty() ? List.of() : notes.getFirst();
    }

    private static TextFlow prose(
            List<Span> spans, String styleClass, boolean writing, List<TextNote> notes, BlockActions actions) {
        Prose prose = Prose.of(spans, styleClass, actions.open(), notes);
        prose.setWriting(writing);
        prose.setAccessibleRole(AccessibleRole.TEXT);
        StringBuilder text = new StringBuilder();
        spans.forEach(span -> text.append(span.text()));
        prose.setAccessibleText(text.toString());
        return prose;
    }

    private static Region rule() {
        Region rule = new Region();
        rule.getStyleClass().setAll("rule");
        return rule;
    }

    private static Region code(Block.Code code, boolean writing, BlockActions actions) {
        Prose prose = Prose.code(code.runs());
        prose.setWriting(writing);
        VBox box = new VBox();
        box.getStyleClass().setAll("code-block");
        if (code.part().first()) {
            Label language = new Label(code.language());
            language.getStyleClass().add("caption");
            HBox.setHgrow(language, Priority.ALWAYS);
            language.setMaxWidth(Double.MAX_VALUE);
            Button copy = new Button(actions.strings().get("copy"));
            copy.getStyleClass().setAll("button", "quiet");
            copy.setOnAction(ignored -> actions.copy().accept(code.whole()));
            HBox header = new HBox(language, copy);
            header.setAlignment(Pos.CENTER_LEFT);
            header.getStyleClass().setAll("code-header");
            box.getChildren().add(header);
            box.getStyleClass().add("first");
        }
        if (code.part().last()) box.getStyleClass().add("last");
        VBox.setMargin(
                prose, new Insets(code.part().first() ? 12 : 0, 16, code.part().last() ? 12 : 0, 16));
        box.getChildren().add(prose);
        return box;
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computePrefWidth(double height) {
        return left + content.prefWidth(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        return content.prefHeight(width < 0 ? -1 : Math.max(1, width - left));
    }

    @Override
    protected void layoutChildren() {
        double height = getHeight();
        for (int i = 0; i < bars.size(); i++) bars.get(i).resizeRelocate(i * QUOTE_STEP, 0, QUOTE_BAR, height);
        if (marker.getParent() != null) {
            double width = Math.max(LIST_STEP, marker.prefWidth(-1));
            layoutInArea(
                    marker,
                    left - LIST_STEP,
                    0,
                    width,
                    marker.prefHeight(-1),
                    0,
                    null,
                    javafx.geometry.HPos.LEFT,
                    VPos.TOP);
        }
        content.resizeRelocate(left, 0, Math.max(1, getWidth() - left), height);
    }
}
