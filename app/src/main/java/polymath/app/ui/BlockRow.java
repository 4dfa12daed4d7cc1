package polymath.app.ui;

import javafx.scene.layout.Region;

/// A [Block] as a row of the transcript.
///
/// @param writing shows a caret at its end
public record BlockRow(Object group, Block block, boolean writing, double gap, BlockActions actions)
        implements VirtualColumn.Row {
    private static final double LINE = 24;
    private static final double CHAR = 7.5;

    @Override
    public Region build() {
        return BlockView.of(block, writing, actions);
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
