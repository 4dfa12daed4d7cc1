package polymath.app.summary;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import polymath.app.engine.ModelPace;
import polymath.app.engine.ReadingTime;
import polymath.engine.api.Event;
import polymath.engine.api.SummaryStep;

/// The step in work: how far it is read, what is written of it, and how quick both are. Belongs to the UI executor.
final class StepProgress {
    /// A shorter measurement says more about starting than about speed.
    private static final double FEWEST_SECONDS = 0.5;

    private static final int FEWEST_TOKENS = 64;

    private ModelPace pace = ModelPace.UNKNOWN;
    private Optional<Event.PromptProcessed> read = Optional.empty();
    private String text = "";

    /// What was measured with other texts, until this one says more.
    void expect(ModelPace before) {
        if (!pace.known()) pace = before;
    }

    void reads(Event.PromptProcessed event) {
        read = Optional.of(event);
        int tokens = event.processedTokens() - event.cachedTokens();
        boolean fromTheBeginning = event.cachedTokens() < event.totalTokens() / 10;
        if (fromTheBeginning && event.seconds() >= FEWEST_SECONDS && tokens >= FEWEST_TOKENS)
            pace = pace.withReading(ReadingTime.measured(tokens, event.seconds()));
    }

    void writes(String more) {
        text += more;
    }

    /// The next one begins, or none.
    void clear() {
        text = "";
        read = Optional.empty();
    }

    /// What is written so far.
    String text() {
        return text;
    }

    /// From 0 to 1.
    double readFraction() {
        return read.filter(r -> r.totalTokens() > 0)
                .map(r -> Math.clamp((double) r.processedTokens() / r.totalTokens(), 0, 1))
                .orElse(0.0);
    }

    /// Of these steps, the first of which is in work; zero while no speed is known.
    Duration remaining(Collection<SummaryStep> steps) {
        Duration left = Duration.ZERO;
        for (SummaryStep step : steps) left = left.plus(pace.summary(step.tokens()));
        Optional<SummaryStep> now = steps.stream().findFirst();
        if (now.isPresent())
            left = left.minus(pace.reading().of((int) (now.get().tokens() * readFraction())));
        return left.isNegative() ? Duration.ZERO : left;
    }
}
