package polymath.app.storage;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;

/// The tables of the history, and how each version of them is made from the one before.
///
/// Rows are ordered by `seq`, never by time: clocks jump. `piece` holds what of an answer came since its message row
/// was written, so that each write of a growing answer costs what is new; when the answer ends it moves into
/// `message.content`. The two indexes hold folded text only, see [SearchIndex]; their rowid is the `seq` of the row
/// they stand for.
///
/// Messages form a tree: versions of a message have the same `parent`, the message they follow. Of them the one with
/// the largest `chosen` is shown, and below it what followed it. Nothing is overwritten to show another one.
final class Schema {
    /// `PRAGMA application_id`: "Poly".
    static final int APPLICATION = 0x506f6c79;

    private static final List<String> VERSION_1 = List.of(
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
            "PRAGMA application_id = " + APPLICATION);

    /// Versions of messages, what the reader thought of an answer, and drafts; pins, folders and prompt presets.
    private static final List<String> VERSION_2 = List.of(
            "ALTER TABLE conversation ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
            "ALTER TABLE conversation ADD COLUMN folder TEXT",
            "ALTER TABLE conversation ADD COLUMN prompt_preset TEXT",
            "ALTER TABLE conversation ADD COLUMN draft TEXT NOT NULL DEFAULT ''",
            // no cascade: it would go as deep as a conversation is long, and SQLite ends at 1,000
            "ALTER TABLE message ADD COLUMN parent INTEGER REFERENCES message(seq)",
            "ALTER TABLE message ADD COLUMN chosen INTEGER NOT NULL DEFAULT 0",
            // the message whose removal took this one along; 0 while it is there
            "ALTER TABLE message ADD COLUMN deleted INTEGER NOT NULL DEFAULT 0",
            """
            UPDATE message SET parent = (SELECT max(before.seq) FROM message before
                WHERE before.conversation = message.conversation AND before.seq < message.seq)
            """,
            "CREATE INDEX message_parent ON message(parent)",
            "CREATE INDEX message_deleted ON message(deleted) WHERE deleted <> 0",
            """
            CREATE TABLE feedback (
                message INTEGER PRIMARY KEY REFERENCES message(seq) ON DELETE CASCADE,
                thumb INTEGER NOT NULL, -- 1 up, -1 down, 0 neither
                note TEXT NOT NULL,
                given_at INTEGER NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE new_chat ( -- what is being written where no conversation is yet
                only INTEGER PRIMARY KEY CHECK (only = 1),
                draft TEXT NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE draft_attachment (
                seq INTEGER PRIMARY KEY,
                id TEXT NOT NULL UNIQUE,
                conversation INTEGER REFERENCES conversation(seq) ON DELETE CASCADE, -- NULL: the new chat
                name TEXT NOT NULL,
                text TEXT NOT NULL
            ) STRICT
            """);

    /// Where the pages of documents begin, and what was worth knowing about how they were read.
    private static final List<String> VERSION_3 = List.of(
            "ALTER TABLE attachment ADD COLUMN pages TEXT", // JSON, see PagesJson; NULL: plain text
            "ALTER TABLE draft_attachment ADD COLUMN pages TEXT");

    /// Summaries: what each is made in and what of it is done. Both messages may go, each takes the summary along.
    private static final List<String> VERSION_4 = List.of(
            """
            CREATE TABLE summary (
                message INTEGER PRIMARY KEY REFERENCES message(seq) ON DELETE CASCADE, -- the answer
                source INTEGER NOT NULL REFERENCES message(seq) ON DELETE CASCADE, -- has the document
                position INTEGER NOT NULL, -- of the document there
                depth TEXT NOT NULL,
                whole_tokens INTEGER NOT NULL,
                steps TEXT NOT NULL, -- JSON, a list of SummaryStep
                place INTEGER NOT NULL -- in the queue, from 1; 0: not in it
            ) STRICT
            """,
            "CREATE INDEX summary_source ON summary(source)",
            "CREATE INDEX summary_place ON summary(place) WHERE place > 0",
            """
            CREATE TABLE summary_step (
                message INTEGER NOT NULL REFERENCES summary(message) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                text TEXT NOT NULL,
                PRIMARY KEY (message, number)
            ) STRICT
            """);

    /// Whether what the model read of a conversation stays on disk when room is needed.
    private static final List<String> VERSION_5 =
            List.of("ALTER TABLE conversation ADD COLUMN keep_ready INTEGER NOT NULL DEFAULT 0");

    /// Element `n` makes version `n + 1` from version `n`. Released elements never change.
    private static final List<List<String>> STEPS = List.of(VERSION_1, VERSION_2, VERSION_3, VERSION_4, VERSION_5);

    /// `PRAGMA user_version` of what this class makes.
    static final int VERSION = STEPS.size();

    private Schema() {}

    /// Whether the database is ours or empty.
    static boolean mayBeOurs(Connection connection) throws SQLException {
        return Database.number(connection, "PRAGMA application_id") == APPLICATION
                || Database.number(connection, "SELECT count(*) FROM sqlite_schema") == 0;
    }

    static int versionOf(Connection connection) throws SQLException {
        return (int) Database.number(connection, "PRAGMA user_version");
    }

    /// Brings an empty database or one of an earlier version to [#VERSION], all or nothing.
    ///
    /// @param before told each statement before it is run
    static void prepare(Connection connection, Consumer<String> before) throws SQLException {
        int version = versionOf(connection);
        if (version == VERSION) return;
        Database.transaction(connection, c -> {
            for (List<String> step : STEPS.subList(version, VERSION))
                for (String statement : step) {
                    before.accept(statement);
                    Database.execute(c, statement);
                }
            String stamp = "PRAGMA user_version = " + VERSION;
            before.accept(stamp);
            Database.execute(c, stamp);
            return VERSION;
        });
    }
}
