package polymath.app.storage;

import com.google.gson.Gson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;

/// The rows of `summary` and `summary_step`. Every method is part of a transaction of its caller; an answer is its
/// message's `seq`.
final class SummaryTable {
    private static final Gson GSON = new Gson();
    private static final String SELECT = "SELECT s.message, m.id, c.id, d.id, s.position, s.depth, s.whole_tokens,"
            + " s.steps, s.place, coalesce(a.name, '') FROM summary s JOIN message m ON m.seq = s.message"
            + " JOIN conversation c ON c.seq = m.conversation JOIN message d ON d.seq = s.source"
            + " LEFT JOIN attachment a ON a.message = s.source AND a.position = s.position";

    private final Connection connection;

    SummaryTable(Connection connection) {
        this.connection = connection;
    }

    void add(long answer, long source, StoredSummary summary) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO summary(message, source, position,"
                + " depth, whole_tokens, steps, place) VALUES (?, ?, ?, ?, ?, ?, ?)")) {
            insert.setLong(1, answer);
            insert.setLong(2, source);
            insert.setInt(3, summary.position());
            insert.setString(4, summary.depth().name());
            insert.setInt(5, summary.wholeTokens());
            insert.setString(6, GSON.toJson(summary.steps()));
            insert.setInt(7, summary.place());
            insert.executeUpdate();
        }
        for (SummaryStep.Text text : summary.texts()) put(answer, text);
    }

    void setSteps(long answer, List<SummaryStep> steps) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE summary SET steps = ? WHERE message = ?")) {
            update.setString(1, GSON.toJson(steps));
            update.setLong(2, answer);
            update.executeUpdate();
        }
    }

    void put(long answer, SummaryStep.Text text) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO summary_step(message, number, text) VALUES (?, ?, ?)")) {
            insert.setLong(1, answer);
            insert.setInt(2, text.step());
            insert.setString(3, text.text());
            insert.executeUpdate();
        }
    }

    void drop(long answer, Collection<Integer> steps) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM summary_step WHERE message = ? AND number = ?")) {
            for (int step : steps) {
                delete.setLong(1, answer);
                delete.setInt(2, step);
                delete.executeUpdate();
            }
        }
    }

    void setPlace(long answer, int place) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement("UPDATE summary SET place = ? WHERE message = ?")) {
            update.setInt(1, place);
            update.setLong(2, answer);
            update.executeUpdate();
        }
    }

    /// Of all answers of a conversation, shown or not.
    List<StoredSummary> of(long conversation) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement(SELECT + " WHERE m.conversation = ? ORDER BY s.message")) {
            select.setLong(1, conversation);
            return read(select);
        }
    }

    /// What is in the queue, in its order.
    List<StoredSummary> queued() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                SELECT + " WHERE s.place > 0 AND m.deleted = 0 AND c.deleted = 0 ORDER BY s.place, s.message")) {
            return read(select);
        }
    }

    /// The document that an answer is the summary of; nothing if it is not there.
    Optional<Attachment> document(long answer) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT a.name, a.text, a.pages FROM summary s"
                + " JOIN attachment a ON a.message = s.source AND a.position = s.position WHERE s.message = ?")) {
            select.setLong(1, answer);
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(PagesJson.attach(row.getString(1), row.getString(2), row.getString(3)))
                        : Optional.empty();
            }
        }
    }

    private List<StoredSummary> read(PreparedStatement select) throws SQLException {
        List<StoredSummary> found = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next())
                found.add(new StoredSummary(
                        UUID.fromString(row.getString(2)),
                        UUID.fromString(row.getString(3)),
                        UUID.fromString(row.getString(4)),
                        row.getInt(5),
                        row.getString(10),
                        SummaryDepth.valueOf(row.getString(6)),
                        row.getInt(7),
                        List.of(GSON.fromJson(row.getString(8), SummaryStep[].class)),
                        texts(row.getLong(1)),
                        row.getInt(9)));
        }
        return found;
    }

    private List<SummaryStep.Text> texts(long answer) throws SQLException {
        List<SummaryStep.Text> texts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT number, text FROM summary_step WHERE message = ? ORDER BY number")) {
            select.setLong(1, answer);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) texts.add(new SummaryStep.Text(row.getInt(1), row.getString(2)));
            }
        }
        return texts;
    }
}
