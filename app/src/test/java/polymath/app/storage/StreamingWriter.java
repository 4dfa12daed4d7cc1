package polymath.app.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Asks and streams answers into a history until it is killed. Prints, each line with `System.nanoTime()`:
/// `P id` a prompt is stored, `A id` an answer is begun, `G length` so much was generated, `S length` so much is known
/// to
/// be saved, `F length` the answer is finished and stored.
final class StreamingWriter {
    private StreamingWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        Random random = new Random(Long.parseLong(arguments[1]));
        try (ConversationStore store = ConversationStore.open(Path.of(arguments[0]))) {
            UUID conversation = store.create("").join().id();
            print("C " + conversation);
            while (true) {
                StoredMessage prompt = StoredMessage.prompt(conversation, "a prompt of some length", List.of());
                store.append(prompt).join();
                print("P " + prompt.id());
                StoredMessage answer = StoredMessage.answer(conversation);
                store.append(answer).join();
                print("A " + answer.id());
                stream(store, answer, 20 + random.nextInt(60));
            }
        }
    }

    private static void stream(ConversationStore store, StoredMessage answer, int pieces) throws InterruptedException {
        AnswerJournal journal = new AnswerJournal(store, answer.id(), trouble -> print("T " + trouble));
        int saved = 0;
        int length = 0;
        for (int i = 0; i < pieces; i++) {
            String piece = "word" + i + " ";
            journal.append(piece);
            length += piece.length();
            print("G " + length);
            for (int wait = 0; wait < 8; wait++) {
                Thread.sleep(2);
                if (journal.savedLength() > saved) {
                    saved = journal.savedLength();
                    print("S " + saved);
                }
            }
        }
        journal.finish(MessageState.COMPLETE, Optional.empty()).join();
        print("F " + length);
    }

    private static void print(String line) {
        System.out.println(line + " " + System.nanoTime());
        System.out.flush();
    }
}
