package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import polymath.app.ui.Buttons;
import polymath.app.ui.Strings;
import polymath.app.viewer.DocumentWords;
import polymath.engine.api.Document;

/// Asks which pages of a document are to be read: “12–40”, or one number. Nothing else can be chosen.
final class PageRangeChoice extends FlowPane {
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d{1,7})(?:\\s*[-–]\\s*(\\d{1,7}))?\\s*");

    /// Pages of a document, by their numbers.
    record Pages(Document.Page first, Document.Page last) {}

    private final TextField field = new TextField();

    /// @param cancel where something else is to be done
    PageRangeChoice(
            Document document, Strings strings, BiConsumer<Document.Page, Document.Page> choose, Runnable cancel) {
        getStyleClass().add("depth-choice");
        List<Document.Page> pages = document.pages();
        Label what = new Label(strings.get(DocumentWords.kindKey(
                "range", DocumentWords.kind(pages.getFirst().label()))));
        what.getStyleClass().add("caption");
        what.setLabelFor(field);
        int last = pages.getLast().page();
        field.setPromptText("1–" + last);
        field.setPrefColumnCount(8);
        field.setAccessibleText(what.getText());
        Label of = new Label(strings.get("viewer.of", last));
        of.getStyleClass().add("caption");
        HBox range = new HBox(what, field, of);
        range.getStyleClass().add("page-range");
        range.setAlignment(Pos.CENTER_LEFT);
        Button use = Buttons.plain(
                strings.get("range.use"),
                () -> pages(field.getText(), document).ifPresent(p -> choose.accept(p.first(), p.last())));
        use.getStyleClass().add("chip");
        use.disableProperty()
                .bind(field.textProperty().map(text -> pages(text, document).isEmpty()));
        field.setOnAction(event -> use.fire());
        Button back = Buttons.plain(strings.get("cancel"), cancel);
        back.getStyleClass().add("chip");
        getChildren().addAll(range, use, back);
    }

    void focusField() {
        field.requestFocus();
    }

    /// The first and the last page with text that a range has; empty where it is no range or has none.
    static Optional<Pages> pages(String text, Document document) {
        Matcher range = RANGE.matcher(text);
        if (!range.matches()) return Optional.empty();
        int from = Integer.parseInt(range.group(1));
        int to = range.group(2) == null ? from : Integer.parseInt(range.group(2));
        List<Document.Page> within = document.pages().stream()
                .filter(page -> page.page() >= from && page.page() <= to)
                .toList();
        return within.isEmpty() ? Optional.empty() : Optional.of(new Pages(within.getFirst(), within.getLast()));
    }
}
