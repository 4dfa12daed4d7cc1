package polymath.app.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import polymath.app.ui.TextMatcher;
import polymath.app.ui.VirtualColumn.Row;

/// What a search finds in the rows of a transcript, and which of it the reader is at. Belongs to the UI executor.
final class TranscriptFinds {
    private List<Find> finds = List.of();
    private int current = -1;

    /// @param row that holds it
    /// @param place which of the row's finds it is
    record Find(int row, int place) {}

    /// Searches anew; the reader stays at the same place where it is still found, and else is at the first find from
    /// there on.
    ///
    /// @param from the row a new search begins at
    void search(List<Row> rows, TextMatcher matcher, int from) {
        Find before = current().orElse(new Find(from, 0));
        List<Find> all = new ArrayList<>();
        for (int row = 0; row < rows.size(); row++) {
            int place = 0;
            for (String text : rows.get(row).texts())
                for (int i = matcher.in(text).size(); i > 0; i--) all.add(new Find(row, place++));
        }
        finds = List.copyOf(all);
        current = finds.isEmpty() ? -1 : 0;
        for (int i = 0; i < finds.size(); i++) {
            Find find = finds.get(i);
            if (find.row() < before.row() || (find.row() == before.row() && find.place() < before.place())) continue;
            current = i;
            break;
        }
    }

    void clear() {
        finds = List.of();
        current = -1;
    }

    int count() {
        return finds.size();
    }

    /// Counted from 1; 0 for none.
    int number() {
        return current + 1;
    }

    Optional<Find> current() {
        return current < 0 ? Optional.empty() : Optional.of(finds.get(current));
    }

    /// Goes to the next find, from the last to the first.
    ///
    /// @param step 1, or -1 for the one before
    void move(int step) {
        if (!finds.isEmpty()) current = Math.floorMod(current + step, finds.size());
    }
}
