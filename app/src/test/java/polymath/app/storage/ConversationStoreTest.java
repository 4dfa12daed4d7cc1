package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.FinishReason;
import polymath.engine.api.Usage;

class ConversationStoreTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("history.sqlite");
    }

    @Test
    void everythingComesBackAfterReopening() {
        AnswerDetails details =
                new AnswerDetails(new Usage(9, 4, 3, 0.5, 20, 7.25, 12, 4096, 1L << 40), "END_OF_TURN", "phi");
        StoredMessage prompt;
        StoredMessage answer;
        Conversation conversation;
        try (ConversationStore store = ConversationStore.open(file())) {
            conversation = store.create("Be brief.").join();
            store.rename(conversation.id(), "Zürich").join();
            prompt = StoredMessage.prompt(
                    conversation.id(),
                    "a\u0000b 🦉\n",
                    List.of(new Attachment("x.txt", "x"), new Attachment("y.md", "")));
            answer = new StoredMessage(
                    UUID.randomUUID(),
                    conversation.id(),
                    ChatMessage.Role.ASSISTANT,
                    "It is.",
                    MessageState.COMPLETE,
                    Instant.ofEpochMilli(1),
                    Optional.of(details),
                    List.of());
            store.append(prompt).join();
            store.append(answer).join();
        }
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.READY);
            assertThat(store.recovered().join()).isZero();
            assertThat(store.conversations().join()).singleElement().satisfies(found -> {
                assertThat(found.id()).isEqualTo(conversation.id());
                assertThat(found.title()).isEqualTo("Zürich");
                assertThat(found.systemPrompt()).isEqualTo("Be brief.");
            });
            assertThat(store.messages(conversation.id()).join()).containsExactly(prompt, answer);
            assertThat(details.reason()).contains(FinishReason.END_OF_TURN);
        }
    }

    @Test
    void messagesKeepTheirOrderWhateverTheClockSays() {
        try (ConversationStore store = ConversationStore.open(file())) {
            UUID conversation = store.create("").join().id();
            List<UUID> ids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                StoredMessage message = at(conversation, Instant.ofEpochSecond((i * 7919) % 20));
                ids.add(message.id());
                store.append(message).join();
            }
            assertThat(store.messages(conversation).join())
                    .extracting(StoredMessage::id)
                    .containsExactlyElementsOf(ids);
        }
    }

    private static StoredMessage at(UUID conversation, Instant time) {
        return new StoredMessage(
                UUID.randomUUID(),
                conversation,
                ChatMessage.Role.USER,
                "text",
                MessageState.COMPLETE,
                time,
                Optional.empty(),
                List.of());
    }

    @Test
    void theConversationLastWrittenToComesFirst() {
        try (ConversationStore store = ConversationStore.open(file())) {
            UUID first = store.create("").join().id();
            UUID second = store.create("").join().id();
            assertThat(ids(store)).containsExactly(second, first);
            store.append(StoredMessage.prompt(first, "again", List.of())).join();
            assertThat(ids(store)).containsExactly(first, second);
            store.rename(second, "renamed").join();
            assertThat(ids(store)).containsExactly(first, second);
        }
    }

    private static List<UUID> ids(ConversationStore store) {
        return store.conversations().join().stream().map(Conversation::id).toList();
    }

    @Test
    void appendingTheSameMessageTwiceKeepsOne() {
        try (ConversationStore store = ConversationStore.open(file())) {
            UUID conversation = store.create("").join().id();
            StoredMessage prompt = StoredMessage.prompt(conversation, "once", List.of(new Attachment("a.txt", "a")));
            store.append(prompt).join();
            store.append(prompt).join();
            assertThat(store.messages(conversation).join()).containsExactly(prompt);
        }
    }

    @Test
    void anUnfinishedAnswerIsInterruptedAtTheNextStart() throws IOException {
        UUID conversation;
        Path copy = folder.resolve("copy.sqlite");
        try (ConversationStore store = ConversationStore.open(file())) {
            conversation = store.create("").join().id();
            StoredMessage answer = StoredMessage.answer(conversation);
            store.append(answer).join();
            store.later(Duration.ZERO, () -> {
                store.addPiece(answer.id(), 0, "Once ");
                store.addPiece(answer.id(), 5, "up");
                store.addPiece(answer.id(), 5, "upon");
            });
            assertThat(store.messages(conversation).join().getFirst().content()).isEqualTo("Once upon");
            // As a crash leaves them.
            Files.copy(file(), copy);
            Files.copy(folder.resolve("history.sqlite-wal"), folder.resolve("copy.sqlite-wal"));
        }
        try (ConversationStore store = ConversationStore.open(copy)) {
            assertThat(store.recovered().join()).isEqualTo(1);
            StoredMessage answer = store.messages(conversation).join().getFirst();
            assertThat(answer.state()).isEqualTo(MessageState.INTERRUPTED);
            assertThat(answer.content()).isEqualTo("Once upon");
            assertThat(store.search("upon", 9).join()).hasSize(1);
        }
    }

    @Test
    void aDeletedConversationCanBeRestoredUntilTheNextStartAndIsThenGoneFromTheFile() throws IOException {
        UUID conversation;
        try (ConversationStore store = ConversationStore.open(file())) {
            conversation = store.create("").join().id();
            store.create("").join();
            store.rename(conversation, "xylotitle").join();
            store.append(StoredMessage.prompt(
                            conversation, "xylophone secret", List.of(new Attachment("a.txt", "xyloattached"))))
                    .join();
            store.delete(conversation).join();
            assertThat(store.conversations().join()).hasSize(1);
            assertThat(store.search("xylophone", 9).join()).isEmpty();
            store.restore(conversation).join();
            assertThat(store.conversations().join()).hasSize(2);
            assertThat(store.search("xylo", 9).join()).hasSize(2);
            store.delete(conversation).join();
        }
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.conversations().join()).hasSize(1);
            assertThatThrownBy(() -> store.messages(conversation).join()).hasCauseInstanceOf(StorageException.class);
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path left : files.toList())
                assertThat(Files.readString(left, StandardCharsets.ISO_8859_1))
                        .as(left.toString())
                        .doesNotContain("xylo");
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsMovedAsideUntouched() throws IOException {
        Files.writeString(file(), "Dear diary, ".repeat(500));
        try (ConversationStore store = ConversationStore.open(file())) {
            StoreStatus status = store.status().join();
            assertThat(status.state()).isEqualTo(StoreStatus.State.QUARANTINED);
            assertThat(status.quarantine().orElseThrow()).hasContent("Dear diary, ".repeat(500));
            store.create("").join();
        }
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.READY);
            assertThat(store.conversations().join()).hasSize(1);
        }
    }

    @Test
    void damageFoundAfterACrashIsMovedAside() throws IOException {
        try (ConversationStore store = ConversationStore.open(file())) {
            UUID conversation = store.create("").join().id();
            for (int i = 0; i < 200; i++)
                store.append(StoredMessage.prompt(conversation, "word ".repeat(100), List.of()))
                        .join();
        }
        byte[] bytes = Files.readAllBytes(file());
        for (int page = 3; page < bytes.length / 4096; page++)
            for (int i = 0; i < 64; i++) bytes[page * 4096 + i] ^= 0x55;
        Files.write(file(), bytes);
        Files.createFile(folder.resolve("history.sqlite-wal"));
        try (ConversationStore store = ConversationStore.open(file())) {
            StoreStatus status = store.status().join();
            assertThat(status.state()).isEqualTo(StoreStatus.State.QUARANTINED);
            assertThat(Files.readAllBytes(status.quarantine().orElseThrow())).isEqualTo(bytes);
            assertThat(store.conversations().join()).isEmpty();
        }
    }

    @Test
    void aNewerHistoryIsReadAndNotChanged() throws Exception {
        UUID conversation;
        try (ConversationStore store = ConversationStore.open(file())) {
            conversation = store.create("").join().id();
            store.append(StoredMessage.answer(conversation)).join();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            Database.execute(connection, "PRAGMA user_version = " + (Schema.VERSION + 1));
        }
        byte[] before = Files.readAllBytes(file());
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.READ_ONLY_NEWER);
            assertThat(store.conversations().join()).hasSize(1);
            assertThat(store.messages(conversation).join()).hasSize(1);
            assertThat(code(store.create(""))).isEqualTo(StorageException.Code.READ_ONLY);
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void aSecondStoreOnTheSameFileReadsOnly() {
        try (ConversationStore writer = ConversationStore.open(file())) {
            UUID conversation = writer.create("").join().id();
            writer.append(StoredMessage.answer(conversation)).join();
            try (ConversationStore reader = ConversationStore.open(file())) {
                assertThat(reader.status().join().state()).isEqualTo(StoreStatus.State.READ_ONLY_IN_USE);
                assertThat(reader.messages(conversation).join().getFirst().state())
                        .isEqualTo(MessageState.WRITING);
            }
            writer.append(StoredMessage.prompt(conversation, "still writable", List.of()))
                    .join();
        }
    }

    @Test
    void whereNothingCanBeWrittenTheHistoryIsTemporary() throws IOException {
        Path notAFolder = Files.writeString(folder.resolve("file"), "");
        Path directory = Files.createDirectory(folder.resolve("directory"));
        for (Path path : List.of(notAFolder.resolve("history.sqlite"), directory)) {
            try (ConversationStore store = ConversationStore.open(path)) {
                assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.TEMPORARY);
                UUID conversation = store.create("").join().id();
                store.append(StoredMessage.prompt(conversation, "kept for now", List.of()))
                        .join();
                assertThat(store.search("kept", 1).join()).hasSize(1);
            }
        }
    }

    @Test
    void anotherProgramsDatabaseIsLeftAlone() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file())) {
            Database.execute(connection, "CREATE TABLE bookmarks(url)");
        }
        byte[] before = Files.readAllBytes(file());
        try (ConversationStore store = ConversationStore.open(file())) {
            assertThat(store.status().join().state()).isEqualTo(StoreStatus.State.TEMPORARY);
            store.create("").join();
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void unknownIdsAndAClosedStoreAreToldByCode() {
        ConversationStore store = ConversationStore.open(file());
        assertThat(code(store.rename(UUID.randomUUID(), "x"))).isEqualTo(StorageException.Code.NOT_FOUND);
        assertThat(code(store.append(StoredMessage.answer(UUID.randomUUID()))))
                .isEqualTo(StorageException.Code.NOT_FOUND);
        assertThat(code(store.update(UUID.randomUUID(), "", MessageState.COMPLETE, Optional.empty())))
                .isEqualTo(StorageException.Code.NOT_FOUND);
        store.close();
        assertThat(code(store.conversations())).isEqualTo(StorageException.Code.CLOSED);
    }

    @Test
    void commitsAreSynchronous() throws Exception {
        try (Database database = Database.open(file(), connection -> true)) {
            assertThat(Database.text(database.connection(), "PRAGMA journal_mode"))
                    .isEqualTo("wal");
            assertThat(Database.number(database.connection(), "PRAGMA synchronous"))
                    .isEqualTo(2);
            assertThat(Database.number(database.connection(), "PRAGMA foreign_keys"))
                    .isEqualTo(1);
            assertThat(Database.number(database.connection(), "PRAGMA secure_delete"))
                    .isEqualTo(1);
        }
    }

    private static StorageException.Code code(CompletableFuture<?> future) {
        try {
            future.join();
            throw new AssertionError("did not fail");
        } catch (CompletionException e) {
            return StorageException.of(e).code();
        }
    }
}
