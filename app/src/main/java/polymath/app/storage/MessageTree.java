package polymath.app.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// The versions of messages: which of them are shown, and which were deleted. Every method is part of a transaction of
/// its caller.
///
/// A message follows its `parent`; those with one parent are versions of each other. Parents are always older than
/// what follows them: the walks below insist on it, so that no file can send them in a circle.
final class MessageTree {
    /// Rows `(seq, depth)` of what a conversation (the parameter) shows, its last one without a `seq`.
    static final String SHOWN = """
            WITH RECURSIVE shown(seq, depth) AS (
                SELECT (SELECT m.seq FROM message m WHERE m.conversation = ? AND m.parent IS NULL AND m.deleted = 0
                        ORDER BY m.chosen DESC, m.seq DESC LIMIT 1), 1
                UNION ALL
                SELECT (SELECT m.seq FROM message m WHERE m.parent = shown.seq AND m.seq > shown.seq AND m.deleted = 0
                        ORDER BY m.chosen DESC, m.seq DESC LIMIT 1), depth + 1
                FROM shown WHERE shown.seq IS NOT NULL)
            """;

    /// Rows `(seq)` of a message (the parameter) and all that follows it, in every version.
    private static final String BELOW = """
            WITH RECURSIVE below(seq) AS (
                SELECT ?
                UNION
                SELECT m.seq FROM message m JOIN below ON m.parent = below.seq AND m.seq > below.seq)
            """;

    private final Connection connection;
    private final SearchIndex index;

    MessageTree(Connection connection, SearchIndex index) {
        this.connection = connection;
        this.index = index;
    }

    /// The message that the next one would follow.
    Optional<Long> last(long conversation) throws SQLException {
        return number(SHOWN + "SELECT seq FROM shown WHERE seq IS NOT NULL ORDER BY depth DESC LIMIT 1", conversation);
    }

    Optional<Long> parent(long message) throws SQLException {
        return number("SELECT parent FROM message WHERE seq = ? AND parent IS NOT NULL", message);
    }

    /// Shows this version, and of all messages before it the versions it follows.
    void choose(long message) throws SQLException {
        for (Optional<Long> next = Optional.of(message); next.isPresent(); next = parent(next.get()))
            try (PreparedStatement update = connection.prepareStatement("UPDATE message SET chosen ="
                    + " (SELECT max(m.chosen) + 1 FROM message m WHERE m.parent IS message.parent"
                    + " AND m.conversation = message.conversation) WHERE seq = ?")) {
                update.setLong(1, next.get());
                update.executeUpdate();
            }
    }

    /// Hides a message and all that follows it.
    void delete(long message) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                BELOW + "UPDATE message SET deleted = ? WHERE deleted = 0 AND seq IN (SELECT seq FROM below)")) {
            update.setLong(1, message);
            update.setLong(2, message);
            update.executeUpdate();
        }
    }

    /// Undoes [#delete] and shows the message; what was deleted before it stays deleted.
    void restore(long message) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE message SET deleted = 0 WHERE deleted = ?")) {
            update.setLong(1, message);
            update.executeUpdate();
        }
        choose(message);
    }

    /// Removes what was deleted before the history was opened.
    ///
    /// @return how many messages went
    int purge() throws SQLException {
        if (Database.number(connection, "SELECT count(*) FROM message WHERE deleted <> 0") == 0) return 0;
        // nothing may be left that follows what is removed: the whole removal would fail for it
        Database.execute(connection, """
                WITH RECURSIVE gone(seq) AS (
                    SELECT seq FROM message WHERE deleted <> 0
                    UNION
                    SELECT m.seq FROM message m JOIN gone ON m.parent = gone.seq)
                UPDATE message SET deleted = -1 WHERE deleted = 0 AND seq IN (SELECT seq FROM gone)
                """);
        index.removeDeleted();
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM message WHERE deleted <> 0")) {
            return delete.executeUpdate();
        }
    }

    private Optional<Long> number(String sql, long parameter) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, parameter);
            try (ResultSet row = select.executeQuery()) {
                return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
            }
        }
    }
}
