package polymath.app.reader;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What the events of a word processor's file add up to: paragraphs, lists, tables in tables, notes. A note stands
/// behind the paragraph that refers to it, both with its number in brackets.
final class DocumentFlow {
    private static final int HEARTBEAT = 1_000; // paragraphs
    /// A deeper one is taken as part of the table around it.
    private static final int MOST_TABLES = 20;

    private static final class Table {
        final List<List<String>> rows = new ArrayList<>();
    }

    /// Text that was interrupted by something inside of it.
    private record Outer(StringBuilder paragraph, boolean heading) {}

    private final Output out;
    private final FlowText flow = new FlowText();
    private final Deque<Table> tables = new ArrayDeque<>();
    private final Deque<Outer> outer = new ArrayDeque<>();
    private final List<String> notes = new ArrayList<>();
    private StringBuilder paragraph = new StringBuilder();
    private boolean heading;
    private boolean listItem;
    private int noteCount;
    private int tooDeep;
    private int paragraphs;
    private int pageEnds; // that came inside of what is not ended yet
    private boolean fresh; // nothing came since a page break that the writer wanted

    DocumentFlow(Output out) {
        this.out = out;
    }

    void text(String text) {
        paragraph.append(text);
        fresh &= text.isBlank();
    }

    void lineBreak() {
        paragraph.append(' ');
    }

    void startParagraph(boolean isHeading) throws IOException {
        if (!paragraph.isEmpty() && outer.isEmpty()) endParagraph();
        heading = isHeading;
        if (++paragraphs % HEARTBEAT == 0) out.reading(paragraphs / HEARTBEAT);
    }

    /// The next paragraph is the first of a list's item.
    void listItem() {
        listItem = true;
    }

    void endParagraph() {
        String text = FlowText.even(paragraph.toString());
        if (!outer.isEmpty()) { // in a note: its paragraphs become one
            paragraph.append(' ');
            return;
        }
        paragraph.setLength(0);
        if (!text.isEmpty()) {
            if (listItem) text = "- " + text;
            listItem = false;
            if (!tables.isEmpty()) addToCell(text);
            else if (heading) flow.heading(text);
            else flow.paragraph(text);
        }
        if (tables.isEmpty()) flushNotes();
        if (tables.isEmpty()) endPages();
        heading = false;
    }

    /// A page ends with the paragraph, or the row of a table, that the break is in.
    void pageBreak() {
        pageEnds++;
        fresh = true;
        if (paragraph.toString().isBlank() && tables.isEmpty() && outer.isEmpty()) endPages();
    }

    /// A page ended here when the document was last laid out, because it was full or because of the break before.
    void renderedPageBreak() {
        if (!fresh) pageBreak();
        fresh = false;
    }

    private void endPages() {
        for (; pageEnds > 0; pageEnds--) flow.pageBreak();
    }

    void startNote() {
        noteCount++;
        paragraph.append('[').append(noteCount).append(']');
        outer.push(new Outer(paragraph, heading));
        paragraph = new StringBuilder();
    }

    void endNote() {
        if (outer.isEmpty()) return;
        addNote(noteCount, paragraph.toString());
        Outer around = outer.pop();
        paragraph = around.paragraph();
        heading = around.heading();
    }

    /// A reference to a note whose text is elsewhere.
    void note(String text) {
        noteCount++;
        paragraph.append('[').append(noteCount).append(']');
        addNote(noteCount, text);
    }

    private void addNote(int number, String text) {
        notes.add("[" + number + "] " + FlowText.even(text));
    }

    private void flushNotes() {
        notes.forEach(flow::paragraph);
        notes.clear();
    }

    void startTable() {
        if (!outer.isEmpty() || tables.size() >= MOST_TABLES) tooDeep++;
        else {
            if (!paragraph.isEmpty()) endParagraph();
            tables.push(new Table());
        }
    }

    /// Unless there is one: for formats that have rows only.
    void openTable() {
        if (tables.isEmpty() && outer.isEmpty()) startTable();
    }

    /// All that are open.
    void closeTables() {
        while (!tables.isEmpty()) endTable();
    }

    void startRow() {
        if (tooDeep > 0 || tables.isEmpty()) return;
        List<List<String>> rows = tables.getFirst().rows;
        if (pageEnds > 0 && tables.size() == 1) {
            flow.table(List.copyOf(rows));
            rows.clear();
            endPages();
        }
        rows.add(new ArrayList<>());
    }

    void startCell() {
        if (tooDeep > 0 || tables.isEmpty() || tables.getFirst().rows.isEmpty()) return;
        tables.getFirst().rows.getLast().add("");
    }

    private void addToCell(String text) {
        Table table = tables.getFirst();
        if (table.rows.isEmpty()) table.rows.add(new ArrayList<>());
        List<String> row = table.rows.getLast();
        if (row.isEmpty()) row.add("");
        row.set(row.size() - 1, (row.getLast() + " " + text).strip());
    }

    void endTable() {
        if (tooDeep > 0) {
            tooDeep--;
            return;
        }
        if (tables.isEmpty()) return;
        if (!paragraph.isEmpty()) endParagraph();
        Table table = tables.pop();
        if (tables.isEmpty()) {
            flow.table(table.rows);
            flushNotes();
            endPages();
        } else {
            addToCell(FlowText.even(FlowText.rows(table.rows)));
        }
    }

    /// Writes it all, in pages or marked lines.
    void end() throws IOException {
        while (!outer.isEmpty()) endNote();
        endParagraph();
        closeTables();
        flushNotes();
        flow.writeTo(out);
    }
}
