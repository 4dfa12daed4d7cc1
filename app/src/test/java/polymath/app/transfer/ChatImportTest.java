package polymath.app.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.StoredMessage;
import polymath.app.transfer.ImportException.Code;

class ChatImportTest {
    /// A chat of ChatGPT's: the answer was made twice, a tool was used, and one message is hidden.
    private static final String CHATGPT = """
            [{"title": "Owls at\\nnight", "create_time": 1700000000.5, "update_time": 1700000100.25,
              "conversation_id": "conv-1", "current_node": "n5", "moderation_results": [], "mapping": {
              "root": {"id": "root", "message": null, "parent": null, "children": ["n0"]},
              "n0": {"message": {"author": {"role": "system"}, "content": {"content_type": "text", "parts": [""]}}, "parent": "root"},
              "n1": {"message": {"author": {"role": "user"}, "create_time": 1700000001, "content": {"content_type": "text", "parts": ["Do owls sleep?"]},
                     "recipient": "all", "metadata": {"is_visually_hidden_from_conversation": false}}, "parent": "n0"},
              "old": {"message": {"author": {"role": "assistant"}, "content": {"content_type": "text", "parts": ["No."]}}, "parent": "n1"},
              "n2": {"message": {"author": {"role": "assistant"}, "content": {"content_type": "code", "text": "search()"}, "recipient": "browser"}, "parent": "n1"},
              "n3": {"message": {"author": {"role": "tool"}, "content": {"content_type": "text", "parts": ["results"]}}, "parent": "n2"},
              "n4": {"message": {"author": {"role": "assistant"}, "create_time": null, "content": {"content_type": "text", "parts": ["Yes,", "by day."]}}, "parent": "n3"},
              "h": {"message": {"author": {"role": "user"}, "content": {"content_type": "text", "parts": ["secret"]}, "metadata": {"is_visually_hidden_from_conversation": true}}, "parent": "n4"},
              "n5": {"message": {"author": {"role": "assistant"}, "content": {"content_type": "multimodal_text", "parts": [{"content_type": "image_asset_pointer", "asset_pointer": "x"}, {"content_type": "audio_transcription", "text": "Good night."}]}}, "parent": "h"}
             }},
             {"title": "Empty", "mapping": {}, "current_node": null}]""";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("chats.json"), text);
    }

    private Code refused(Path file) {
        ImportException problem = catchThrowableOfType(ImportException.class, () -> ChatImport.read(file));
        assertThat(problem).as("refused").isNotNull();
        assertThat(problem.arguments()).isNotEmpty();
        return problem.code();
    }

    @Test
    void ofChatGptWhatItShowsIsRead() throws Exception {
        List<ArchivedChat> chats = ChatImport.read(file(CHATGPT));
        assertThat(chats).hasSize(1);
        ArchivedChat chat = chats.getFirst();
        assertThat(chat.conversation().title()).isEqualTo("Owls at night");
        assertThat(chat.conversation().createdAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_000_500L));
        assertThat(chat.conversation().updatedAt()).isEqualTo(Instant.ofEpochMilli(1_700_000_100_250L));
        assertThat(chat.messages())
                .extracting(StoredMessage::content)
                .containsExactly("Do owls sleep?", "Yes,\nby day.\n\nGood night.");
        assertThat(chat.messages().getFirst().createdAt()).isEqualTo(Instant.ofEpochSecond(1_700_000_001));
        assertThat(ChatImport.read(file(CHATGPT))).as("the same ids every time").isEqualTo(chats);
    }

    @Test
    void withoutACurrentNodeTheLastOneIsTaken() throws Exception {
        List<ArchivedChat> chats = ChatImport.read(file(CHATGPT.replace("\"n5\", \"mod", "\"nowhere\", \"mod")));
        assertThat(chats.getFirst().messages()).hasSize(2);
    }

    @Test
    void aTreeThatRunsInCirclesIsReadOnce() throws Exception {
        List<ArchivedChat> chats = ChatImport.read(file(CHATGPT.replace("\"parent\": \"n0\"", "\"parent\": \"n5\"")));
        assertThat(chats.getFirst().messages()).hasSize(2);
    }

    @Test
    void theArchiveChatGptSendsIsReadAsItIs() throws Exception {
        Path zip = folder.resolve("export.zip");
        zip(zip, "user.json", "{}", "conversations.json", CHATGPT);
        assertThat(ChatImport.read(zip)).hasSize(1);
        zip(zip, "user.json", "{}");
        assertThat(refused(zip)).isEqualTo(Code.NOT_CHATS);
        Files.write(zip, new byte[] {'P', 'K', 3, 4, 0, 0});
        assertThat(refused(zip)).isEqualTo(Code.NOT_CHATS);
    }

    private static void zip(Path file, String... namesAndTexts) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < namesAndTexts.length; i += 2) {
                zip.putNextEntry(new ZipEntry(namesAndTexts[i]));
                zip.write(namesAndTexts[i + 1].getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void anArchiveThatUnpacksToTooMuchIsRefused() throws Exception {
        Path zip = folder.resolve("bomb.zip");
        byte[] spaces = new byte[1 << 20];
        java.util.Arrays.fill(spaces, (byte) ' ');
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("conversations.json"));
            for (int i = 0; i < 520; i++) out.write(spaces);
        }
        assertThat(refused(zip)).isEqualTo(Code.TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|NOT_CHATS",
                "{}|NOT_CHATS",
                "[]|NOT_CHATS",
                "null|NOT_CHATS",
                "42|NOT_CHATS",
                "<html>|NOT_CHATS",
                "{\"name\": \"package\"}|NOT_CHATS",
                "[{\"a\": 1}]|NOT_CHATS",
                "[1, 2]|DAMAGED",
                "[{\"mapping\": {\"a\": 5}}]|DAMAGED",
                "[{\"mapping\": [|DAMAGED",
                "{\"format\": \"polymath-chats\", \"version\": 2}|NEWER",
                "{\"format\": \"polymath-chats\", \"chats\": [{}]}|DAMAGED",
                "{\"format\": \"polymath-chats\", \"chats\": [{\"id\": \"x\"}]}|DAMAGED",
                "{\"format\": \"polymath-chats\", \"chats\": {}}|DAMAGED",
                "{\"format\": \"polymath-chats\", \"chats\": []} trailing|DAMAGED"
            })
    void whatIsNoFileOfChatsIsRefusedInASentence(String text, Code code) throws IOException {
        assertThat(refused(file(text))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"id\": \"7f3d\"",
                "\"createdAt\": \"yesterday\"",
                "\"createdAt\": \"+1000000000-12-31T23:59:59Z\"",
                "\"createdAt\": \"1969-12-31T23:59:59Z\"",
                "\"role\": \"TOOL\"",
                "\"text\": null",
                "\"state\": \"DONE\"",
                "\"details\": {\"usage\": 5}",
                "\"details\": {}",
                "\"documents\": [5]",
                "\"documents\": [{\"name\": null}]"
            })
    void aDamagedMessageRefusesTheFile(String member) throws IOException {
        String id = "\"id\": \"00000000-0000-0000-0000-00000000000a\"";
        String chat = id + ", \"createdAt\": \"2026-01-01T00:00:00Z\"";
        String message = chat + ", \"role\": \"USER\", \"text\": \"t\"";
        assertThat(refused(file("{\"format\": \"polymath-chats\", \"version\": 1, \"chats\": [{" + chat
                        + ", \"messages\": [{" + message + ", " + member + "}]}]}")))
                .isEqualTo(Code.DAMAGED);
    }

    @Test
    void depthIsRefusedBeforeTheStackEnds() throws IOException {
        assertThat(refused(file("[{\"x\": " + "[".repeat(200_000)))).isEqualTo(Code.DAMAGED);
        assertThat(refused(file("{\"format\": \"polymath-chats\", \"x\": " + "{\"a\":".repeat(200_000))))
                .isEqualTo(Code.DAMAGED);
    }

    @Test
    void moreNodesThanAnybodyHasAreRefused() throws IOException {
        Path file = folder.resolve("many.json");
        byte[] node = "\"a\": {},".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new java.io.BufferedOutputStream(Files.newOutputStream(file))) {
            out.write("[{\"mapping\": {".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 2_100_000; i++) out.write(node);
        }
        assertThat(refused(file)).isEqualTo(Code.TOO_LARGE);
    }

    @Test
    void whatIsNotAFileIsNotOpened() {
        assertThat(refused(folder)).isEqualTo(Code.UNREADABLE);
        assertThat(refused(folder.resolve("missing.json"))).isEqualTo(Code.UNREADABLE);
    }

    @Test
    void anyDamageIsRefusedOrHarmless() throws IOException {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            StringBuilder text = new StringBuilder(CHATGPT);
            for (int k = random.nextInt(4); k >= 0; k--)
                text.setCharAt(random.nextInt(text.length()), "{}[]\",:0-x\\\u0000".charAt(random.nextInt(12)));
            Path file = file(text.toString());
            try {
                ChatImport.read(file);
            } catch (ImportException e) {
                assertThat(e.arguments()).as("seed " + seed + ", mutant " + i).isNotEmpty();
            }
        }
    }
}
