package polymath.app.storage;

import java.sql.Connection;
import java.sql.SQLException;

/// The tables of the history, and their version.
///
/// Rows are ordered by `seq`, never by time: clocks jump. `piece` holds what of an answer came since its message row
/// was written, so that each write of a growing answer costs what is new; when the answer ends it moves into
/// `message.content`. The two indexes hold folded text only, see [SearchIndex]; their rowid is the `seq` of the row
/// they
/// stand for.
final class Schema {
    /// `PRAGMA user_version` of what this class creates.
    static final int VERSION = 1;

    /// `PRAGMA application_id`: "Poly".
    static final int APPLICATION = 0x506f6c79;

    private static final String[] TABLES = {
        """
        CREATE TABLE conversation (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            system_prompt TEXT NOT NULL,
            created_at INTEGER NOT NULL, -- ms since 1970
            updated_at INTEGER NOT NULL,
            activity INTEGER NOT NULL, -- larger is later
            deleted INTEGER NOT NULL DEFAULT 0
        ) STRICT
        """,
        "CREATE INDEX conversation_activity ON conversation(activity)",
        """
        CREATE TABLE message (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversation(seq) ON DELETE CASCADE,
            role TEXT NOT NULL,
            content TEXT NOT NULL,
            state TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            details TEXT -- JSON of AnswerDetails
        ) STRICT
        """,
        "CREATE INDEX message_conversation ON message(conversation, seq)",
        "CREATE INDEX message_writing ON message(state) WHERE state = 'WRITING'",
        """
        CREATE TABLE piece (
            message INTEGER NOT NULL REFERENCES message(seq) ON DELETE CASCADE,
            start INTEGER NOT NULL, -- characters before it
            text TEXT NOT NULL,
            PRIMARY KEY (message, start)
        ) STRICT
        """,
        """
        CREATE TABLE attachment (
            message INTEGER NOT NULL REFERENCES message(seq) ON DELETE CASCADE,
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            text TEXT NOT NULL,
            PRIMARY KEY (message, position)
        ) STRICT
        """,
        "CREATE VIRTUAL TABLE title_index USING fts5(text, content='', contentless_delete=1,"
                + " tokenize='unicode61 remove_diacritics 2')",
        "CREATE VIRTUAL TABLE message_index USING fts5(text, content='', contentless_delete=1,"
                + " tokenize='unicode61 remove_diacritics 2')",
        "PRAGMA application_id = " + APPLICATION,
        "PRAGMA user_version = " + VERSION,
    };

    private Schema() {}

    /// Whether the database is ours or empty.
    static boolean mayBeOurs(Connection connection) throws SQLException {
        return Database.number(connection, "PRAGMA application_id") == APPLICATION
                || Database.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    }

    /// Creates what is missing, all or nothing.
    static void prepare(Connection connection) throws SQLException {
        long version = Database.number(connection, "PRAGMA user_version");
        if (version == VERSION) return;
        Database.transaction(connection, c -> {
            for (String statement : TABLES) Database.execute(c, statement);
            return VERSION;
        });
    }
}
