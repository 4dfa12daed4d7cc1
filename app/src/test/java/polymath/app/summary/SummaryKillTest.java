package polymath.app.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.TestJvm;
import polymath.app.storage.ConversationStore;
import polymath.app.storage.MessageState;
import polymath.app.storage.StoredMessage;
import polymath.app.storage.StoredSummary;
import polymath.engine.api.SummaryStep;

/// Kills the process that has a document summarized at random moments, twenty times, and goes on each time:
/// `-Dpolymath.summaryKills=N` for more.
@Timeout(300)
class SummaryKillTest {
    @TempDir
    Path folder;

    /// What a history holds of its only summary.
    private record Left(Map<Integer, String> texts, StoredMessage answer) {}

    @Test
    void killedTwentyTimesNoFinishedSectionIsReadAgainAndEachKeepsItsText() throws Exception {
        int kills = Integer.getInteger("polymath.summaryKills", 20);
        long seed = Long.getLong("polymath.seed", 20261125);
        Random random = new Random(seed);
        Map<Integer, String> kept = new TreeMap<>();
        int repeated = 0;
        for (int run = 0; run < kills; run++) {
            List<Integer> begun = run(run, random.nextInt(1, 120));
            for (int step : begun)
                assertThat(kept).as("seed %s, run %s", seed, run).doesNotContainKey(step);
            Left left = left();
            assertThat(left.texts()).as("seed %s, run %s", seed, run).containsAllEntriesOf(kept);
            // a section was done, or was begun and broke off: nothing else may be missing
            repeated += begun.size() - (left.texts().size() - kept.size());
            assertThat(left.answer().content()).isEqualTo(content(left.texts()));
            kept = left.texts();
            if (kept.size() == SummarizingWindow.SECTIONS) break;
        }
        assertThat(repeated).as("sections broken off").isLessThanOrEqualTo(2 * kills);
        run(kills, -1);
        Left end = left();
        assertThat(end.texts()).hasSize(SummarizingWindow.SECTIONS).containsAllEntriesOf(kept);
        assertThat(end.answer().state()).isEqualTo(MessageState.COMPLETE);
        assertThat(end.answer().content()).isEqualTo(content(end.texts()));
        System.getLogger("polymath.kills")
                .log(
                        System.Logger.Level.INFO,
                        "%d kills, seed %d: %d sections kept before the last run, %d broken off"
                                .formatted(kills, seed, kept.size(), repeated));
    }

    /// @param lives milliseconds after the first section is begun; negative for as long as it likes
    /// @return sections that the model began
    private List<Integer> run(int number, int lives) throws IOException, InterruptedException {
        Process window = new ProcessBuilder(TestJvm.command(
                        SummarizingWindow.class,
                        folder.resolve("history.sqlite").toString(),
                        String.valueOf(number)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<Integer> begun = new ArrayList<>();
        boolean killed = false;
        try (BufferedReader out = window.inputReader()) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("B ")) begun.add(Integer.valueOf(line.substring(2)));
                if (lives < 0 || killed) continue;
                killed = true;
                Thread.ofPlatform().daemon().start(() -> {
                    try {
                        TimeUnit.MILLISECONDS.sleep(lives);
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    window.toHandle().destroyForcibly(); // the process itself would close its output unread
                });
            }
        }
        int status = window.waitFor();
        if (lives < 0) assertThat(status).isZero();
        return begun;
    }

    private Left left() {
        try (ConversationStore store = ConversationStore.open(folder.resolve("history.sqlite"))) {
            UUID conversation = store.conversations().join().getFirst().id();
            StoredSummary summary = store.summaries().of(conversation).join().getFirst();
            Map<Integer, String> texts = new TreeMap<>();
            for (SummaryStep.Text text : summary.texts()) texts.put(text.step(), text.text());
            return new Left(texts, store.messages(conversation).join().getLast());
        }
    }

    private static String content(Map<Integer, String> texts) {
        List<String> parts = new ArrayList<>();
        texts.forEach((step, text) -> parts.add("### p. " + step + "\n\n" + text));
        return String.join("\n\n", parts);
    }
}
