package polymath.app.storage;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// The rows of `feedback`. Every method is part of a transaction of its caller.
final class FeedbackTable {
    private final Connection connection;

    FeedbackTable(Connection connection) {
        this.connection = connection;
    }

    void put(long message, Feedback feedback) throws SQLException {
        if (feedback.equals(Feedback.NONE)) {
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM feedback WHERE message = ?")) {
                delete.setLong(1, message);
                delete.executeUpdate();
            }
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT OR REPLACE INTO feedback(message, thumb, note, given_at) VALUES (?, ?, ?, ?)")) {
            insert.setLong(1, message);
            insert.setInt(
                    2,
                    switch (feedback.thumb()) {
                        case UP -> 1;
                        case DOWN -> -1;
                        case NEITHER -> 0;
                    });
            insert.setString(3, feedback.note());
            insert.setLong(4, System.currentTimeMillis());
            insert.executeUpdate();
        }
    }

    /// The feedback in columns that are 0 and null where there is none.
    static Feedback of(int thumb, @Nullable String note) {
        Feedback.Thumb shown = thumb > 0 ? Feedback.Thumb.UP : thumb < 0 ? Feedback.Thumb.DOWN : Feedback.Thumb.NEITHER;
        return new Feedback(shown, note == null ? "" : note);
    }
}
