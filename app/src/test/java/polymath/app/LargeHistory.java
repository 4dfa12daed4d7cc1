package polymath.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.Attachment;
import polymath.app.storage.Conversation;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.engine.api.ChatMessage;

/// A history as years of use make it, the same for the same seed: words by Zipf's law, two years of days.
final class LargeHistory {
    private static final int VOCABULARY = 30_000;
    private static final int BATCH = 250;

    private final Random random = new Random(20261123);
    private final List<String> words = new ArrayList<>();

    LargeHistory() {
        String consonants = "bcdfghklmnprstvwz";
        String vowels = "aeiou";
        for (int i = 0; i < VOCABULARY; i++) {
            StringBuilder word = new StringBuilder();
            for (int n = i; n > 0 || word.length() < 3; n /= 60)
                word.append(consonants.charAt(n % 17)).append(vowels.charAt(n / 17 % 5));
            words.add(word.toString());
        }
    }

    /// A word that occurs often (0) or hardly ever.
    String word(int rank) {
        return words.get(rank);
    }

    void fill(ConversationStore store, int conversations, int messages) {
        List<ArchivedChat> batch = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            batch.add(chat(i, messages, 60));
            if (batch.size() == BATCH || i == conversations - 1) {
                store.take(batch).join();
                batch.clear();
            }
        }
    }

    /// One conversation; every fiftieth begins with a document.
    ArchivedChat chat(int days, int messages, int wordsEach) {
        Instant then = Instant.now().minus(Duration.ofHours(3L * days));
        UUID id = UUID.randomUUID();
        Conversation conversation =
                new Conversation(id, sentence(6), "", then, then, days % 500 == 499, folder(days), false);
        List<StoredMessage> all = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            boolean prompt = i % 2 == 0;
            all.add(new StoredMessage(
                    UUID.randomUUID(),
                    id,
                    prompt ? ChatMessage.Role.USER : ChatMessage.Role.ASSISTANT,
                    prompt ? sentence(wordsEach / 3) : markdown(wordsEach * 5 / 3),
                    MessageState.COMPLETE,
                    then,
                    Optional.empty(),
                    i == 0 && days % 50 == 0
                            ? List.of(new Attachment("report-" + days + ".txt", sentence(5_000)))
                            : List.of()));
        }
        return new ArchivedChat(conversation, all);
    }

    private static Optional<String> folder(int days) {
        return days % 20 == 7 ? Optional.of("Folder " + days % 3) : Optional.empty();
    }

    private String markdown(int count) {
        return "## " + sentence(4) + "\n\n" + sentence(count / 2) + "\n\n- **" + sentence(3) + "** " + sentence(8)
                + "\n- `" + word(7) + "` " + sentence(8) + "\n\n```java\nint " + word(9) + " = 1; // " + sentence(4)
                + "\n```\n\n" + sentence(count / 2);
    }

    private String sentence(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            int rank = (int) Math.pow(VOCABULARY, random.nextDouble()) - 1;
            text.append(i == 0 ? "" : " ").append(words.get(Math.clamp(rank, 0, VOCABULARY - 1)));
        }
        return text.append('.').toString();
    }
}
