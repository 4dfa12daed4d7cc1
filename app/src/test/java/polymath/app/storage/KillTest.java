package polymath.app.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.TestJvm;
import polymath.app.WindowWriter;

/// Kills a process that writes the history, at random moments, and looks what is left. `-Dpolymath.kills=200` is the
/// full
/// run.
class KillTest {
    private static final long NOTHING_OLDER_IS_LOST = Duration.ofMillis(250).toNanos();

    private static final long OPENS_WITHIN = Duration.ofSeconds(1).toNanos();

    @TempDir
    Path folder;

    /// What the killed process said of one message.
    private static final class Told {
        final List<long[]> generated = new ArrayList<>(); // length, nanoTime
        int saved;
        boolean finished;
    }

    /// What the killed process typed since it last sent: length, nanoTime.
    private static final class Typed {
        final List<long[]> keys = new ArrayList<>();
        boolean sent;
    }

    @Test
    void nothingAcknowledgedIsLostAndOfAnAnswerOrADraftAtMost250Milliseconds() throws Exception {
        kill(
                Integer.getInteger("polymath.kills", 10),
                (history, seed) -> TestJvm.command(StreamingWriter.class, history.toString(), seed));
    }

    @Test
    void theSameIsTrueOfTheWholeWindow() throws Exception {
        kill(
                Integer.getInteger("polymath.kills", 3),
                (history, seed) -> TestJvm.window(WindowWriter.class, history.toString(), seed));
    }

    private void kill(int kills, BiFunction<Path, String, List<String>> writer) throws Exception {
        long seed = Long.getLong("polymath.seed", 20261123);
        Random random = new Random(seed);
        Path history = folder.resolve("history.sqlite");
        long worstNanos = 0;
        long slowestOpen = 0;
        int messages = 0;
        int interrupted = 0;
        for (int run = 0; run < kills; run++) {
            Map<UUID, Told> told = new HashMap<>();
            List<UUID> conversation = new ArrayList<>();
            Typed typed = new Typed();
            List<String> command = writer.apply(history, String.valueOf(random.nextLong()));
            long killedAt = killed(command, random, told, conversation, typed);

            long start = System.nanoTime();
            try (ConversationStore store = ConversationStore.open(history)) {
                interrupted += store.recovered().join();
                slowestOpen = Math.max(slowestOpen, System.nanoTime() - start);
                assertThat(store.status().join().state())
                        .as("seed %s, run %s", seed, run)
                        .isEqualTo(StoreStatus.State.READY);
                Map<UUID, StoredMessage> kept = new HashMap<>();
                for (UUID id : conversation)
                    for (StoredMessage message : store.messages(id).join()) kept.put(message.id(), message);
                assertThat(kept.keySet()).as("seed %s, run %s", seed, run).containsAll(told.keySet());
                for (StoredMessage message : kept.values()) {
                    Told one = told.getOrDefault(message.id(), new Told());
                    worstNanos = Math.max(worstNanos, lost(one, message, killedAt));
                }
                messages += told.size();
                for (UUID id : conversation)
                    worstNanos = Math.max(
                            worstNanos,
                            lostOfDraft(
                                    typed, store.draft(Optional.of(id)).join().text(), kept, killedAt));
            }
            assertThat(worstNanos).as("seed %s, run %s", seed, run).isLessThan(NOTHING_OLDER_IS_LOST);
            assertThat(slowestOpen).as("seed %s, run %s", seed, run).isLessThan(OPENS_WITHIN);
        }
        System.getLogger("polymath.kills")
                .log(
                        System.Logger.Level.INFO,
                        ("%d kills, seed %d: %d acknowledged messages, none lost; %d answers interrupted,"
                                        + " at most %d ms of one or of a draft lost; slowest opening %d ms")
                                .formatted(
                                        kills,
                                        seed,
                                        messages,
                                        interrupted,
                                        worstNanos / 1_000_000,
                                        slowestOpen / 1_000_000));
    }

    /// @return when the process was killed, on the clock of its lines
    private static long killed(
            List<String> command, Random random, Map<UUID, Told> told, List<UUID> conversation, Typed typed)
            throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader out = writer.inputReader()) {
            Told current = new Told();
            String line = out.readLine();
            // From here on, so that all that follows may be hit, and not only the JVM's start.
            AtomicLong killedAt = new AtomicLong();
            long killAt = System.nanoTime() + random.nextLong(TimeUnit.MILLISECONDS.toNanos(3000));
            Thread killer = Thread.ofPlatform().start(() -> {
                try {
                    TimeUnit.NANOSECONDS.sleep(killAt - System.nanoTime());
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                killedAt.set(System.nanoTime());
                writer.toHandle().destroyForcibly(); // the process itself would close its output unread
            });
            for (; line != null; line = out.readLine()) {
                String[] words = line.split(" ", -1);
                if (words.length < 3) break; // cut by the kill
                switch (words[0]) {
                    case "C" -> conversation.add(UUID.fromString(words[1]));
                    case "P", "A" -> {
                        current = new Told();
                        current.finished = words[0].equals("P");
                        told.put(UUID.fromString(words[1]), current);
                    }
                    case "G" -> current.generated.add(new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
                    case "K" -> {
                        if (typed.sent) typed.keys.clear();
                        typed.sent = false;
                        typed.keys.add(new long[] {Long.parseLong(words[1]), Long.parseLong(words[2])});
                    }
                    case "M" -> typed.sent = true;
                    case "S" -> current.saved = Integer.parseInt(words[1]);
                    case "F" -> {
                        current.finished = true;
                        current.saved = Integer.parseInt(words[1]);
                    }
                    default -> throw new AssertionError(line);
                }
            }
            killer.join();
            writer.waitFor();
            return killedAt.get();
        }
    }

    /// A draft is in its place or, if it was being sent, the last message.
    ///
    /// @return age of the oldest key that is missing, in nanoseconds
    private static long lostOfDraft(Typed typed, String draft, Map<UUID, StoredMessage> kept, long killedAt) {
        if (typed.keys.isEmpty() || typed.sent) return 0;
        long whole = typed.keys.getLast()[0];
        boolean message = kept.values().stream().anyMatch(m -> m.content().equals("x".repeat((int) whole)));
        if (draft.isEmpty() && message) return 0;
        assertThat(draft).matches("x*");
        return typed.keys.stream()
                .filter(key -> key[0] > draft.length())
                .mapToLong(key -> killedAt - key[1])
                .max()
                .orElse(0);
    }

    /// @return age of the oldest text that is missing, in nanoseconds
    private static long lost(Told told, StoredMessage kept, long killedAt) {
        if (told.generated.isEmpty()) return 0;
        assertThat(kept.content().length()).isGreaterThanOrEqualTo(told.saved);
        assertThat(kept.state())
                .isIn(
                        told.finished
                                ? List.of(MessageState.COMPLETE)
                                : List.of(MessageState.INTERRUPTED, MessageState.COMPLETE));
        StringBuilder expected = new StringBuilder();
        for (int i = 0; expected.length() < kept.content().length(); i++)
            expected.append("word").append(i).append(' ');
        assertThat(kept.content()).isEqualTo(expected.toString());
        return told.generated.stream()
                .filter(step -> step[0] > kept.content().length())
                .mapToLong(step -> killedAt - step[1])
                .max()
                .orElse(0);
    }
}
