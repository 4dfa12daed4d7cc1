package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AnswerJournalTest {
    @TempDir
    Path folder;

    @Test
    void whatIsAppendedIsOnDiskWithin250Milliseconds() throws InterruptedException {
        try (ConversationStore store = ConversationStore.open(folder.resolve("h.sqlite"))) {
            StoredMessage answer = StoredMessage.answer(store.create("").join().id());
            store.append(answer).join();
            AnswerJournal journal = new AnswerJournal(store, answer.id(), trouble -> {});
            long worst = 0;
            for (int i = 0; i < 20; i++) {
                journal.append("word " + i + " ");
                int length = journal.text().length();
                long start = System.nanoTime();
                while (journal.savedLength() < length) Thread.sleep(1);
                worst = Math.max(worst, System.nanoTime() - start);
            }
            assertThat(worst / 1e6).isLessThan(250);
            assertThat(store.messages(answer.conversationId()).join().getFirst().content())
                    .isEqualTo(journal.text());
            journal.append("end");
            journal.finish(MessageState.COMPLETE, Optional.empty()).join();
            assertThat(store.messages(answer.conversationId()).join().getFirst())
                    .isEqualTo(new StoredMessage(
                            answer.id(),
                            answer.conversationId(),
                            answer.role(),
                            journal.text(),
                            MessageState.COMPLETE,
                            answer.createdAt(),
                            Optional.empty(),
                            List.of()));
            assertThatThrownBy(() -> journal.append("late")).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void closingTheStoreWritesWhatIsNotWrittenYet() {
        StoredMessage answer;
        try (ConversationStore store = ConversationStore.open(folder.resolve("h.sqlite"))) {
            answer = StoredMessage.answer(store.create("").join().id());
            store.append(answer).join();
            new AnswerJournal(store, answer.id(), trouble -> {}).append("unsaved");
        }
        try (ConversationStore store = ConversationStore.open(folder.resolve("h.sqlite"))) {
            assertThat(store.messages(answer.conversationId()).join().getFirst().content())
                    .isEqualTo("unsaved");
        }
    }

    @Test
    void aFailedWriteIsToldAndTriedAgain() throws InterruptedException {
        try (ConversationStore store = ConversationStore.open(folder.resolve("h.sqlite"))) {
            StoredMessage answer = StoredMessage.answer(store.create("").join().id());
            List<StorageException> troubles = new CopyOnWriteArrayList<>();
            AnswerJournal journal = new AnswerJournal(store, answer.id(), troubles::add);
            journal.append("one ");
            while (troubles.isEmpty()) Thread.sleep(5);
            assertThat(troubles.getFirst().code()).isEqualTo(StorageException.Code.NOT_FOUND);
            store.append(answer).join();
            journal.append("two");
            while (journal.savedLength() < 7) Thread.sleep(5);
            assertThat(store.messages(answer.conversationId()).join().getFirst().content())
                    .isEqualTo("one two");
        }
    }
}
