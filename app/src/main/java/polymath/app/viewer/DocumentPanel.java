package polymath.app.viewer;

import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import polymath.app.citation.Spot;
import polymath.app.storage.Attachment;
import polymath.app.ui.PanelHeader;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.VirtualColumn;
import polymath.engine.api.Document;

/// The right panel that shows a document exactly as the model gets it, page by page under its marks, and the passage
/// that an answer speaks of. FX thread only.
public final class DocumentPanel extends VBox {
    private static final int TITLE_CHARS = 80;

    private final Strings strings;
    private final Label title = new Label();
    private final VirtualColumn column = new VirtualColumn();
    private final PageJump jump;
    private Optional<Shown> shown = Optional.empty();
    /// The page gone to last: near the end it cannot come to the top.
    private int aimed;

    private record Shown(Attachment attachment, Document document, DocumentRows rows) {}

    public DocumentPanel(Strings strings, Runnable close) {
        this.strings = strings;
        getStyleClass().addAll("panel", "document-panel");
        title.setMinWidth(0);
        jump = new PageJump(strings, this::jumpTo, this::step);
        column.setAccessibleText(strings.get("viewer.text"));
        column.offerCopying(strings);
        column.topRowProperty().subscribe(row -> showPage());
        VBox.setVgrow(column, Priority.ALWAYS);
        getChildren().addAll(new PanelHeader(title, strings, close), jump, column);
    }

    /// Shows a document at a place; the same document stays as it is but for that.
    public void show(Spot spot) {
        Attachment attachment = spot.document();
        if (shown.filter(s -> s.attachment().equals(attachment)).isEmpty()) open(attachment);
        Shown now = shown.orElseThrow();
        DocumentRows.Lit lit = now.rows().lit(spot);
        aimed = spot.page();
        column.setRows(now.rows().rows(spot));
        column.mark(lit.passage());
        if (lit.passage().isPresent()) column.reveal(lit.row(), 0);
        else column.scrollToRow(spot.cited() ? lit.row() : 0);
        showPage();
    }

    /// For the keys that scroll.
    public void focusText() {
        column.requestFocus();
    }

    private void open(Attachment attachment) {
        Document document = attachment.document();
        List<String> remarks = DocumentWords.remarks(attachment, strings);
        shown = Optional.of(new Shown(
                attachment,
                document,
                new DocumentRows(document, Optional.of(new AboutRow(strings.get("viewer.what"), remarks)))));
        title.setText(SafeText.line(attachment.name(), TITLE_CHARS));
        title.setTooltip(new Tooltip(title.getText()));
        jump.setDocument(
                DocumentWords.kind(document.pages().getFirst().label()),
                document.pages().getLast().page());
    }

    private void showPage() {
        shown.ifPresent(s -> {
            int page = pageInView(s);
            jump.show(
                    s.document().pages().get(page).page(),
                    page == 0,
                    page == s.document().pages().size() - 1);
        });
    }

    private void jumpTo(int number) {
        shown.ifPresent(s -> goTo(s, s.rows().pageNumbered(number)));
    }

    private void step(int by) {
        shown.ifPresent(s -> {
            int last = s.document().pages().size() - 1;
            int from = column.isNeedsLayout() ? aimed : pageInView(s); // two presses may come before a frame
            goTo(s, Math.clamp(from + by, 0, last));
        });
    }

    private int pageInView(Shown s) {
        int top = s.rows().pageOf(column.topRowProperty().get());
        return column.atEndProperty().get() ? Math.max(top, aimed) : top;
    }

    private void goTo(Shown s, int page) {
        aimed = page;
        column.scrollToRow(page == 0 ? 0 : s.rows().firstRow(page));
        showPage();
    }
}
