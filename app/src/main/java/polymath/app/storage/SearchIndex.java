package polymath.app.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Full-text search over titles and messages (FTS5).
///
/// FTS5 only tells which rows match; its tables keep no text. It is given folded text ([FoldedText]), because its own
/// folding leaves `ł` and its like alone; snippets are cut from the original. Answers are indexed when they end. Newest
/// first is the order of row ids, which FTS5 walks without sorting: a query of one letter over a long history is as
/// quick as any other.
final class SearchIndex {
    private final Connection connection;

    SearchIndex(Connection connection) {
        this.connection = connection;
    }

    void putTitle(long conversation, String title) throws SQLException {
        put("title_index", conversation, title);
    }

    void putMessage(long message, String content) throws SQLException {
        put("message_index", message, content);
    }

    private void put(String index, long row, String text) throws SQLException {
        remove(index, row);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + index + "(rowid, text) VALUES (?, ?)")) {
            insert.setLong(1, row);
            insert.setString(2, FoldedText.forIndex(text));
            insert.executeUpdate();
        }
    }

    private void remove(String index, long row) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + index + " WHERE rowid = ?")) {
            delete.setLong(1, row);
            delete.executeUpdate();
        }
    }

    /// Takes out conversations and messages marked deleted, and rewrites the index so that their words are gone from
    /// the file too.
    void removeDeleted() throws SQLException {
        Database.execute(
                connection, "DELETE FROM title_index WHERE rowid IN (SELECT seq FROM conversation WHERE deleted <> 0)");
        Database.execute(
                connection,
                "DELETE FROM message_index WHERE rowid IN (SELECT m.seq FROM message m"
                        + " JOIN conversation c ON c.seq = m.conversation WHERE c.deleted <> 0 OR m.deleted <> 0)");
        Database.execute(connection, "INSERT INTO title_index(title_index) VALUES ('optimize')");
        Database.execute(connection, "INSERT INTO message_index(message_index) VALUES ('optimize')");
    }

    List<SearchHit> search(String typed, int limit) throws SQLException {
        SearchQuery query = SearchQuery.of(typed);
        if (query.isEmpty() || limit < 1) return List.of();
        List<SearchHit> hits = new ArrayList<>();
        collect("""
                SELECT c.id, NULL, c.title, c.title FROM title_index i JOIN conversation c ON c.seq = i.rowid
                WHERE title_index MATCH ? AND c.deleted = 0 ORDER BY i.rowid DESC LIMIT ?""", query, limit, hits);
        collect("""
                SELECT c.id, m.id, c.title, m.content FROM message_index i JOIN message m ON m.seq = i.rowid
                JOIN conversation c ON c.seq = m.conversation
                WHERE message_index MATCH ? AND c.deleted = 0 AND m.deleted = 0 ORDER BY i.rowid DESC LIMIT ?""", query, limit - hits.size(), hits);
        return List.copyOf(hits);
    }

    private void collect(String sql, SearchQuery query, int limit, List<SearchHit> hits) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, query.match());
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Optional<UUID> message =
                            Optional.ofNullable(row.getString(2)).map(UUID::fromString);
                    SearchQuery.Snippet snippet = message.isPresent()
                            ? query.snippet(row.getString(4))
                            : new SearchQuery.Snippet(row.getString(4), query.ranges(row.getString(4)));
                    hits.add(new SearchHit(
                            UUID.fromString(row.getString(1)),
                            message,
                            row.getString(3),
                            snippet.text(),
                            snippet.ranges()));
                }
            }
        }
    }
}
