package polymath.app.summary;

import java.util.List;
import polymath.app.summary.SummaryViewModel.State;
import polymath.app.summary.SummaryViewModel.StepState;
import polymath.app.ui.SafeText;
import polymath.app.ui.Strings;
import polymath.app.ui.TimeWords;
import polymath.engine.api.SummaryDepth;
import polymath.engine.api.SummaryStep;
import polymath.engine.api.SummaryStep.Kind;

/// What is said about a summary.
record SummaryWords(Strings strings) {
    private static final int NAME_CHARS = 60;

    /// What it is called.
    String title(SummaryDepth depth) {
        return strings.get("summary.title." + depth);
    }

    static String document(SummaryViewModel summary) {
        return SafeText.line(summary.document(), NAME_CHARS);
    }

    /// How it stands, in a line.
    ///
    /// @param before how many are made before it
    String line(SummaryViewModel summary, int before) {
        int done = summary.doneCount();
        int steps = summary.steps().size();
        return switch (summary.state()) {
            case WAITING -> before > 0 ? strings.get("summary.waits", before) : strings.get("summary.waits.model");
            case RUNNING -> running(summary);
            case PAUSED ->
                summary.sectioned() ? strings.get("summary.paused", done, steps) : strings.get("summary.paused.early");
            case FAILED -> {
                String why = summary.failure().map(strings::failure).orElse(strings.get("outcome.failed.unknown"));
                yield summary.sectioned() ? why + " " + strings.get("summary.kept", done, steps) : why;
            }
            case DONE -> finished(summary);
        };
    }

    private String running(SummaryViewModel summary) {
        if (summary.steps().isEmpty()) return strings.get("summary.planning");
        String what;
        if (summary.sectioned())
            what = strings.get(
                    "summary.progress", summary.doneCount(), summary.steps().size());
        else
            what = summary.current()
                    .map(step -> summary.state(step) == StepState.WRITING
                            ? strings.get("summary.writing")
                            : strings.get("summary.reading", step.tokens()))
                    .orElse(strings.get("summary.writing"));
        return summary.remaining().isZero()
                ? what
                : what + " · " + strings.get("time.left", TimeWords.about(summary.remaining(), strings));
    }

    private String finished(SummaryViewModel summary) {
        List<SummaryStep> read =
                summary.steps().stream().filter(s -> s.kind() != Kind.MERGE).toList();
        if (read.isEmpty()) return "";
        SummaryStep all = new SummaryStep(
                0, Kind.WHOLE, read.getFirst().from(), read.getLast().to(), 0);
        return summary.sectioned()
                ? strings.get("summary.done", read.size(), SummaryViewModel.pages(all))
                : strings.get("summary.done.whole", SummaryViewModel.pages(all));
    }

    /// Which pages a step is about.
    String step(SummaryStep step) {
        return step.kind() == Kind.MERGE
                ? strings.get("summary.merge", SummaryViewModel.pages(step))
                : SummaryViewModel.pages(step);
    }

    /// How far a step is.
    String state(SummaryViewModel summary, SummaryStep step) {
        return switch (summary.state(step)) {
            case DONE -> strings.get("summary.step.done");
            case READING -> strings.get("summary.step.reading", (int) (summary.readFraction() * 100));
            case WRITING -> strings.get("summary.step.writing");
            case WAITING -> strings.get("chip.tokens", step.tokens());
        };
    }

    /// In the list of those that are not finished.
    String queued(SummaryViewModel summary, int before) {
        String line =
                summary.state() == State.WAITING && before == 0 ? strings.get("summary.next") : line(summary, before);
        return title(summary.depth()) + ". " + line;
    }
}
