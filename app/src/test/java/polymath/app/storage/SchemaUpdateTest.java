package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;

/// A history as the first release wrote it (`history-version-1.sql`), opened by this one.
class SchemaUpdateTest {
    private static final List<String> TABLES =
            List.of("conversation", "message", "piece", "attachment", "title_index", "message_index");

    /// Of the update from version 1 to the newest.
    private static final int STATEMENTS = 21;

    @TempDir
    Path folder;

    private List<String> old = List.of();

    private Path file() {
        return folder.resolve("history.sqlite");
    }

    @BeforeEach
    void writeVersion1() throws IOException, SQLException {
        try (var in = SchemaUpdateTest.class.getResourceAsStream("history-version-1.sql");
                Connection connection = plain(file())) {
            assertThat(in).isNotNull();
            Database.execute(connection, "PRAGMA journal_mode = WAL");
            String sql = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String statement : sql.split(";\n", -1))
                if (!statement.isBlank()) Database.execute(connection, statement);
            old = contents(connection);
        }
    }

    @Test
    void anOldHistoryIsReadAsItWas() {
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.READY);
            assertOldHistory(store);
        }
        try (ConversationStore again = ConversationStore.open(file())) {
            assertOldHistory(again);
        }
    }

    /// The files as they are on disk before each statement are what a process leaves that is killed there.
    @Test
    void killedBeforeAnyStatementTheOldHistoryIsIntactAndOpens() throws IOException, SQLException {
        List<Path> moments = new ArrayList<>();
        List<String> statements = new ArrayList<>();
        try (Connection connection = connection(file())) {
            new SchemaUpdate(connection, file()).run(statement -> {
                statements.add(statement);
                moments.add(copyFiles("moment" + moments.size()));
            });
        }
        moments.add(copyFiles("afterwards"));
        assertThat(statements).hasSize(STATEMENTS).last().isEqualTo("PRAGMA user_version = " + Schema.VERSION);
        for (Path moment : moments) {
            boolean done = moment.endsWith("afterwards");
            Path left = moment.resolve("history.sqlite");
            try (Connection connection = plain(left)) {
                assertThat(Schema.versionOf(connection)).as(moment.toString()).isEqualTo(done ? Schema.VERSION : 1);
                if (!done)
                    assertThat(contents(connection)).as(moment.toString()).isEqualTo(old);
            }
            try (ConversationStore store = ConversationStore.open(left)) {
                assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.READY);
                assertOldHistory(store);
            }
        }
    }

    @Test
    void aStatementThatFailsTakesAllOthersBack() throws SQLException {
        for (int failing = 0; failing < STATEMENTS; failing++) {
            int number = failing;
            List<String> statements = new ArrayList<>();
            try (Connection connection = connection(file())) {
                assertThatThrownBy(() -> new SchemaUpdate(connection, file()).run(statement -> {
                            statements.add(statement);
                            if (statements.size() > number) throw new IllegalStateException("no more");
                        }))
                        .isInstanceOf(IllegalStateException.class);
            }
            try (Connection connection = plain(file())) {
                assertThat(contents(connection)).isEqualTo(old);
                assertThat(Schema.versionOf(connection)).isEqualTo(1);
            }
        }
        try (ConversationStore store = ConversationStore.open(file())) {
            assertOldHistory(store);
        }
    }

    @Test
    void aSoundCopyOfTheOldHistoryIsKeptForThirtyDays() throws IOException, SQLException {
        ConversationStore.open(file()).close();
        Path copy = SchemaUpdate.copyOf(file(), 1);
        try (Connection connection = plain(copy)) {
            assertThat(contents(connection)).isEqualTo(old);
            assertThat(Schema.versionOf(connection)).isEqualTo(1);
        }
        ConversationStore.open(file()).close();
        assertThat(copy).exists();
        Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        ConversationStore.open(file()).close();
        assertThat(copy).doesNotExist();
    }

    @Test
    void withoutACopyNothingIsChanged() throws IOException, SQLException {
        // a folder of this name that holds something cannot be replaced by the copy
        Path inTheWay = Files.createDirectory(SchemaUpdate.copyOf(file(), 1));
        Files.writeString(inTheWay.resolve("something"), "");
        try (ConversationStore store = ConversationStore.open(file())) {
            StoreStatus status = store.status().join();
            assertThat(status.state()).isEqualTo(StoreStatus.State.UPDATE_FAILED);
            assertThat(status.reason()).isNotBlank();
            store.create("").join(); // works, and is not kept
        }
        try (Connection connection = plain(file())) {
            assertThat(contents(connection)).isEqualTo(old);
        }
    }

    @Test
    void anOldHistoryThatAnotherProcessHoldsIsLeftAlone() throws SQLException, IOException {
        try (var channel = java.nio.channels.FileChannel.open(
                        folder.resolve("history.sqlite.lock"),
                        java.nio.file.StandardOpenOption.CREATE,
                        java.nio.file.StandardOpenOption.WRITE);
                var held = channel.lock();
                ConversationStore store = ConversationStore.open(file())) {
            assertThat(held.isValid()).isTrue();
            assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.UPDATE_FAILED);
        }
        try (Connection connection = plain(file())) {
            assertThat(contents(connection)).isEqualTo(old);
        }
    }

    private static void assertOldHistory(ConversationStore store) {
        assertThat(store.conversations().join())
                .extracting(Conversation::title, Conversation::systemPrompt)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("Sea", ""),
                        org.assertj.core.groups.Tuple.tuple("Sky", "Be brief."));
        UUID sky = UUID.fromString("00000000-0000-0000-0000-0000000000c1");
        UUID sea = UUID.fromString("00000000-0000-0000-0000-0000000000c2");
        assertThat(store.messages(sky).join())
                .extracting(StoredMessage::content)
                .containsExactly("Why is the sky blue?", "Air scatters short waves.", "And red at dusk?");
        assertThat(store.messages(sky).join().getLast().attachments())
                .containsExactly(new Attachment("dusk.txt", "Long way through air."));
        assertThat(store.messages(sky).join().get(1).details()).isPresent();
        StoredMessage unfinished = store.messages(sea).join().getLast();
        assertThat(unfinished.content()).isEqualTo("Rivers bring salt down.");
        assertThat(unfinished.state()).isEqualTo(MessageState.INTERRUPTED);
        assertThat(store.search("scatters", 9).join()).hasSize(1);
        assertThat(store.search("forget", 9).join()).isEmpty();
    }

    /// The rows of every table the first release had, its own columns only.
    private static List<String> contents(Connection connection) throws SQLException {
        List<String> rows = new ArrayList<>();
        for (String table : TABLES)
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("SELECT rowid, * FROM " + table + " ORDER BY rowid")) {
                while (row.next()) {
                    StringBuilder line = new StringBuilder(table);
                    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++)
                        line.append('|').append(row.getString(i));
                    rows.add(line.toString());
                }
            }
        return rows;
    }

    private Path copyFiles(String name) {
        try {
            Path to = Files.createDirectory(folder.resolve(name));
            for (String file : List.of("history.sqlite", "history.sqlite-wal"))
                if (Files.exists(folder.resolve(file))) Files.copy(folder.resolve(file), to.resolve(file));
            return to;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection plain(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static Connection connection(Path file) throws SQLException {
        return new SQLiteConfig().createConnection("jdbc:sqlite:" + file);
    }
}
