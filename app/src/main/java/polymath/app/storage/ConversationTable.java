package polymath.app.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The rows of `conversation`. Every method is part of a transaction of its caller.
final class ConversationTable {
    private static final String NEXT_ACTIVITY = "(SELECT coalesce(max(activity), 0) + 1 FROM conversation)";

    private final Connection connection;
    private final SearchIndex index;

    ConversationTable(Connection connection, SearchIndex index) {
        this.connection = connection;
        this.index = index;
    }

    List<Conversation> all() throws SQLException {
        List<Conversation> conversations = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT id, title, system_prompt, created_at,"
                                + " updated_at, pinned, folder, keep_ready FROM conversation WHERE deleted = 0 ORDER BY activity DESC");
                ResultSet row = select.executeQuery()) {
            while (row.next())
                conversations.add(new Conversation(
                        UUID.fromString(row.getString(1)),
                        row.getString(2),
                        row.getString(3),
                        Instant.ofEpochMilli(row.getLong(4)),
                        Instant.ofEpochMilli(row.getLong(5)),
                        row.getInt(6) != 0,
                        Optional.ofNullable(row.getString(7)),
                        row.getInt(8) != 0));
        }
        return List.copyOf(conversations);
    }

    Conversation create(String systemPrompt) throws SQLException {
        Conversation conversation = Conversation.begun(systemPrompt);
        insert(conversation);
        return conversation;
    }

    private void insert(Conversation conversation) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO conversation(id, title,"
                + " system_prompt, created_at, updated_at, pinned, folder, keep_ready, activity)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, " + NEXT_ACTIVITY + ")")) {
            insert.setString(1, conversation.id().toString());
            insert.setString(2, conversation.title());
            insert.setString(3, conversation.systemPrompt());
            insert.setLong(4, conversation.createdAt().toEpochMilli());
            insert.setLong(5, conversation.updatedAt().toEpochMilli());
            insert.setInt(6, conversation.pinned() ? 1 : 0);
            insert.setString(7, conversation.folder().orElse(null));
            insert.setInt(8, conversation.keepReady() ? 1 : 0);
            insert.executeUpdate();
        }
    }

    /// Takes in a conversation from elsewhere.
    ///
    /// @return false if it is here already, and then stays as it is; one that was deleted comes back
    boolean take(Conversation conversation) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT deleted FROM conversation WHERE id = ?")) {
            select.setString(1, conversation.id().toString());
            try (ResultSet row = select.executeQuery()) {
                if (row.next()) {
                    if (row.getInt(1) != 0) setDeleted(conversation.id(), false);
                    return false;
                }
            }
        }
        insert(conversation);
        index.putTitle(seq(conversation.id()), conversation.title());
        return true;
    }

    /// Gives a conversation that was taken in its own time, and a place below all others in the order of activity: what
    /// is imported does not push away what the user is working on.
    void settle(Conversation conversation) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE conversation SET updated_at = ?,"
                + " activity = (SELECT min(activity) - 1 FROM conversation) WHERE id = ?")) {
            update.setLong(1, conversation.updatedAt().toEpochMilli());
            update.setString(2, conversation.id().toString());
            update.executeUpdate();
        }
    }

    void setPinned(UUID id, boolean pinned) throws SQLException {
        set(id, "pinned", pinned ? 1 : 0);
    }

    void setKeepReady(UUID id, boolean keepReady) throws SQLException {
        set(id, "keep_ready", keepReady ? 1 : 0);
    }

    void setFolder(UUID id, Optional<String> folder) throws SQLException {
        set(id, "folder", folder.orElse(null));
    }

    void renameFolder(String from, String to) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE conversation SET folder = ? WHERE folder = ?")) {
            update.setString(1, to);
            update.setString(2, from);
            update.executeUpdate();
        }
    }

    void rename(UUID id, String title) throws SQLException {
        set(id, "title", title);
        index.putTitle(seq(id), title);
    }

    void setSystemPrompt(UUID id, String systemPrompt) throws SQLException {
        set(id, "system_prompt", systemPrompt);
    }

    void setDeleted(UUID id, boolean deleted) throws SQLException {
        set(id, "deleted", deleted ? 1 : 0);
    }

    private void set(UUID id, String column, @Nullable Object value) throws SQLException {
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE conversation SET " + column + " = ? WHERE id = ?")) {
            update.setObject(1, value);
            update.setString(2, id.toString());
            if (update.executeUpdate() == 0) throw unknown(id);
        }
    }

    /// Something was said: the conversation becomes the latest.
    void touch(long seq) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE conversation SET updated_at = ?, activity = " + NEXT_ACTIVITY + " WHERE seq = ?")) {
            update.setLong(1, System.currentTimeMillis());
            update.setLong(2, seq);
            update.executeUpdate();
        }
    }

    /// Removes what was deleted before the history was opened.
    ///
    /// @return how many conversations went
    int purge() throws SQLException {
        if (Database.number(connection, "SELECT count(*) FROM conversation WHERE deleted <> 0") == 0) return 0;
        index.removeDeleted();
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM conversation WHERE deleted <> 0")) {
            return delete.executeUpdate();
        }
    }

    long seq(UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT seq FROM conversation WHERE id = ?")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) throw unknown(id);
                return row.getLong(1);
            }
        }
    }

    private static StorageException unknown(UUID id) {
        return new StorageException(StorageException.Code.NOT_FOUND, "no conversation " + id);
    }
}
