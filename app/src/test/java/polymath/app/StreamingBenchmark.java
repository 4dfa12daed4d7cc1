package polymath.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.storage.ArchivedChat;
import polymath.engine.api.FinishReason;

/// How long the FX thread is busy at most while an answer is written at 50 tokens a second at the end of a chat of 500
/// messages: with ordinary Markdown, and with texts that are made to be slow. The first answer warms the JVM up, as the
/// first minute of use does. Not in the suite; run it with
///
///     mvn -pl engine,app -am -Dtest=StreamingBenchmark -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip test
class StreamingBenchmark {
    private static final int MILLIS_PER_TOKEN = 20;
    private static final int SECONDS = 20;

    private static final String MARKDOWN = """
            ## How the harbour works

            Ships **call** forty times a week, most of them with cars; the pilot boards at `buoy 7` and leaves at the lock.

            - The basin is 11.5 metres deep.
            - A second ramp was opened at the Emspier, so that two carriers can load at once.
              1. First the inner one,
              2. then the outer one.

            | Quarter | Cars | Share |
            |---|---:|---:|
            | First | 310,000 | 23 % |
            | Second | 352,000 | 27 % |

            ```java
            int sum = 0;
            for (int i = 0; i < cars.length; i++) sum += cars[i]; // all of them
            ```

            > The year was the best since records began, says the harbour master.

            """;

    private static final List<String> HOSTILE = List.of(
            "यह एक बहुत लंबा अनुच्छेद है जो कभी समाप्त नहीं होता और आगे बढ़ता रहता है ",
            "นี่คือย่อหน้าที่ยาวมากและไม่มีช่องว่างระหว่างคำเลยแม้แต่น้อย",
            "e" + "\u0301".repeat(40) + "x ",
            "هذا نص طويل جدا لا ينتهي أبدا ويستمر في الكتابة ",
            "\u202Eabc\u202D\u2066def ",
            "x".repeat(400),
            "> ".repeat(60) + "deep\n\n",
            "|a|b|\n|-|-|\n" + "|1|2|\n".repeat(20));

    @Test
    void theWindowNeverStandsStill(@TempDir Path folder) {
        try (WindowFixture window = new WindowFixture(folder, Locale.ENGLISH)) {
            window.load();
            window.ui(window.engine()::loaded);
            ArchivedChat chat = new LargeHistory().chat(0, 500, 236);
            window.store().take(List.of(chat)).join();
            window.ui(() -> window.app().history().refresh(() -> {}));
            window.await(() -> !window.app().history().entries().isEmpty());
            Stage stage = window.stage(1440, 900);
            window.ui(() -> window.app().open(window.app().history().entries().getFirst()));
            window.await(() -> !window.app().chats().current().messages().isEmpty());
            say("warming up", answer(window, MARKDOWN.repeat(6)));
            double ordinary = answer(window, MARKDOWN.repeat(6));
            say("ordinary Markdown", ordinary);
            answer(window, String.join("", HOSTILE));
            double hostile = 0;
            for (String text : HOSTILE) {
                double worst = answer(window, text.repeat(Math.max(1, 20_000 / text.length())));
                say(
                        "hostile: "
                                + text.strip()
                                        .substring(0, Math.min(12, text.strip().length())),
                        worst);
                hostile = Math.max(hostile, worst);
            }
            Fx.run(stage::close);
            assertThat(ordinary).as("longest stall, ms").isLessThan(50);
            assertThat(hostile).as("longest stall under hostile text, ms").isLessThan(100);
        }
    }

    /// Has the text written in pieces of equal length and returns the longest time, in milliseconds, that work for the
    /// FX thread had to wait.
    private static double answer(WindowFixture window, String text) {
        int tokens = SECONDS * 1_000 / MILLIS_PER_TOKEN;
        window.send("Go on");
        AtomicLong worst = new AtomicLong();
        AtomicBoolean over = new AtomicBoolean();
        Thread watch = Thread.ofPlatform().start(() -> {
            while (!over.get()) {
                long asked = System.nanoTime();
                Platform.runLater(() -> worst.accumulateAndGet(System.nanoTime() - asked, Math::max));
                pause(2);
            }
        });
        for (int i = 0; i < tokens; i++) {
            int from = (int) ((long) text.length() * i / tokens);
            int to = (int) ((long) text.length() * (i + 1) / tokens);
            if (from < to) {
                int sofar = i + 1;
                String piece = text.substring(from, to);
                Platform.runLater(() -> window.engine().writes(piece, sofar));
            }
            pause(MILLIS_PER_TOKEN);
        }
        over.set(true);
        try {
            watch.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        window.ui(() -> window.engine().finishes(FinishReason.END_OF_TURN));
        return worst.get() / 1e6;
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void say(String what, double millis) {
        System.out.printf(Locale.ROOT, "%-40s %7.1f ms%n", what, millis);
    }
}
