package polymath.app.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import polymath.app.citation.Spot;
import polymath.app.citation.TextRange;
import polymath.app.storage.Attachment;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.VirtualColumn.Row;
import polymath.engine.api.Document;

class DocumentRowsTest {
    private static final Document TWO = new Document(
            "two.txt",
            List.of(
                    new Document.Page(3, "p. 3", "First.\n\nSecond line one\nand two."),
                    new Document.Page(7, "p. 7", "Third.")));

    private static String text(List<Row> rows, int page) {
        StringBuilder text = new StringBuilder();
        for (Row row : rows)
            if (row instanceof ParagraphRow p && p.page() == page)
                text.append(text.isEmpty() || p.joined() ? "" : "\n\n").append(p.text());
        return text.toString();
    }

    private static Spot spot(int page, boolean cited, Optional<TextRange> passage) {
        return new Spot(new Attachment("two.txt", ""), page, cited, passage);
    }

    @Test
    void eachPageStandsUnderItsMarkAsTheModelGetsIt() {
        String lines = "A line of a long table, with words.\n".repeat(400).strip();
        String blank = "One.\n\nTwo.\n\n\n\nThree.";
        String wide = "word ".repeat(3_000).strip();
        Document document = new Document(
                "odd.txt",
                List.of(
                        new Document.Page(1, "p. 1", lines),
                        new Document.Page(2, "p. 2", wide),
                        new Document.Page(3, "p. 3", blank)));
        List<Row> rows = new DocumentRows(document, Optional.empty()).rows(spot(0, false, Optional.empty()));
        assertThat(text(rows, 0).replace("\n", "")).isEqualTo(lines.replace("\n", ""));
        assertThat(rows.stream().filter(ParagraphRow.class::isInstance).map(row -> ((ParagraphRow) row).text()))
                .noneMatch(text -> text.startsWith("\n") || text.endsWith("\n"));
        assertThat(text(rows, 1)).isEqualTo(wide);
        assertThat(text(rows, 2).replaceAll("\n+", "\n")).isEqualTo(blank.replaceAll("\n+", "\n"));
        assertThat(rows.stream()
                        .filter(MarkRow.class::isInstance)
                        .map(row -> ((MarkRow) row).label())
                        .collect(Collectors.joining(",")))
                .isEqualTo("p. 1,p. 2,p. 3");
        assertThat(rows)
                .allMatch(row -> !(row instanceof ParagraphRow p) || p.text().length() <= 4_000);
    }

    @Test
    void aPageIsFoundByItsNumberOrTheOneBefore() {
        DocumentRows rows = new DocumentRows(TWO, Optional.of(new AboutRow("", List.of())));
        assertThat(List.of(rows.pageNumbered(1), rows.pageNumbered(3), rows.pageNumbered(6), rows.pageNumbered(9)))
                .containsExactly(0, 0, 0, 1);
        assertThat(rows.firstRow(1)).isEqualTo(4);
        assertThat(List.of(rows.pageOf(0), rows.pageOf(1), rows.pageOf(3), rows.pageOf(4), rows.pageOf(5)))
                .containsExactly(0, 0, 0, 1, 1);
    }

    @Test
    void aPassageIsLitInItsParagraphOnly() {
        DocumentRows rows = new DocumentRows(TWO, Optional.empty());
        DocumentRows.Lit lit = rows.lit(spot(0, true, Optional.of(new TextRange(15, 19))));
        assertThat(lit.row()).isEqualTo(2);
        TextMatcher matcher = lit.passage().orElseThrow();
        assertThat(matcher.in("First.")).isEmpty();
        assertThat(matcher.in("Second line one\nand two.")).containsExactly(new TextMatcher.Place(7, 11));
    }

    @Test
    void aPassageIsFoundBehindCharactersThatAreNotDrawn() {
        Document hidden =
                new Document("h", List.of(new Document.Page(1, "p. 1", "A\u200B\u200B\u200Bbc passage here.")));
        DocumentRows rows = new DocumentRows(hidden, Optional.empty());
        TextMatcher matcher = rows.lit(spot(0, true, Optional.of(new TextRange(7, 14))))
                .passage()
                .orElseThrow();
        assertThat(matcher.in("Abc passage here.")).containsExactly(new TextMatcher.Place(4, 11));
    }

    @Test
    void aPageWithoutAPassageIsLitAsAWhole() {
        DocumentRows rows = new DocumentRows(TWO, Optional.empty());
        List<Row> shown = rows.rows(spot(0, true, Optional.empty()));
        assertThat(shown.subList(0, 3))
                .allMatch(row -> row instanceof MarkRow m ? m.lit() : ((ParagraphRow) row).lit());
        assertThat(shown.subList(3, 5))
                .noneMatch(row -> row instanceof MarkRow m ? m.lit() : ((ParagraphRow) row).lit());
        assertThat(rows.rows(spot(0, false, Optional.empty())))
                .noneMatch(row -> row instanceof MarkRow m ? m.lit() : ((ParagraphRow) row).lit());
    }
}
