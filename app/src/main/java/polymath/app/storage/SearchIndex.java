package polymath.app.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Full-text search over titles, and over messages with the documents attached to them (FTS5).
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

    /// @param attachments are found with their message
    void putMessage(long message, String content, List<Attachment> attachments) throws SQLException {
        StringBuilder all = new StringBuilder(content);
        for (Attachment attachment : attachments)
            all.append('\n').append(attachment.name()).append('\n').append(attachment.text());
        put("message_index", message, all.toString());
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
        titles(query, limit, hits);
        messages(query, limit - hits.size(), hits);
        return List.copyOf(hits);
    }

    private void titles(SearchQuery query, int limit, List<SearchHit> hits) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT c.id, c.title FROM title_index i JOIN conversation c ON c.seq = i.rowid
                WHERE title_index MATCH ? AND c.deleted = 0 ORDER BY i.rowid DESC LIMIT ?""")) {
            select.setString(1, query.match());
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    String title = row.getString(2);
                    hits.add(new SearchHit(
                            UUID.fromString(row.getString(1)),
                            Optional.empty(),
                            title,
                            Optional.empty(),
                            title,
                            query.ranges(title)));
                }
            }
        }
    }

    private void messages(SearchQuery query, int limit, List<SearchHit> hits) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("""
                SELECT c.id, m.id, c.title, m.content, m.seq FROM message_index i JOIN message m ON m.seq = i.rowid
                JOIN conversation c ON c.seq = m.conversation
                WHERE message_index MATCH ? AND c.deleted = 0 AND m.deleted = 0 ORDER BY i.rowid DESC LIMIT ?""")) {
            select.setString(1, query.match());
            select.setInt(2, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Place place = place(query, row.getString(4), row.getLong(5));
                    hits.add(new SearchHit(
                            UUID.fromString(row.getString(1)),
                            Optional.of(UUID.fromString(row.getString(2))),
                            row.getString(3),
                            place.document(),
                            place.snippet().text(),
                            place.snippet().ranges()));
                }
            }
        }
    }

    private record Place(Optional<String> document, SearchQuery.Snippet snippet) {}

    /// Where in a message that matches: in its words, else in a document, else in the name of one.
    private Place place(SearchQuery query, String content, long message) throws SQLException {
        Optional<SearchQuery.Snippet> said = query.snippet(content);
        if (said.isPresent()) return new Place(Optional.empty(), said.get());
        Place named = new Place(Optional.empty(), query.around(content, 0));
        try (PreparedStatement select =
                connection.prepareStatement("SELECT name, text FROM attachment WHERE message = ? ORDER BY position")) {
            select.setLong(1, message);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Optional<String> name = Optional.of(row.getString(1));
                    Optional<SearchQuery.Snippet> read = query.snippet(row.getString(2));
                    if (read.isPresent()) return new Place(name, read.get());
                    if (!query.ranges(row.getString(1)).isEmpty())
                        named = new Place(name, query.around(row.getString(2), 0));
                }
            }
        }
        return named;
    }
}
