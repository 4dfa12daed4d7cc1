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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import polymath.engine.api.ChatMessage;

/// The rows of `message`, `piece` and `attachment`. Every method is part of a transaction of its caller.
final class MessageTable {
    private static final Pattern SPACE = Pattern.compile(" ");
    private static final String WHOLE_CONTENT = "m.content || coalesce((SELECT group_concat(p.text, '' ORDER BY"
            + " p.start) FROM piece p WHERE p.message = m.seq), '')";

    private static final String VERSIONS = "(SELECT group_concat(v.id, ' ' ORDER BY v.seq) FROM message v"
            + " WHERE v.parent IS m.parent AND v.conversation = m.conversation AND v.deleted = 0)";

    private final Connection connection;
    private final ConversationTable conversations;
    private final MessageTree tree;
    private final SearchIndex index;

    MessageTable(Connection connection, ConversationTable conversations, MessageTree tree, SearchIndex index) {
        this.connection = connection;
        this.conversations = conversations;
        this.tree = tree;
        this.index = index;
    }

    /// What is shown of a conversation.
    List<ThreadMessage> of(UUID conversation) throws SQLException {
        List<ThreadMessage> messages = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(MessageTree.SHOWN + "SELECT m.seq, m.id, m.role, "
                + WHOLE_CONTENT + ", m.state, m.created_at, m.details, " + VERSIONS + ", f.thumb, f.note"
                + " FROM shown JOIN message m ON m.seq = shown.seq LEFT JOIN feedback f ON f.message = m.seq"
                + " ORDER BY shown.depth")) {
            select.setLong(1, conversations.seq(conversation));
            try (ResultSet row = select.executeQuery()) {
                while (row.next())
                    messages.add(new ThreadMessage(
                            new StoredMessage(
                                    UUID.fromString(row.getString(2)),
                                    conversation,
                                    ChatMessage.Role.valueOf(row.getString(3)),
                                    row.getString(4),
                                    MessageState.valueOf(row.getString(5)),
                                    Instant.ofEpochMilli(row.getLong(6)),
                                    details(row.getString(7)),
                                    attachments(row.getLong(1))),
                            SPACE.splitAsStream(row.getString(8))
                                    .map(UUID::fromString)
                                    .toList(),
                            FeedbackTable.of(row.getInt(9), row.getString(10))));
            }
        }
        return List.copyOf(messages);
    }

    private List<Attachment> attachments(long message) throws SQLException {
        List<Attachment> attachments = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT name, text, pages FROM attachment WHERE message = ? ORDER BY position")) {
            select.setLong(1, message);
            try (ResultSet row = select.executeQuery()) {
                while (row.next())
                    attachments.add(PagesJson.attach(row.getString(1), row.getString(2), row.getString(3)));
            }
        }
        return attachments;
    }

    /// Adds a message behind the last one shown.
    void append(StoredMessage message) throws SQLException {
        append(message, tree.last(conversations.seq(message.conversationId())));
    }

    /// Adds a version of another message and shows it.
    void appendVersion(StoredMessage message, UUID other) throws SQLException {
        append(message, tree.parent(seq(other)));
    }

    private void append(StoredMessage message, Optional<Long> parent) throws SQLException {
        long conversation = conversations.seq(message.conversationId());
        Optional<Long> added = insert(message, conversation, parent);
        if (added.isEmpty()) return; // stored by an earlier try
        tree.choose(added.get());
        conversations.touch(conversation);
    }

    /// Adds the messages of a new conversation, one after the other. Appending each would look at all before it.
    void addAll(UUID conversationId, List<StoredMessage> messages) throws SQLException {
        long conversation = conversations.seq(conversationId);
        Optional<Long> last = Optional.empty();
        for (StoredMessage message : messages) {
            Optional<Long> before = last;
            last = insert(message, conversation, before).or(() -> before);
        }
    }

    /// @return where it is; nothing if its id is taken
    private Optional<Long> insert(StoredMessage message, long conversation, Optional<Long> parent) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO message(id, conversation, role,"
                + " content, state, created_at, details, parent) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT(id) DO NOTHING")) {
            insert.setString(1, message.id().toString());
            insert.setLong(2, conversation);
            insert.setString(3, message.role().name());
            insert.setString(4, message.content());
            insert.setString(5, message.state().name());
            insert.setLong(6, message.createdAt().toEpochMilli());
            insert.setString(7, json(message.details()));
            insert.setObject(8, parent.orElse(null));
            if (insert.executeUpdate() == 0) return Optional.empty();
        }
        long seq = seq(message.id());
        for (int i = 0; i < message.attachments().size(); i++)
            attach(seq, i, message.attachments().get(i));
        if (message.state() != MessageState.WRITING) index.putMessage(seq, message.content(), message.attachments());
        return Optional.of(seq);
    }

    private void attach(long message, int position, Attachment attachment) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO attachment(message, position, name, text, pages) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, message);
            insert.setInt(2, position);
            insert.setString(3, attachment.name());
            insert.setString(4, attachment.text());
            insert.setString(5, PagesJson.write(attachment).orElse(null));
            insert.executeUpdate();
        }
    }

    void update(UUID id, String content, MessageState state, Optional<AnswerDetails> details) throws SQLException {
        long seq = seq(id);
        try (PreparedStatement update =
                connection.prepareStatement("UPDATE message SET content = ?, state = ?, details = ? WHERE seq = ?")) {
            update.setString(1, content);
            update.setString(2, state.name());
            update.setString(3, json(details));
            update.setLong(4, seq);
            update.executeUpdate();
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM piece WHERE message = ?")) {
            delete.setLong(1, seq);
            delete.executeUpdate();
        }
        if (state != MessageState.WRITING) index.putMessage(seq, content, attachments(seq));
    }

    /// Adds to a message that is being written. The same `start` again replaces what an attempt of unknown outcome
    /// wrote.
    void addPiece(UUID id, int start, String text) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT OR REPLACE INTO piece(message, start, text)"
                + " SELECT seq, ?, ? FROM message WHERE id = ? AND state = 'WRITING'")) {
            insert.setInt(1, start);
            insert.setString(2, text);
            insert.setString(3, id.toString());
            if (insert.executeUpdate() == 0)
                throw new StorageException(StorageException.Code.NOT_FOUND, "no message " + id + " is being written");
        }
    }

    /// Ends the answers that were being written when the last process died.
    ///
    /// @return how many there were
    int recover() throws SQLException {
        record Unfinished(UUID id, String content) {}
        List<Unfinished> answers = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT m.id, " + WHOLE_CONTENT + " FROM message m WHERE m.state = 'WRITING'");
                ResultSet row = select.executeQuery()) {
            while (row.next()) answers.add(new Unfinished(UUID.fromString(row.getString(1)), row.getString(2)));
        }
        for (Unfinished answer : answers)
            update(answer.id(), answer.content(), MessageState.INTERRUPTED, Optional.empty());
        return answers.size();
    }

    /// Of the answers ended last, the newest first.
    List<AnswerDetails> recentDetails(int limit) throws SQLException {
        List<AnswerDetails> recent = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT details FROM message WHERE details IS NOT NULL ORDER BY seq DESC LIMIT ?")) {
            select.setInt(1, limit);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) details(row.getString(1)).ifPresent(recent::add);
            }
        }
        return recent;
    }

    long seq(UUID id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT seq FROM message WHERE id = ?")) {
            select.setString(1, id.toString());
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) throw new StorageException(StorageException.Code.NOT_FOUND, "no message " + id);
                return row.getLong(1);
            }
        }
    }

    private static @Nullable String json(Optional<AnswerDetails> details) {
        return details.map(DetailsJson::write).orElse(null);
    }

    private static Optional<AnswerDetails> details(@Nullable String json) {
        if (json == null) return Optional.empty();
        try {
            return Optional.of(DetailsJson.read(json));
        } catch (RuntimeException e) { // written by hand or by another version: not worth a message
            return Optional.empty();
        }
    }
}
