package polymath.app.ui;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.layout.Region;

/// A [Block] as a row of the transcript.
///
/// @param writing shows a caret at its end
/// @param notes on each of its flows (of a table, its cells row by row); those that are missing have none
public record BlockRow(
        Object group, Block block, boolean writing, double gap, List<List<TextNote>> notes, BlockActions actions)
        implements VirtualColumn.Row {
    private static final double LINE = 24;
    private static final double CHAR = 7.5;

    /// Without notes.
    public BlockRow(Object group, Block block, boolean writing, double gap, BlockActions actions) {
        this(group, block, writing, gap, List.of(), actions);
    }

    /// The text of each flow of a block, without anything that is added for its looks.
    public static List<String> flows(Block block) {
        return switch (block) {
            case Block.Paragraph p -> List.of(plain(p.spans()));
            case Block.Heading h -> List.of(plain(h.spans()));
            case Block.Table t -> cells(t).map(BlockRow::plain).toList();
            case Block.Code ignored -> List.of();
            case Block.Rule ignored -> List.of();
        };
    }

    private static Stream<List<Span>> cells(Block.Table table) {
        return table.rows().stream()
                .flatMap(row -> row.stream().limit(table.columns().size()));
    }

    private static String plain(List<Span> spans) {
        return spans.stream().map(Span::text).collect(Collectors.joining());
    }

    @Override
    public Region build() {
        return BlockView.of(block, writing, notes, actions);
    }

    @Override
    public boolean wide() {
        return block instanceof Block.Code || block instanceof Block.Table;
    }

    @Override
    public double estimate(double width) {
        return switch (block) {
            case Block.Paragraph p ->
                lines(p.spans().stream().mapToInt(s -> s.text().length()).sum(), width) * LINE;
            case Block.Heading ignored -> 32;
            case Block.Code c -> c.runs().stream().mapToLong(BlockRow::feeds).sum() * 21 + 80;
            case Block.Table t -> t.rows().size() * 45;
            case Block.Rule ignored -> 1;
        };
    }

    @Override
    public List<String> texts() {
        return switch (block) {
            case Block.Paragraph p -> List.of(shown(p.spans()));
            case Block.Heading h -> List.of(shown(h.spans()));
            case Block.Code c -> code(c);
            case Block.Table t -> cells(t).map(BlockRow::shown).toList();
            case Block.Rule ignored -> List.of();
        };
    }

    @Override
    public RowText copied() {
        return RowText.of(block);
    }

    static List<String> code(Block.Code code) {
        return List.of(code.runs().stream().map(Block.Run::text).collect(Collectors.joining()));
    }

    private static String shown(List<Span> spans) {
        StringBuilder text = new StringBuilder();
        for (Span span : spans) {
            String pad = span.style().code() ? Prose.CODE_PAD : "";
            text.append(pad).append(span.text()).append(pad);
        }
        return text.toString();
    }

    /// Space above a block that does not begin its message.
    public static double gapAbove(Block block) {
        return switch (block.frame().gap()) {
            case JOINED -> 0;
            case ITEM -> 8;
            case NORMAL -> 12;
            case SECTION -> 24;
        };
    }

    private static double lines(int chars, double width) {
        return Math.max(1, Math.ceil(chars * CHAR / width));
    }

    private static long feeds(Block.Run run) {
        return run.text().chars().filter(c -> c == '\n').count();
    }
}
