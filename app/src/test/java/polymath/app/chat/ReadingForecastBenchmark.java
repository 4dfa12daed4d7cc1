package polymath.app.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import polymath.app.engine.EngineLaunch;
import polymath.app.engine.EngineProcess;
import polymath.engine.api.Command;
import polymath.engine.api.Event;
import polymath.engine.api.EventBus;
import polymath.engine.api.LoadOptions;
import polymath.engine.api.LoadOptions.KvType;
import polymath.engine.api.Prompt;
import polymath.engine.api.SamplingParams;

/// Whether what the window says at a tenth of the reading about the time it will take comes true. Prints a line for
/// each length and fails where it is off by more than a fifth. Not in the suite; run it on a quiet machine with
///
///     mvn -pl engine,app -am -Dtest=ReadingForecastBenchmark -Dpolymath.model=FILE
///         -Dsurefire.failIfNoSpecifiedTests=false -Djacoco.skip test
class ReadingForecastBenchmark {
    private static final String SENTENCE =
            "The committee met on Tuesday, heard the report about the harbour and put off its decision. ";
    private static final int MOST_TOKENS = 17_000;
    /// Seconds from the loaded model to the question, as a person needs at least.
    private static final int PAUSE = 3;

    private final EventBus bus = new EventBus();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    @Test
    void theForecastAtATenthIsWithinAFifth(@TempDir Path folder) throws InterruptedException {
        String model = System.getProperty("polymath.model", "");
        assumeTrue(!model.isEmpty(), "no model: -Dpolymath.model=FILE");
        bus.subscribe(Event.class, Runnable::run, events::add);
        try (EngineProcess engine =
                new EngineProcess(bus, EngineLaunch.ofThisProgram(folder.resolve("logs"), folder.resolve("cache")))) {
            engine.start();
            end(new Command.LoadModel(UUID.randomUUID(), model, new LoadOptions(MOST_TOKENS, 0, KvType.F16)));
            int each = (count(SENTENCE.repeat(101)) - count(SENTENCE)) / 100;
            TimeUnit.SECONDS.sleep(PAUSE);
            for (String length :
                    System.getProperty("polymath.tokens", "2000,8000,16000").split(",", -1)) {
                int tokens = Integer.parseInt(length);
                // each begins otherwise, so that nothing is found in the cache
                String text = tokens + " times. " + SENTENCE.repeat(tokens / each);
                Duration off = forecast(text);
                assertThat(off).as("off at %d tokens", tokens).isZero();
            }
        }
    }

    /// @return by how much the forecast misses more than a fifth
    private Duration forecast(String text) throws InterruptedException {
        Command.Generate read =
                new Command.Generate(UUID.randomUUID(), new Prompt.Raw(text), SamplingParams.GREEDY, 1, List.of());
        bus.publish(read);
        Optional<ReadingProgress> tenth = Optional.empty();
        while (true) {
            Event event = next(read.id());
            if (event instanceof Event.PromptProcessed p) {
                ReadingProgress now = new ReadingProgress(
                        p.processedTokens(), p.totalTokens(), p.cachedTokens(), p.seconds(), Optional.empty());
                if (tenth.isEmpty() && now.fraction() >= 0.1 && !now.remaining().isZero()) tenth = Optional.of(now);
                if (p.processedTokens() < p.totalTokens()) continue;
                ReadingProgress then = tenth.orElseThrow();
                double forecast = then.seconds() + then.remaining().toMillis() / 1e3;
                double error = Math.abs(forecast - p.seconds()) / p.seconds();
                System.out.printf(
                        Locale.ROOT,
                        "%,7d tokens: at %2.0f %% (%.1f s) %.1f s were forecast, it took %.1f s: %.0f %% off%n",
                        p.totalTokens(),
                        100 * then.fraction(),
                        then.seconds(),
                        forecast,
                        p.seconds(),
                        100 * error);
                while (!(next(read.id()) instanceof Event.Finished)) {
                    // the answer does not matter
                }
                return Duration.ofMillis(Math.round(Math.max(0, error - 0.2) * p.seconds() * 1e3));
            }
        }
    }

    private int count(String text) throws InterruptedException {
        Event end = end(new Command.CountTokens(UUID.randomUUID(), new Prompt.Raw(text)));
        return ((Event.TokensCounted) end).promptTokens();
    }

    private Event end(Command command) throws InterruptedException {
        bus.publish(command);
        while (true) {
            Event event = next(command.id());
            if (event.closes()) return event;
        }
    }

    private Event next(UUID id) throws InterruptedException {
        while (true) {
            Event event = events.poll(10, TimeUnit.MINUTES);
            if (event == null) throw new AssertionError("nothing in ten minutes");
            assertThat(event).isNotInstanceOf(Event.Failed.class);
            if (id.equals(event.id())) return event;
        }
    }
}
