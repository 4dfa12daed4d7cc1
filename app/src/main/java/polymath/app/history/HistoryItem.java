package polymath.app.history;

import java.time.YearMonth;

/// A line of the list: the head of a section, or a conversation in it.
public sealed interface HistoryItem {

    /// @param open whether the conversations of the section follow
    /// @param size how many there are
    record Head(Section section, boolean open, int size) implements HistoryItem {}

    record Chat(HistoryEntry entry) implements HistoryItem {}

    /// What the list is divided into, in the order of the list.
    sealed interface Section {
        /// Chats that are written nowhere.
        record Temporary() implements Section {}

        record Pinned() implements Section {}

        record Folder(String name) implements Section {}

        record Recent(Day day) implements Section {}

        record Earlier(YearMonth month) implements Section {}
    }

    /// Days that have a name of their own.
    enum Day {
        TODAY,
        YESTERDAY,
        LAST_WEEK
    }
}
