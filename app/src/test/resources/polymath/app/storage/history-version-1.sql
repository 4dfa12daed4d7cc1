-- What the first release of the store wrote; statements end with a semicolon at the end of a line. Never changes.
CREATE TABLE conversation (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    system_prompt TEXT NOT NULL,
    created_at INTEGER NOT NULL, -- ms since 1970
    updated_at INTEGER NOT NULL,
    activity INTEGER NOT NULL, -- larger is later
    deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX conversation_activity ON conversation(activity);
CREATE TABLE message (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    conversation INTEGER NOT NULL REFERENCES conversation(seq) ON DELETE CASCADE,
    role TEXT NOT NULL,
    content TEXT NOT NULL,
    state TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    details TEXT -- JSON of AnswerDetails
) STRICT;
CREATE INDEX message_conversation ON message(conversation, seq);
CREATE INDEX message_writing ON message(state) WHERE state = 'WRITING';
CREATE TABLE piece (
    message INTEGER NOT NULL REFERENCES message(seq) ON DELETE CASCADE,
    start INTEGER NOT NULL, -- characters before it
    text TEXT NOT NULL,
    PRIMARY KEY (message, start)
) STRICT;
CREATE TABLE attachment (
    message INTEGER NOT NULL REFERENCES message(seq) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    name TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (message, position)
) STRICT;
CREATE VIRTUAL TABLE title_index USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE message_index USING fts5(text, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2');
PRAGMA application_id = 1349479545;
INSERT INTO conversation VALUES (1, '00000000-0000-0000-0000-0000000000c1', 'Sky', 'Be brief.', 1000, 1300, 1, 0);
INSERT INTO conversation VALUES (2, '00000000-0000-0000-0000-0000000000c2', 'Sea', '', 2000, 2300, 2, 0);
INSERT INTO conversation VALUES (3, '00000000-0000-0000-0000-0000000000c3', 'Gone', '', 3000, 3000, 3, 1);
INSERT INTO message VALUES (1, '00000000-0000-0000-0000-000000000001', 1, 'USER', 'Why is the sky blue?', 'COMPLETE', 1100, NULL);
INSERT INTO message VALUES (2, '00000000-0000-0000-0000-000000000002', 2, 'USER', 'Why is the sea salty?', 'COMPLETE', 2100, NULL);
INSERT INTO message VALUES (3, '00000000-0000-0000-0000-000000000003', 1, 'ASSISTANT', 'Air scatters short waves.', 'COMPLETE', 1200, '{"usage":{"promptTokens":9,"cachedTokens":4,"generatedTokens":3,"secondsToFirstToken":0.5,"prefillTokensPerSecond":20.0,"decodeTokensPerSecond":7.25,"contextTokens":12,"contextLimitTokens":4096,"residentBytes":1024},"finishReason":"END_OF_TURN","modelName":"phi"}');
INSERT INTO message VALUES (4, '00000000-0000-0000-0000-000000000004', 1, 'USER', 'And red at dusk?', 'COMPLETE', 1250, NULL);
INSERT INTO message VALUES (5, '00000000-0000-0000-0000-000000000005', 2, 'ASSISTANT', 'Rivers bring ', 'WRITING', 2200, NULL);
INSERT INTO message VALUES (6, '00000000-0000-0000-0000-000000000006', 3, 'USER', 'Forget this.', 'COMPLETE', 3000, NULL);
INSERT INTO piece VALUES (5, 0, 'salt ');
INSERT INTO piece VALUES (5, 5, 'down.');
INSERT INTO attachment VALUES (4, 0, 'dusk.txt', 'Long way through air.');
INSERT INTO title_index(rowid, text) VALUES (1, 'sky'), (2, 'sea'), (3, 'gone');
INSERT INTO message_index(rowid, text) VALUES (1, 'why is the sky blue?'), (2, 'why is the sea salty?'), (3, 'air scatters short waves.'), (4, 'and red at dusk?'), (6, 'forget this.');
PRAGMA user_version = 1;
