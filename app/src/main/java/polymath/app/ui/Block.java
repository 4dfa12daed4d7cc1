package polymath.app.ui;

import java.util.List;

/// One piece of a document that is laid out alone. Quotes and lists are not blocks but the [Frame] around them, so that
/// a document is a flat list however deep it nests. Long paragraphs, code and tables come as several joined blocks: no
/// block is larger than a screen or two.
public sealed interface Block {
    Frame frame();

    /// Where a block stands.
    ///
    /// @param quotes depth of quotes around it
    /// @param indent depth of lists around it
    /// @param marker bullet or number to its left, empty for none
    /// @param gap to the block above
    record Frame(int quotes, int indent, String marker, Gap gap) {}

    /// How far a block stands from the one above.
    enum Gap {
        /// The same thing goes on.
        JOINED,
        /// The next item of a tight list.
        ITEM,
        NORMAL,
        /// A new section.
        SECTION
    }

    record Paragraph(List<Span> spans, Frame frame) implements Block {}

    /// @param level 1 to 6
    record Heading(int level, List<Span> spans, Frame frame) implements Block {}

    /// @param language as the text names it, lower case, may be empty
    /// @param whole text of the code block this is a part of, for copying
    record Code(String language, List<Run> runs, String whole, Part part, Frame frame) implements Block {}

    /// @param rows the header first if this is the first part; each cell is a list of spans
    record Table(List<Column> columns, List<List<List<Span>>> rows, Part part, Frame frame) implements Block {}

    record Rule(Frame frame) implements Block {}

    /// Which end of a longer block this part holds.
    record Part(boolean first, boolean last) {
        public static final Part WHOLE = new Part(true, true);
    }

    /// @param weight share of the width, about the characters of its longest cell
    record Column(Align align, double weight) {}

    enum Align {
        LEFT,
        CENTER,
        RIGHT
    }

    /// A piece of code in one colour.
    record Run(String text, Kind kind) {}

    /// What a piece of code is.
    enum Kind {
        PLAIN,
        KEYWORD,
        STRING,
        NUMBER,
        COMMENT
    }
}
