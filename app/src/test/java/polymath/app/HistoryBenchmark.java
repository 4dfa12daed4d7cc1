package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.storage.ArchivedChat;
import polymath.app.storage.ConversationStore;

/// How quick search, the list and a long chat are with 5,000 conversations of 20 messages. Prints a line for each
/// figure and fails beyond the limits of U19 and U44. Not in the suite (the suite has [HistoryBenchmarkTest]); run it
/// with
///
///     mvn -pl engine,app -am -Dtest=HistoryBenchmark -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip test
class HistoryBenchmark {
    static final double SEARCH_MILLIS = 200;
    static final double OPEN_MILLIS = 1_000;
    private static final int RUNS = 9;

    @Test
    void fiveThousandConversations(@TempDir Path folder) {
        Figures figures = measured(folder, 5_000, 20, 500);
        assertThat(figures.search()).as("slowest search, ms").isLessThan(SEARCH_MILLIS);
        assertThat(figures.open()).as("opening, ms").isLessThan(OPEN_MILLIS);
    }

    /// In milliseconds.
    record Figures(double search, double open, double find, double frame) {}

    static Figures measured(Path folder, int conversations, int messages, int longChat) {
        LargeHistory large = new LargeHistory();
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            ArchivedChat chat = large.chat(0, longChat, 236); // about 1,600 characters a message, 200K tokens in all
            double fill = millis(() -> {
                window.store().take(java.util.List.of(chat)).join();
                large.fill(window.store(), conversations, messages);
            });
            say("fill", fill);
            double search = searches(window.store(), large);
            Stage stage = window.stage(1440, 900);
            say("list from disk to screen", millis(() -> {
                window.ui(() -> window.app().history().refresh(() -> {}));
                window.await(() -> window.app().history().entries().size() == conversations + 1);
                Fx.settle(stage.getScene());
            }));
            double frame = scroll(stage);
            double open = best(3, () -> {
                window.ui(window.app()::newChat);
                Fx.run(() -> window.app().chats().forget(chat.conversation().id()));
                return millis(() -> {
                    Fx.run(() -> window.app()
                            .open(window.app()
                                    .history()
                                    .entry(chat.conversation().id())
                                    .orElseThrow()));
                    window.await(
                            () -> !window.app().chats().current().messages().isEmpty());
                    Fx.settle(stage.getScene());
                });
            });
            say("open a chat of " + longChat + " messages", open);
            Fx.run(window.window()::findInChat);
            double find = millis(() -> {
                Fx.run(() -> ((javafx.scene.control.TextField) stage.getScene().lookup(".find-bar .text-field"))
                        .setText(large.word(300)));
                Fx.settle(stage.getScene());
            });
            say("find in it", find);
            Fx.run(stage::close);
            return new Figures(search, open, find, frame);
        }
    }

    /// @return the slowest median
    private static double searches(ConversationStore store, LargeHistory large) {
        double slowest = 0;
        for (String query : new String[] {
            large.word(0),
            large.word(500),
            large.word(29_000),
            large.word(3) + " " + large.word(40),
            large.word(2) + " " + large.word(20_000),
            "b",
            large.word(4).substring(0, 2),
            "nowhere"
        }) {
            int[] hits = {0};
            double[] times = new double[RUNS];
            for (int i = 0; i < RUNS; i++)
                times[i] = millis(() -> hits[0] = store.search(query, 61).join().size());
            Arrays.sort(times);
            slowest = Math.max(slowest, times[RUNS / 2]);
            System.out.printf(
                    Locale.ROOT,
                    "search %-12s %2d hits, median %6.1f ms, worst %6.1f ms%n",
                    query,
                    hits[0],
                    times[RUNS / 2],
                    times[RUNS - 1]);
        }
        return slowest;
    }

    private static double scroll(Stage stage) {
        Node list = Fx.fx(() -> stage.getScene().lookup(".history-list"));
        int lines = Fx.fx(() -> ((ListView<?>) list).getItems().size());
        double worst = 0;
        double sum = 0;
        int steps = 60;
        for (int i = 0; i < steps; i++) {
            int to = (int) ((long) lines * i / steps);
            double time = millis(() -> {
                Fx.run(() -> {
                    ((ListView<?>) list).scrollTo(to);
                    stage.getScene().getRoot().applyCss();
                    stage.getScene().getRoot().layout();
                });
            });
            if (i > 5) worst = Math.max(worst, time);
            sum += time;
        }
        say("a page of the list, mean", sum / steps);
        say("a page of the list, worst", worst);
        return worst;
    }

    private interface Timed {
        double run();
    }

    private static double best(int runs, Timed timed) {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < runs; i++) {
            double time = timed.run();
            say("  run " + (i + 1), time);
            best = Math.min(best, time);
        }
        return best;
    }

    private static double millis(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static void say(String what, double millis) {
        System.out.printf(Locale.ROOT, "%-40s %8.1f ms%n", what, millis);
    }
}
