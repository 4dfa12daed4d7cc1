package polymath.app.chat;

import java.util.List;
import java.util.Optional;
import polymath.app.storage.TextFinder;
import polymath.app.ui.Strings;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.VirtualColumn;
import polymath.app.ui.VirtualColumn.Row;

/// Searches the rows of a transcript and shows what it finds, from the bar or after a jump from the history's search.
final class TranscriptSearch {
    private final VirtualColumn column;
    private final FindBar bar;
    private final TranscriptFinds finds = new TranscriptFinds();
    private List<Row> rows = List.of();
    private Optional<TextMatcher> matcher = Optional.empty();

    TranscriptSearch(VirtualColumn column, Strings strings) {
        this.column = column;
        bar = new FindBar(strings, this::typed, this::move, this::close);
        bar.setVisible(false);
        bar.managedProperty().bind(bar.visibleProperty());
    }

    FindBar bar() {
        return bar;
    }

    /// The rows as they are now. A text that is being written is searched again when the reader goes on.
    void setRows(List<Row> now) {
        rows = now;
    }

    void open() {
        bar.setVisible(true);
        bar.focusField();
        typed(bar.text());
    }

    /// Marks the words, and goes to the first one in a message; to its beginning if they are not in its text.
    ///
    /// @param first row of the message
    /// @param count of its rows
    void show(TextMatcher words, int first, int count) {
        bar.setVisible(false);
        finds.clear();
        matcher = Optional.of(words);
        finds.search(rows, words, first);
        column.mark(matcher);
        Optional<TranscriptFinds.Find> there = finds.current().filter(f -> f.row() >= first && f.row() < first + count);
        if (there.isPresent()) reveal(there.get());
        else column.scrollToRow(first);
    }

    /// @return whether there was something to close
    boolean close() {
        boolean was = matcher.isPresent() || bar.isVisible();
        boolean focused = bar.isVisible() && bar.isFocusWithin();
        matcher = Optional.empty();
        finds.clear();
        bar.setVisible(false);
        column.mark(Optional.empty());
        if (focused) column.requestFocus();
        return was;
    }

    private void typed(String text) {
        finds.clear();
        matcher = matcher(text);
        matcher.ifPresent(wanted -> finds.search(rows, wanted, column.firstVisibleRow()));
        column.mark(matcher);
        show();
    }

    private void move(int step) {
        matcher.ifPresent(wanted -> finds.search(rows, wanted, 0));
        finds.move(step);
        show();
    }

    private void show() {
        finds.current().ifPresent(this::reveal);
        bar.show(finds.number(), finds.count());
    }

    private void reveal(TranscriptFinds.Find find) {
        // what a shortened message hides is searched too
        if (rows.get(find.row()) instanceof PromptRow prompt && !prompt.expanded())
            prompt.expand().run();
        column.reveal(find.row(), find.place());
    }

    private static Optional<TextMatcher> matcher(String typed) {
        TextFinder finder = new TextFinder(typed);
        if (finder.isEmpty()) return Optional.empty();
        return Optional.of(text -> finder.in(text).stream()
                .map(range -> new TextMatcher.Place(range.start(), range.end()))
                .toList());
    }
}
