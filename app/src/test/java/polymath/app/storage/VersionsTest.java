package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.engine.api.ChatMessage;
import polymath.engine.api.SamplingParams;
import polymath.engine.api.Usage;

/// Versions of messages, deletions, feedback and drafts in the store.
class VersionsTest {
    @TempDir
    Path folder;

    private Optional<ConversationStore> open = Optional.empty();
    private UUID conversation = new UUID(0, 0);

    @BeforeEach
    void start() {
        reopen();
        conversation = store().create("").join().id();
    }

    @AfterEach
    void stop() {
        store().close();
    }

    @Test
    void aVersionHidesWhatFollowedAndComesBackWithIt() {
        StoredMessage question = append("one?");
        append("one.");
        append("two?");
        append("two.");
        StoredMessage edited = said("uno?");
        store().appendVersion(edited, question.id()).join();
        append("uno.");
        assertThat(shown()).containsExactly("uno?", "uno.");
        assertThat(store().thread(conversation).join().getFirst().versions())
                .containsExactly(question.id(), edited.id());
        store().choose(question.id()).join();
        reopen();
        assertThat(shown()).containsExactly("one?", "one.", "two?", "two.");
        store().choose(edited.id()).join();
        assertThat(shown()).containsExactly("uno?", "uno.");
    }

    @Test
    void choosingAMessageThatIsHiddenShowsTheWayToIt() {
        StoredMessage question = append("one?");
        StoredMessage answer = append("one.");
        StoredMessage deep = append("two?");
        store().appendVersion(said("one!"), answer.id()).join();
        store().appendVersion(said("uno?"), question.id()).join();
        assertThat(shown()).containsExactly("uno?");
        store().choose(deep.id()).join();
        assertThat(shown()).containsExactly("one?", "one.", "two?");
    }

    @Test
    void aDeletedMessageGoesWithWhatFollowsAndComesBackWhole() {
        append("one?");
        append("one.");
        StoredMessage second = append("two?");
        StoredMessage last = append("two.");
        store().deleteMessage(last.id()).join();
        store().deleteMessage(second.id()).join();
        assertThat(shown()).containsExactly("one?", "one.");
        assertThat(store().search("two", 9).join()).isEmpty();
        store().restoreMessage(second.id()).join();
        assertThat(shown()).containsExactly("one?", "one.", "two?");
        store().restoreMessage(last.id()).join();
        assertThat(shown()).containsExactly("one?", "one.", "two?", "two.");
        assertThat(store().search("two", 9).join()).hasSize(2);
    }

    @Test
    void ofADeletedVersionTheOthersRemain() {
        StoredMessage question = append("one?");
        StoredMessage answer = append("one.");
        StoredMessage other = said("one!");
        store().appendVersion(other, answer.id()).join();
        store().deleteMessage(other.id()).join();
        assertThat(shown()).containsExactly("one?", "one.");
        assertThat(store().thread(conversation).join().getLast().versions()).containsExactly(answer.id());
        append("two?");
        store().restoreMessage(other.id()).join();
        assertThat(shown()).containsExactly("one?", "one!");
        store().deleteMessage(question.id()).join();
        assertThat(shown()).isEmpty();
    }

    @Test
    void whatWasDeletedIsGoneFromTheFileAfterTheNextStart() throws IOException {
        append("stays");
        StoredMessage secret = append("hunter2");
        append("what followed");
        store().deleteMessage(secret.id()).join();
        reopen();
        assertThat(shown()).containsExactly("stays");
        store().close();
        assertThat(Files.readString(folder.resolve("history.sqlite"), StandardCharsets.ISO_8859_1))
                .contains("stays")
                .doesNotContain("hunter2")
                .doesNotContain("what followed");
    }

    @Test
    void aConversationOfMoreThanAThousandMessagesCanBeShownAndRemoved() {
        for (int i = 0; i < 1_200; i++) append("m" + i);
        assertThat(shown()).hasSize(1_200).last().isEqualTo("m1199");
        store().delete(conversation).join();
        reopen();
        assertThat(store().conversations().join()).isEmpty();
        assertThat(store().status().join().state()).isEqualTo(StoreStatus.State.READY);
    }

    @Test
    void feedbackIsKeptUntilItIsTakenBack() {
        StoredMessage answer = append("42");
        assertThat(feedback()).isEqualTo(Feedback.NONE);
        Feedback down = new Feedback(Feedback.Thumb.DOWN, "The question was another one.");
        store().rate(answer.id(), down).join();
        reopen();
        assertThat(feedback()).isEqualTo(down);
        store().rate(answer.id(), Feedback.NONE).join();
        assertThat(feedback()).isEqualTo(Feedback.NONE);
    }

    @Test
    void theSettingsOfAnAnswerAreKept() {
        StoredMessage answer = append("42");
        AnswerDetails details = new AnswerDetails(
                new Usage(1, 0, 1, 0, 0, 0, 2, 9, 0),
                "END_OF_TURN",
                "phi",
                Optional.of(new SamplingParams(0.5f, 40, 0.9f, 0, 1.1f, 1L << 60)),
                Optional.of(new Coverage(List.of(new Coverage.Part(
                        "a.pdf", "p.", 9, List.of(new Coverage.Stretch(1, 3), new Coverage.Stretch(5, 8)), true)))));
        store().update(answer.id(), "42", MessageState.COMPLETE, Optional.of(details))
                .join();
        assertThat(store().messages(conversation).join().getLast().details()).contains(details);
    }

    @Test
    void aDraftIsInItsPlaceUntilItIsSentAndThenNowhere() {
        UUID document = UUID.randomUUID();
        Attachment notes = new Attachment("notes.txt", "long");
        for (Optional<UUID> home : List.of(Optional.<UUID>empty(), Optional.of(conversation))) {
            type(home, "half a thou");
            store().attachToDraft(home, document, notes).join();
            store().attachToDraft(home, document, notes).join();
            Draft draft = store().draft(home).join();
            assertThat(draft.text()).isEqualTo("half a thou");
            assertThat(draft.documents()).containsExactly(java.util.Map.entry(document, notes));
            store().detachFromDraft(document).join();
            assertThat(store().draft(home).join().documents()).isEmpty();
            store().attachToDraft(home, document, notes).join();
            store().send(said("half a thought"), home.isEmpty()).join();
            assertThat(store().draft(home).join()).isEqualTo(Draft.EMPTY);
        }
        assertThat(shown()).hasSize(2);
    }

    @Test
    void whileADraftIsSentItStaysOnDiskAndWhatIsTypedMeanwhileFollows() {
        DraftJournal journal = new DraftJournal(store(), Optional.empty(), fault -> {
            throw fault;
        });
        type(Optional.empty(), "first");
        journal.hold();
        journal.put("");
        journal.put("sec");
        reopen();
        assertThat(store().draft(Optional.empty()).join().text()).isEqualTo("first");
        DraftJournal next = new DraftJournal(store(), Optional.empty(), fault -> {
            throw fault;
        });
        next.hold();
        next.put("second");
        store().send(said("first"), true).join();
        next.release(Optional.of(conversation));
        reopen();
        assertThat(store().draft(Optional.empty()).join().text()).isEmpty();
        assertThat(store().draft(Optional.of(conversation)).join().text()).isEqualTo("second");
    }

    /// As a journal does: written at the latest when the store closes.
    private void type(Optional<UUID> home, String text) {
        DraftJournal journal = new DraftJournal(store(), home, fault -> {
            throw fault;
        });
        journal.put(text.substring(0, 3));
        journal.put(text);
        reopen();
    }

    private void reopen() {
        open.ifPresent(ConversationStore::close);
        open = Optional.of(ConversationStore.open(folder.resolve("history.sqlite")));
    }

    private ConversationStore store() {
        return open.orElseThrow();
    }

    private StoredMessage append(String text) {
        StoredMessage message = said(text);
        store().append(message).join();
        return message;
    }

    private StoredMessage said(String text) {
        ChatMessage.Role role = text.endsWith("?") ? ChatMessage.Role.USER : ChatMessage.Role.ASSISTANT;
        return new StoredMessage(
                UUID.randomUUID(),
                conversation,
                role,
                text,
                MessageState.COMPLETE,
                Instant.now(),
                Optional.empty(),
                List.of());
    }

    private List<String> shown() {
        return store().messages(conversation).join().stream()
                .map(StoredMessage::content)
                .toList();
    }

    private Feedback feedback() {
        return store().thread(conversation).join().getLast().feedback();
    }
}
