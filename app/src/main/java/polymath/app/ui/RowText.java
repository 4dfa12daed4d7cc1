package polymath.app.ui;

import java.util.List;

/// What copying gives of a row: its text without anything that is added for its looks.
///
/// @param above what divides it from the row above of the same group
/// @param lead stands before its text, such as a list's bullet
/// @param flows the text of each of its flows in the order they are drawn; empty for what is not text
/// @param columns flows that stand in one line
public record RowText(String above, String lead, List<String> flows, int columns) {
    private static final String PARAGRAPH = "\n\n";

    public RowText {
        flows = List.copyOf(flows);
    }

    /// Paragraphs.
    public static RowText of(List<String> flows) {
        return new RowText(PARAGRAPH, "", flows, 1);
    }

    static RowText of(Block block) {
        Block.Frame frame = block.frame();
        boolean joined = frame.gap() == Block.Gap.JOINED;
        boolean item = frame.gap() == Block.Gap.ITEM;
        String above = joined && block instanceof Block.Paragraph ? "" : joined || item ? "\n" : PARAGRAPH;
        String indent = "  ".repeat(Math.max(0, frame.indent() - (frame.marker().isEmpty() ? 0 : 1)));
        String lead = frame.marker().isEmpty() ? "" : indent + frame.marker() + " ";
        return switch (block) {
            case Block.Code code -> new RowText(above, lead, BlockRow.code(code), 1);
            case Block.Table table ->
                new RowText(above, lead, BlockRow.flows(table), table.columns().size());
            default -> new RowText(above, lead, BlockRow.flows(block), 1);
        };
    }

    /// What stands before a flow, if the one before it is copied too.
    String before(int flow) {
        return flow == 0 ? lead : flow % columns == 0 ? "\n" : "\t";
    }
}
