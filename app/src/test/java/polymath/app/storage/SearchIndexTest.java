package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIndexTest {
    @TempDir
    static Path folder;

    private ConversationStore store;
    private UUID conversation;

    @BeforeEach
    void open() {
        store = ConversationStore.open(folder.resolve(UUID.randomUUID() + ".sqlite"));
        conversation = store.create("").join().id();
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void say(String text) {
        store.append(StoredMessage.prompt(conversation, text, List.of())).join();
    }

    @ParameterizedTest
    @CsvSource({
        "zażółć gęślą jaźń, zazolc, zażółć",
        "zażółć gęślą jaźń, JAZN, jaźń",
        "Die große Straße, strasse, Straße",
        "Die große Straße, groß, groß",
        "Ærøskøbing i Danmark, aeroskobing, Ærøskøbing",
        "Đà Nẵng by the sea, da nang, Đà|Nẵng",
        "İstanbul Iğdır, istanbul igdir, İstanbul|Iğdır",
        "Ὀδυσσεύς came home, οδυσσευς, Ὀδυσσεύς",
        "de\u0301ja\u0300 vu, deja, de\u0301ja\u0300",
        "人工智能的未来, 智能, 智|能",
        "unbelievable things, unbel, unbel",
        "the quick brown fox, brown quick, quick|brown",
        "версия ПЕРВАЯ готова, первая, ПЕРВАЯ",
        "हिन्दी में लिखा, हिन्दी, हिन्दी",
    })
    void wordsAreFoundWhateverTheirAccents(String text, String query, String marked) {
        say("nothing of it here");
        say(text);
        List<SearchHit> hits = store.search(query, 10).join();
        assertThat(hits).hasSize(1);
        SearchHit hit = hits.getFirst();
        assertThat(hit.snippet()).isEqualTo(text);
        assertThat(String.join(
                        "",
                        hit.ranges().stream()
                                .map(range -> text.substring(range.start(), range.end()))
                                .toList()))
                .isEqualTo(marked.replace("|", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"",
                "a\" OR \"b",
                "NEAR(",
                "*",
                "(((",
                "-x",
                "text:x",
                "^",
                "a AND",
                "'; DROP TABLE message",
                "\\",
                "%",
                "👍",
                "",
                "  ",
                "\u0000",
                "a\u0000b",
                "{a b}:c",
                "+",
                "\ud800"
            })
    void noQueryIsASyntaxError(String query) {
        say("some text");
        assertThat(store.search(query, 10).join()).isEmpty();
    }

    @Test
    void onlyTheLastWordMayBeUnfinished() {
        say("green apples");
        assertThat(store.search("green app", 10).join()).hasSize(1);
        assertThat(store.search("gre apples", 10).join()).isEmpty();
    }

    @Test
    void titlesComeFirstThenTheNewestMessages() {
        say("older owl");
        say("newer owl");
        store.rename(conversation, "About an owl").join();
        List<SearchHit> hits = store.search("owl", 10).join();
        assertThat(hits).extracting(SearchHit::snippet).containsExactly("About an owl", "newer owl", "older owl");
        assertThat(hits.getFirst().messageId()).isEmpty();
        assertThat(hits).allMatch(hit -> hit.title().equals("About an owl"));
        assertThat(store.search("owl", 2).join()).hasSize(2);
        store.rename(conversation, "Birds").join();
        assertThat(store.search("owl", 10).join()).hasSize(2);
    }

    @Test
    void aSnippetIsOneLineAroundTheFind() {
        say("line\n".repeat(300) + "the needle\tlies here" + "\nmore".repeat(300));
        SearchHit hit = store.search("needle", 1).join().getFirst();
        SearchHit.Range range = hit.ranges().getFirst();
        assertThat(hit.snippet().substring(range.start(), range.end())).isEqualTo("needle");
        assertThat(hit.snippet()).startsWith("…line").endsWith("…").doesNotContain("\n", "\t");
        assertThat(hit.snippet().length()).isLessThan(170);
    }

    @Test
    void documentsAreFoundWithTheirMessage() {
        String page = "Revenue rose. ".repeat(4_000);
        StoredMessage asked = StoredMessage.prompt(
                conversation,
                "What changed?",
                List.of(
                        new Attachment("letter.txt", "Dear Sir"),
                        new Attachment("report.txt", page + "A quokka paid.")));
        store.append(asked).join();
        SearchHit hit = store.search("quokka", 9).join().getFirst();
        assertThat(hit.messageId()).contains(asked.id());
        assertThat(hit.document()).contains("report.txt");
        assertThat(hit.snippet()).endsWith("A quokka paid.");
        assertThat(store.search("letter", 9).join().getFirst().document()).contains("letter.txt");
        assertThat(store.search("changed", 9).join().getFirst().document()).isEmpty();
        assertThat(store.search("changed quokka", 9).join()).hasSize(1);
        store.update(asked.id(), "What else?", MessageState.COMPLETE, Optional.empty())
                .join();
        assertThat(store.search("quokka", 9).join()).hasSize(1);
    }

    @Test
    void anAnswerIsFoundInItsLatestWording() {
        StoredMessage answer = StoredMessage.answer(conversation);
        store.append(answer).join();
        store.update(answer.id(), "first draft", MessageState.STOPPED, Optional.empty())
                .join();
        store.update(answer.id(), "second thought", MessageState.COMPLETE, Optional.empty())
                .join();
        assertThat(store.search("draft", 9).join()).isEmpty();
        assertThat(store.search("thought", 9).join()).hasSize(1);
    }
}
