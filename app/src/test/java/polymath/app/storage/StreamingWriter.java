package polymath.app.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;

/// Asks and streams answers into a history until it is killed. Prints, each line with `System.nanoTime()`:
/// `P id` a prompt is stored, `A id` an answer is begun, `G length` so much was generated, `S length` so much is known
/// to
/// be saved, `F length` the answer is finished and stored, `K length` so much of the next prompt is typed, `M length`
/// it
/// is sent.
final class StreamingWriter {
    private StreamingWriter() {}

    public static void main(String[] arguments) throws InterruptedException {
        Random random = new Random(Long.parseLong(arguments[1]));
        try (ConversationStore store = ConversationStore.open(Path.of(arguments[0]))) {
            UUID conversation = store.create("").join().id();
            print("C " + conversation);
            DraftJournal draft = new DraftJournal(store, Optional.of(conversation), trouble -> print("T " + trouble));
            int typed = 0;
            while (true) {
                StoredMessage prompt = StoredMessage.prompt(conversation, "x".repeat(typed), List.of());
                draft.hold();
                draft.put("");
                store.send(prompt, false).join();
                draft.release(Optional.of(conversation));
                print("M " + typed);
                print("P " + prompt.id());
                StoredMessage answer = StoredMessage.answer(conversation);
                store.append(answer).join();
                print("A " + answer.id());
                typed = stream(store, answer, 20 + random.nextInt(60), draft);
            }
        }
    }

    /// @return characters typed meanwhile
    private static int stream(ConversationStore store, StoredMessage answer, int pieces, DraftJournal draft)
            throws InterruptedException {
        AnswerJournal journal = new AnswerJournal(store, answer.id(), trouble -> print("T " + trouble));
        int saved = 0;
        int length = 0;
        for (int i = 0; i < pieces; i++) {
            String piece = "word" + i + " ";
            journal.append(piece);
            length += piece.length();
            print("G " + length);
            draft.put("x".repeat(i + 1));
            print("K " + (i + 1));
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
        return pieces;
    }

    private static void print(String line) {
        System.out.println(line + " " + System.nanoTime());
        System.out.flush();
    }
}
