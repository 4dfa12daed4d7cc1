package polymath.app.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import polymath.app.Fx;
import polymath.app.ui.VirtualColumn.Row;

class VirtualColumnTest {
    /// Longest the FX thread may be busy with one frame here. The machine of a test run is slow and shared; without the
    /// limits on text the Hindi paragraph takes eleven seconds and the marks a minute.
    private static final long STALL_MILLIS = 1_500;

    private final VirtualColumn column = Fx.fx(VirtualColumn::new);
    private final Stage stage = Columns.show(column, 600);

    @AfterEach
    void close() {
        Fx.run(stage::close);
    }

    @Test
    void onlyRowsNearTheViewportHaveNodes() {
        show(paragraphs(5_000));
        assertThat(Fx.fx(column::nodeCount)).isBetween(10, 120);
    }

    @Test
    void theEndIsFollowedUntilTheUserScrollsUp() {
        show(paragraphs(200));
        assertThat(Fx.fx(() -> column.atEndProperty().get())).isTrue();
        show(paragraphs(220));
        assertThat(Fx.fx(() -> column.atEndProperty().get())).isTrue();
        Fx.run(() -> column.scrollToRow(50));
        Fx.settle(stage.getScene());
        assertThat(Fx.fx(() -> column.atEndProperty().get())).isFalse();
        double before = Fx.fx(this::topOfFirstVisible);
        show(paragraphs(260));
        assertThat(Fx.fx(() -> column.atEndProperty().get())).isFalse();
        assertThat(Fx.fx(this::topOfFirstVisible)).isEqualTo(before);
        Fx.run(column::scrollToEnd);
        Fx.settle(stage.getScene());
        assertThat(Fx.fx(() -> column.atEndProperty().get())).isTrue();
    }

    @Test
    void aShortTextStartsAtTheTop() {
        show(paragraphs(2));
        assertThat(Fx.fx(this::topOfFirstVisible)).isEqualTo(24);
    }

    static Stream<Arguments> hostileTexts() {
        String hindi = "यह एक बहुत लंबा अनुच्छेद है जो कभी समाप्त नहीं होता और आगे बढ़ता रहता है ";
        return Stream.of(
                Arguments.of("10,500 characters of Hindi", hindi.repeat(150)),
                Arguments.of("5,000 words with 4 marks", ("e" + "\u0301".repeat(4) + "x ").repeat(5_000)),
                Arguments.of("towers of marks", ("a" + "\u0300".repeat(2_000)).repeat(50)),
                Arguments.of("one line of 1 MB", "x".repeat(1_000_000)),
                Arguments.of("1 MB of words", "word ".repeat(200_000)),
                Arguments.of("10,000 nested quotes", "> ".repeat(10_000) + "deep"),
                Arguments.of("code of 20,000 lines", "```java\n" + "int a = 1;\n".repeat(20_000) + "```"),
                Arguments.of("a table of 5,000 rows", "|a|b|\n|-|-|\n" + "|1|2|\n".repeat(5_000)),
                Arguments.of("Arabic that wraps", "هذا نص طويل جدا لا ينتهي أبدا ويستمر في الكتابة ".repeat(200)),
                Arguments.of("direction overrides", "\u202Eabc\u202D\u2066def ".repeat(3_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileTexts")
    void hostileTextDoesNotStopTheWindow(String name, String text) {
        List<Block> blocks = OpenMarkdown.parse(text);
        long worst = 0;
        List<Row> rows = Columns.rows("answer", blocks);
        worst = Math.max(worst, frame(() -> column.setRows(rows)));
        worst = Math.max(worst, frame(() -> column.scrollToRow(0)));
        worst = Math.max(worst, frame(() -> column.scrollToRow(rows.size() / 2)));
        worst = Math.max(worst, frame(column::scrollToEnd));
        assertThat(worst).as("longest frame in milliseconds").isLessThan(STALL_MILLIS);
    }

    /// How long the FX thread needs for an action and the layout it causes.
    private long frame(Runnable action) {
        return Fx.fx(() -> {
            long start = System.nanoTime();
            action.run();
            stage.getScene().getRoot().applyCss();
            stage.getScene().getRoot().layout();
            return (System.nanoTime() - start) / 1_000_000;
        });
    }

    private void show(List<Row> rows) {
        Fx.run(() -> column.setRows(rows));
        Fx.settle(stage.getScene());
    }

    private double topOfFirstVisible() {
        return column.lookupAll(".body").stream()
                .mapToDouble(node -> node.localToScene(0, 0).getY())
                .filter(y -> y >= 0)
                .min()
                .orElse(-1);
    }

    private List<Row> paragraphs(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) text.append("Paragraph ").append(i).append(" of a long text.\n\n");
        return Columns.rows("answer", OpenMarkdown.parse(text.toString()));
    }
}
