package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.shape.Path;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import polymath.app.Fx;
import polymath.app.ui.VirtualColumn.Row;

/// Text is chosen with the mouse and copied, as a reader sees it.
class ColumnSelectionTest {
    private static final String TEXT = """
            The harbour of **Emden** has `berth 7` and [a link](https://example.org/page).

            - First
              - Within it
            - Second

            | Quarter | Cars |
            |---|---|
            | First | 310,000 |

            ```java
            int a = 1;
            int b = 2;
            ```

            The end.
            """;

    private final VirtualColumn column = Fx.fx(VirtualColumn::new);
    private final Stage stage = Columns.show(column, 700);

    @BeforeEach
    void show() {
        Fx.run(() -> column.setRows(rows(TEXT)));
        Fx.settle(stage.getScene());
    }

    @AfterEach
    void close() {
        Fx.run(stage::close);
    }

    @Test
    void aDragChoosesFromLetterToLetter() {
        drag(point(0, 4), point(0, 20));
        assertThat(copied()).isEqualTo("harbour of Emden");
        assertThat(chosenShapes()).isEqualTo(1);
        drag(point(0, 20), point(0, 4));
        assertThat(copied()).as("upwards").isEqualTo("harbour of Emden");
        click(point(0, 2), 1, false);
        assertThat(chosenShapes()).as("a click lets go").isZero();
    }

    @Test
    void aDragGoesOverParagraphsListsTablesAndCode() {
        drag(point(0, 15), point(flows() - 1, 7));
        assertThat(copied()).isEqualTo("""
                Emden has berth 7 and a link.

                • First
                  – Within it
                • Second

                Quarter	Cars
                First	310,000

                int a = 1;
                int b = 2;

                The end""");
    }

    @Test
    void twoClicksChooseAWordThreeAParagraphShiftGoesOn() {
        click(point(0, 6), 2, false);
        assertThat(copied()).isEqualTo("harbour");
        click(point(0, 6), 3, false);
        assertThat(copied()).startsWith("The harbour of Emden has berth 7");
        click(point(0, 4), 1, false);
        click(point(0, 11), 1, true);
        assertThat(copied()).isEqualTo("harbour");
    }

    @Test
    void allOfALongTextIsCopiedThoughMostOfItHasNoNodes() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3_000; i++) text.append("Paragraph ").append(i).append(".\n\n");
        Fx.run(() -> column.setRows(rows(text.toString())));
        Fx.settle(stage.getScene());
        Fx.run(() -> Event.fireEvent(column, key(KeyCode.A)));
        Fx.settle(stage.getScene());
        assertThat(copied()).isEqualTo(text.toString().strip());
    }

    @Test
    void aTextThatGrowsBelowKeepsWhatIsChosenAndAnotherTextDoesNot() {
        drag(point(0, 4), point(0, 20));
        Fx.run(() -> column.setRows(rows(TEXT + "\nMore.\n")));
        Fx.settle(stage.getScene());
        assertThat(copied()).isEqualTo("harbour of Emden");
        Fx.run(() -> column.setRows(Columns.rows("another", OpenMarkdown.parse("Something else."))));
        Fx.settle(stage.getScene());
        assertThat(chosenShapes()).isZero();
    }

    private String copied() {
        return Fx.fx(() -> {
            Event.fireEvent(column, key(KeyCode.C));
            return Clipboard.getSystemClipboard().getString();
        });
    }

    private static KeyEvent key(KeyCode code) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, true, false, false);
    }

    private long chosenShapes() {
        return Fx.fx(() -> column.lookupAll(".chosen-text").stream()
                .filter(shape -> !((Path) shape).getElements().isEmpty())
                .count());
    }

    private int flows() {
        return Fx.fx(() -> MarkedFlow.in(column).size());
    }

    /// In the scene, the left edge of a character of a flow that is in sight.
    private Point2D point(int flow, int index) {
        return Fx.fx(() -> {
            List<MarkedFlow> flows = MarkedFlow.in(column);
            flows.sort(java.util.Comparator.<MarkedFlow>comparingDouble(
                            f -> f.localToScene(0, 0).getY())
                    .thenComparingDouble(f -> f.localToScene(0, 0).getX()));
            MarkedFlow shown = flows.get(flow);
            Bounds bounds =
                    shown.localToScene(new Path(shown.getRangeShape(index, index + 1, false)).getLayoutBounds());
            return new Point2D(bounds.getMinX() + 2, bounds.getCenterY());
        });
    }

    private void drag(Point2D from, Point2D to) {
        Fx.run(() -> {
            fire(MouseEvent.MOUSE_PRESSED, from, 1, false, true);
            fire(MouseEvent.MOUSE_DRAGGED, to, 1, false, false);
            fire(MouseEvent.MOUSE_RELEASED, to, 1, false, false);
        });
        Fx.settle(stage.getScene());
    }

    private void click(Point2D at, int count, boolean shift) {
        Fx.run(() -> {
            fire(MouseEvent.MOUSE_PRESSED, at, count, shift, true);
            fire(MouseEvent.MOUSE_RELEASED, at, count, shift, true);
        });
        Fx.settle(stage.getScene());
    }

    private void fire(EventType<MouseEvent> type, Point2D at, int clicks, boolean shift, boolean still) {
        boolean down = type != MouseEvent.MOUSE_RELEASED;
        Event.fireEvent(
                column,
                new MouseEvent(
                        type,
                        at.getX(),
                        at.getY(),
                        at.getX(),
                        at.getY(),
                        MouseButton.PRIMARY,
                        clicks,
                        shift,
                        false,
                        false,
                        false,
                        down,
                        false,
                        false,
                        false,
                        false,
                        still,
                        null));
    }

    private static List<Row> rows(String text) {
        return Columns.rows("answer", OpenMarkdown.parse(text));
    }
}
