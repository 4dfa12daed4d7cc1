package polymath.app.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Drafts: `conversation.draft`, `new_chat` and `draft_attachment`. Every method is part of a transaction of its
/// caller;
/// a conversation is its `seq`, none means the new chat.
final class DraftTable {
    private final Connection connection;

    DraftTable(Connection connection) {
        this.connection = connection;
    }

    Draft of(Optional<Long> conversation) throws SQLException {
        String text;
        try (PreparedStatement select = connection.prepareStatement(
                conversation.isPresent()
                        ? "SELECT draft FROM conversation WHERE seq = ?"
                        : "SELECT draft FROM new_chat WHERE only = ?")) {
            select.setLong(1, conversation.orElse(1L));
            try (ResultSet row = select.executeQuery()) {
                text = row.next() ? row.getString(1) : "";
            }
        }
        Map<UUID, Attachment> documents = new LinkedHashMap<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT id, name, text, pages FROM draft_attachment WHERE conversation IS ? ORDER BY seq")) {
            select.setObject(1, conversation.orElse(null));
            try (ResultSet row = select.executeQuery()) {
                while (row.next())
                    documents.put(
                            UUID.fromString(row.getString(1)),
                            PagesJson.attach(row.getString(2), row.getString(3), row.getString(4)));
            }
        }
        return new Draft(text, documents);
    }

    void setText(Optional<Long> conversation, String text) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                conversation.isPresent()
                        ? "UPDATE conversation SET draft = ? WHERE seq = ?"
                        : "INSERT OR REPLACE INTO new_chat(draft, only) VALUES (?, ?)")) {
            update.setString(1, text);
            update.setLong(2, conversation.orElse(1L));
            update.executeUpdate();
        }
    }

    void attach(Optional<Long> conversation, UUID id, Attachment document) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO draft_attachment(id, conversation, name, text, pages) VALUES (?, ?, ?, ?, ?)"
                        + " ON CONFLICT(id) DO NOTHING")) {
            insert.setString(1, id.toString());
            insert.setObject(2, conversation.orElse(null));
            insert.setString(3, document.name());
            insert.setString(4, document.text());
            insert.setString(5, PagesJson.write(document).orElse(null));
            insert.executeUpdate();
        }
    }

    void detach(UUID id) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM draft_attachment WHERE id = ?")) {
            delete.setString(1, id.toString());
            delete.executeUpdate();
        }
    }

    void clear(Optional<Long> conversation) throws SQLException {
        setText(conversation, "");
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM draft_attachment WHERE conversation IS ?")) {
            delete.setObject(1, conversation.orElse(null));
            delete.executeUpdate();
        }
    }
}
